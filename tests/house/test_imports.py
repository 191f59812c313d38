"""What is imported when: a person who asks for help does not wait for a compiler."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {"duckdb", "matplotlib", "numba", "numpy", "pandas", "pydantic", "scipy", "xarray"}

HELP = "from exitban.cli.app import app; app(['--help'], standalone_mode=False)"


def loaded_by(code: str) -> set[str]:
    """Names of the modules that a fresh interpreter holds after running ``code``."""
    script = f"{code}\nimport json, sys; print('\\n' + json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize(
    "code",
    ["import exitban", "import exitban.cli", HELP],
    ids=["package", "cli", "help"],
)
def test_nothing_heavy_is_imported_before_it_is_needed(code: str) -> None:
    assert loaded_by(code) & HEAVY == set()


def test_a_run_and_its_report_do_without_the_libraries_of_labelled_tables(tmp_path: Path) -> None:
    """They take longer to load than a small run takes; they come when somebody asks for ``data``."""
    page = tmp_path / "report.html"
    code = (
        "import exitban; result = exitban.run('command-tree', replicates=2, launcher='python')\n"
        f"exitban.summarise(result).answer(); exitban.report(result, {str(page)!r})"
    )
    assert loaded_by(code) & {"numpy", "pandas", "pyarrow", "xarray"} == {"numpy"}
    assert loaded_by(f"{code}\nresult.data") >= {"pandas", "xarray"}


def test_public_names_are_all_there() -> None:
    import exitban

    promised = ("read", "run", "load", "explain", "summarise", "report")
    assert [name for name in promised if not callable(getattr(exitban, name, None))] == []


def test_public_names_stay_functions_whatever_was_imported_before() -> None:
    """``exitban.run`` is a function and ``exitban/run.py`` a module: the function must win in any order."""
    code = (
        "import exitban.run, exitban.explain, exitban.report, exitban\n"
        "assert callable(exitban.run) and callable(exitban.explain) and callable(exitban.report)\n"
        "from exitban import run, explain, report\n"
        "assert callable(run) and callable(explain) and callable(report)"
    )
    loaded_by(code)
