"""The oldest versions that are tried are those that are said to do."""

from __future__ import annotations

from tests.oldest import oldest

PROJECT = """
[project]
dependencies = ["numpy>=2", "xarray>=2024.6", "ruamel.yaml>=0.18.10,!=0.19.0"]
[project.optional-dependencies]
netcdf = ["xarray>=2024.10"]
cuda = ["numba-cuda[cu13]>=0.30"]
dev = ["pytest>=9"]
"""


def test_of_several_floors_the_highest_counts_by_its_numbers() -> None:
    assert oldest(PROJECT) == {"numpy": "2", "xarray": "2024.10", "ruamel.yaml": "0.18.10"}
