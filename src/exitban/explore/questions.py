"""The questions that a page asks, each a plain document: what a door passes on without looking at it."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from importlib import metadata
from typing import Any, Final

from exitban.errors import CallError, did_you_mean
from exitban.explore import exports
from exitban.explore.about import about
from exitban.explore.controls import has_assumptions
from exitban.explore.setting import Setting, read_setting, whole
from exitban.explore.studio import Studio
from exitban.explore.told import told
from exitban.explore.twins import median_world, told_twins, twins
from exitban.scenario.sources import source_of

FEW: int = 200
"""With fewer matched worlds what a root of the evidence changes drowns in luck."""

AS_FILE: Final = "“The scenario, as YAML for exitban run”"
"""What its button is called on the page."""
IN_ITS_FOLDER: Final = "# in the folder of the file"

Pairs = Iterable[tuple[str, str]]

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "yaml": "application/yaml; charset=utf-8",
    "html": "text/html; charset=utf-8",
}


def about_scenario(studio: Studio) -> dict[str, Any]:
    """What there is to choose from."""
    return about(studio, metadata.version("exitban"))


def split(pairs: Pairs, *names: str) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """What is asked beside the setting, by name, and the parts of the setting."""
    listed = list(pairs)
    return {key: text for key, text in listed if key in names}, [one for one in listed if one[0] not in names]


def setting_of(studio: Studio, pairs: Pairs) -> Setting:
    """The setting that an address tells. Raises `CallError`."""
    return read_setting(studio.scenario, studio.controls, pairs)


def wanted_of(studio: Studio, asked: dict[str, str]) -> int:
    """How many matched worlds are asked for; those shown first unless said. Raises `CallError`."""
    return whole("runs", asked.get("runs", str(studio.first)), 1, studio.most)


def seen(studio: Studio, setting: Setting, replicates: int) -> dict[str, Any]:
    """What so many matched worlds show."""
    weights = studio.weights(setting, replicates) if replicates >= min(FEW, studio.most) else None
    found = told(studio.glance(setting, replicates), weights, has_assumptions(studio.scenario, studio.controls))
    return {**found, "setting": setting.query(), "most": studio.most, "command": command(studio, setting)}


def command(studio: Studio, setting: Setting) -> str:
    """What to type to get the same numbers: of a file that was sent to the page, with the one that it gives back."""
    size, path = f"--replicates {studio.most} --seed {setting.seed}", studio.scenario.path
    if not path.exists():
        return f"exitban run {exports.name_of(studio, setting, 'yaml')} {size}  # the file of “Download”: {AS_FILE}"
    policies = [f"--policy {name}" for name in setting.policies]
    options = (*studio.scenario.overrides, *setting.overrides(studio.scenario))
    changed = [f"--set {shlex.quote(one)}" for one in options]
    source = source_of(path)
    where = ["", IN_ITS_FOLDER] if path.is_absolute() and source == path.name else []
    return " ".join(["exitban run", shlex.quote(source), size, *policies, *changed, *where])


def one_world(studio: Studio, setting: Setting, asked: dict[str, str]) -> dict[str, Any]:
    """One world post by post: the one that is asked for, or the median of those shown first."""
    if "world" in asked:
        return told_twins(studio, twins(studio, setting, whole("world", asked["world"], 0, studio.most - 1)))
    return told_twins(studio, twins(studio, setting, median_world(studio, setting)))


def form_of(asked: dict[str, str]) -> str:
    """In what form something leaves the page. Raises `CallError`."""
    form = asked.get("as", "csv")
    if form not in TYPES:
        raise CallError(f"as: found {form[:20]!r}.{did_you_mean(form[:20], TYPES)}")
    return form


def file_of(studio: Studio, setting: Setting, form: str, replicates: int) -> tuple[str, bytes]:
    """The name of a file and what is in it; the worlds must be there."""
    name = exports.name_of(studio, setting, form)
    if form == "parquet":
        return name, exports.as_parquet(studio, setting, replicates)
    if form == "yaml":
        return name, exports.scenario_file(studio, setting).encode()
    if form == "html":
        return name, exports.report_page(studio, setting, replicates).encode()
    return name, exports.as_csv(studio.glance(setting, replicates)).encode()
