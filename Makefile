# exitban. `make run` shows what it does, `make test` checks it, `make verify` holds it against the literature, `make bench` times it.
# Everything goes into .venv and build/ here; nothing global is touched.

PYTHON ?= python3
REPLICATES ?= 1000
OUT ?= build/resignation-ban-2023.html

VENV := .venv
BIN := $(VENV)/bin
PEERS := build/bench-venv
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq

.DEFAULT_GOAL := help
.PHONY: help run test oldest verify bench format clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo "  settings:     PYTHON=$(PYTHON)  REPLICATES=$(REPLICATES)  OUT=$(OUT)"

run: $(VENV)/.ready-to-run ## set up, run the bundled scenario under all its policies, write the report
	@$(BIN)/exitban run resignation-ban-2023 --replicates $(REPLICATES) --out $(OUT)

test: $(VENV)/.ready-to-test ## set up, check the style, the types and the layers, run the tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo --no-cache
	$(BIN)/python -m pytest -n 2 --dist loadgroup

oldest: $(VENV)/.ready-to-test ## set up the oldest versions of libraries that are allowed, run the tests with them
	@mkdir -p build
	@$(BIN)/python -m tests.oldest > build/oldest.txt
	@$(PYTHON) -m venv --clear build/oldest-venv
	@build/oldest-venv/bin/python -m pip --disable-pip-version-check -qq install --editable '.[dev]' httpx -c build/oldest.txt
	build/oldest-venv/bin/python -m pytest -n 2 --dist loadgroup --ignore tests/house

verify: $(VENV)/.ready-to-test ## set up, run the targets from the literature at full size, write a page (ONLY=NAME, QUICK=1)
	@$(BIN)/python -m verification $(addprefix --only ,$(ONLY)) $(if $(QUICK),--quick)

bench: $(VENV)/.ready-to-test $(PEERS)/.ready ## time the program beside what a user would pick instead, write benchmarks/RESULTS.md (ONLY="a c")
	@$(BIN)/python -m benchmarks $(ONLY)

format: $(VENV)/.ready-to-test ## put the code into the shape that `make test` asks for
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean: ## remove .venv, build/ and every cache
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests verification -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { \
	  echo "exitban needs Python 3.11 or later, and '$(PYTHON)' is not there." \
	    "Install it, or name it: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "exitban needs Python 3.11 or later; '$(PYTHON)' is $$($(PYTHON) -V 2>&1)." \
	    "Name a newer one: make PYTHON=python3.12" >&2; exit 1; }
	@echo "Making $(VENV) with $$($(PYTHON) -V) ..."
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "'$(PYTHON) -m venv' failed; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }

# Empty files that remember what was installed, so that the second time costs nothing.
$(VENV)/.ready-to-run: pyproject.toml | $(BIN)/python
	@echo "Installing exitban into $(VENV) (once; one to three minutes) ..."
	@$(PIP) install --editable .
	@touch $@

# The peers live in an environment of their own and are no dependency of the package.
$(PEERS)/.ready: benchmarks/peers.txt | $(BIN)/python
	@echo "Installing the peers into $(PEERS) (once; a few minutes) ..."
	@mkdir -p build && $(PYTHON) -m venv $(PEERS)
	@$(PEERS)/bin/python -m pip --disable-pip-version-check -qq install --requirement benchmarks/peers.txt
	@touch $@

$(VENV)/.ready-to-test: pyproject.toml | $(BIN)/python
	@echo "Installing exitban and what its tests need into $(VENV) (once; one to three minutes) ..."
	@$(PIP) install --editable '.[dev]'
	@touch $(VENV)/.ready-to-run $@
