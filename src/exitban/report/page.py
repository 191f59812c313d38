"""One HTML file that needs nothing else: no network, no script, pictures inside."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from string import Template
from typing import Any

from exitban.analysis import Summary, summarise
from exitban.analysis.answer import changed
from exitban.analysis.reading import ResultLike
from exitban.analysis.wording import calendar_date, whole
from exitban.errors import CallError, as_given
from exitban.paths import path_of
from exitban.report import (
    evidence,
    judgement,
    limits,
    looking_back,
    making,
    numbers,
    opening,
    pictures,
    posts,
    structures,
    together,
    weight,
)
from exitban.report.html import Markup, Section, element, joined, paragraph, text

FILE = "report.html"
PAGES = (".html", ".htm")


def _asset(name: str) -> str:
    return resources.files("exitban.report").joinpath(name).read_text(encoding="utf-8")


def _contents(sections: list[Section]) -> Markup:
    """Links to all sections."""
    entries = (element("li", Markup(f'<a href="#{section.name}">{text(section.heading)}</a>')) for section in sections)
    return element("nav", element("ol", joined(entries)), 'aria-label="Contents"')


def _sections(summary: Summary, scenario: Any, helped: bool) -> list[Section]:
    short = limits.of_headline_alone(summary)
    makers: list[Callable[[], Section | None]] = [
        lambda: opening.glance(summary),
        lambda: judgement.section(summary),
        lambda: opening.asked(summary, scenario),
        lambda: opening.answer(summary),
        lambda: opening.prior_check(summary),
        lambda: looking_back.section(summary),
        *pictures.makers(summary),
        lambda: None if short else posts.section(summary, scenario),
        lambda: None if short else numbers.section(summary),
        lambda: weight.section(summary),
        lambda: structures.section(summary),
        lambda: evidence.section(scenario),
        lambda: None if short else limits.unknown(),
        lambda: limits.misuse(summary),
        lambda: making.section(summary),
    ]
    return [section for section in together.made(makers, helped) if section is not None]


def page(summary: Summary, scenario: Any, helped: bool = False) -> str:
    """The whole report as HTML text; the same result gives the same bytes, ``helped`` by a copy (`together`) or not."""
    from exitban.plots import style

    with style.settings():  # once for all pictures, not twice for each
        sections = _sections(summary, scenario, helped)
    first, *rest = sections
    body = joined([first.html(), _contents(rest), *(section.html() for section in rest)])
    question = summary.question or "What happens to control when leaving is forbidden?"
    return Template(_asset("page.html")).substitute(
        title=text(f"{question} {summary.title}"),
        style=_asset("page.css"),
        overline=text(summary.title),
        question=text(question),
        underline=text(
            f"{whole(summary.replicates)} simulated worlds, {calendar_date(summary.start)} to "
            f"{calendar_date(summary.dates[-1])}. A model result, not a forecast."
        ),
        changed=paragraph(found) if (found := changed(summary)) else "",
        sections=body,
    )


def _write(words: str, path: Path) -> None:
    """Write beside, then rename: a run that is stopped leaves the old file or none, never half of one."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(words)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def report(result: ResultLike, path: str | Path, summary: Summary | None = None, helped: bool = False) -> Path:
    """Write the report of a result as one self-contained HTML file and say where it is.

    `path` is the file to write, or an existing folder that gets a `report.html`. Folders on the way are made,
    a file that is there already is replaced. `summary` spares summing the result up a second time.
    Where it is `helped`, a copy of this process makes half of the pictures, on Linux with a core to spare: only for a
    process without other threads. Raises `exitban.errors.CallError` when it cannot be written, or has the ending of
    another kind of file.
    """
    if not isinstance(summary, Summary | None):
        raise CallError(f"summary: found {as_given(summary)}; allowed: what `exitban.summarise` gives, or None.")
    target = path_of("path", path)
    target = target / FILE if target.is_dir() else target
    if target.suffix.lower() not in PAGES:
        raise CallError(f"{target}: a report is a page; allowed: a file that ends in .html, or a folder that is there.")
    words = page(summary or summarise(result), result.scenario, helped)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _write(words, target)
    except OSError as error:
        raise CallError(f"the report cannot be written to {target}: {error.strerror or error}") from error
    return target.resolve()
