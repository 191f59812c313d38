"""Every mechanism on its own, by hand, as plain Python and compiled.

A test that names its launcher, or looks at all that is computed on the way, is run once; the others are run with both.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import pytest

from exitban.kernels.launch import Launcher
from tests import office


@pytest.fixture(params=["python", "cpu"], scope="module", autouse=True)
def launcher(request: pytest.FixtureRequest) -> Iterator[Launcher]:
    """What runs every office that is not told."""
    office.LAUNCHER = request.param
    yield request.param
    office.LAUNCHER = "python"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what would be the same test twice."""
    twice = [item for item in items if isinstance(item, pytest.Function) and told(item) and "python" in with_what(item)]
    config.hook.pytest_deselected(items=twice)
    items[:] = [item for item in items if item not in twice]


def told(item: pytest.Function) -> bool:
    """The test names its launcher."""
    return item.path.parent.name == "mechanisms" and 'launcher="cpu"' in inspect.getsource(item.function)


def with_what(item: pytest.Function) -> tuple[object, ...]:
    """The launcher under which it would be run."""
    return (item.callspec.params.get("launcher"),) if hasattr(item, "callspec") else ()
