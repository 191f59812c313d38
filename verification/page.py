"""The page: one self-contained HTML file with every target, what was got, and a picture."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Sequence
from importlib import metadata, resources
from pathlib import Path
from string import Template

from exitban.analysis.intervals import share as interval_of_share
from exitban.report.html import Markup, Section, element, joined, paragraph, table, text
from verification.pictures import drawn
from verification.running import Report, summary
from verification.target import Verdict

QUESTION = "Does the model reproduce what others have found?"
LEVELS = {
    "L0": "deterministic: equality, or within the digits that were printed. Gates.",
    "L1": "analytic and stochastic: within 4 true standard errors, the seed fixed. Gates.",
    "L2": "a published simulation: an interval from the theory of finite sizes. Shown.",
    "L3": "a stylised fact: a sign on matched replicates. Shown, and no more than plausibility.",
}


def page(reports: Sequence[Report], quick: bool) -> str:
    """The whole page as HTML text."""
    wrong = sum(report.fails for report in reports)
    known = sum(report.target.gates and not report.met and not report.fails for report in reports)
    told = f"{wrong} gating targets are MISSED" if wrong else "every gating target is met"
    told += f", {'and ' if wrong else 'but for '}{known} known to be missed" if known else ""
    sections = [overview(reports), *(section(report, quick) for report in reports)]
    return Template(asset("page.html")).substitute(
        title=text(QUESTION),
        style=asset("page.css"),
        overline=text("exitban: verification"),
        question=text(QUESTION),
        changed="",
        underline=text(f"{len(reports)} targets at {'a small' if quick else 'full'} size; {told}. {made_by(reports)}"),
        sections=joined(part.html() for part in sections),
    )


def asset(name: str) -> str:
    """The frame and style of the project's reports."""
    return resources.files("exitban.report").joinpath(name).read_text(encoding="utf-8")


def made_by(reports: Sequence[Report]) -> str:
    """On what, and how long it took."""
    seconds = sum(report.seconds for report in reports)
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in ("exitban", "numpy", "numba"))
    return f"{versions}, Python {platform.python_version()}, {platform.machine()}; {seconds:.0f} s in all."


def overview(reports: Sequence[Report]) -> Section:
    """All targets in a table, and what the levels mean."""
    meanings = joined(
        paragraph(Markup(f"<b>{level}</b> ({sum(r.target.level == level for r in reports)}) {text(meaning)}"))
        for level, meaning in LEVELS.items()
    )
    rows = [
        (
            Markup(f'<a href="#{report.target.name}">{text(report.target.name)}</a>'),
            report.target.paper,
            report.target.level,
            summary(report),
            f"{report.seconds:.1f} s",
        )
        for report in reports
    ]
    head = ("target", "source", "level", "result", "time")
    note = paragraph(
        "Matching these is verification of the code: the rules do what they say. It is no validation of a forecast.",
        "caution",
    )
    return Section("overview", "All targets", joined([meanings, note, table("", head, rows)]))


def section(report: Report, quick: bool) -> Section:
    """One target."""
    target = report.target
    command = f"python -m verification --only {target.name}{' --quick' if quick else ''}"
    facts = paragraph(
        Markup(
            f"{text(target.paper)}. Level {target.level}, size {report.size:,}, {report.seconds:.1f} s. "
            f"Again: <code>{text(command)}</code>"
        ),
        "muted",
    )
    parts: list[object] = [paragraph(target.says), facts]
    if report.outcome is None:
        parts.append(element("pre", report.error))
    else:
        parts += [numbers(report.verdicts), *reasons(report.verdicts), figure(report)]
    return Section(target.name, f"{target.name}: {report.word}", joined(parts))


def reasons(verdicts: Sequence[Verdict]) -> list[Markup]:
    """Why something is known to be missed, and that it is missed otherwise now."""
    found: dict[str, list[str]] = {}
    for verdict in verdicts:
        if verdict.known is not None:
            found.setdefault(f"{verdict.word[:1].upper()}{verdict.word[1:]}: {verdict.known.why}", []).append(
                verdict.label
            )
    return [paragraph(f"{'; '.join(labels)}. {told}", "caution") for told, labels in found.items()]


def figure(report: Report) -> Markup:
    """The picture with its caption."""
    assert report.outcome is not None
    caption = (
        "Points: simulated, with 4 standard errors. Line: the law."
        if report.outcome.picture
        else "What was got less what was expected, in units of what is allowed; the dashes are the limits."
    )
    svg = Markup(drawn(report.target, report.outcome, report.verdicts))
    return element("figure", joined([svg, element("figcaption", caption)]), 'style="max-width: 30rem"')


def numbers(verdicts: Sequence[Verdict]) -> Markup:
    """Expected against got."""
    signs = any(verdict.got.agree for verdict in verdicts)
    head = ["number", "expected", "got", "standard error", "z", "tolerance", "verdict"]
    head += ["replicates that agree (95 % interval)"] if signs else []
    kinds = ("number",) * 4
    return table("", head, [tuple(row(verdict, signs)) for verdict in verdicts], kinds)


def row(verdict: Verdict, signs: bool) -> Iterator[object]:
    """One number."""
    got = verdict.got
    expected = getattr(verdict.expected, "value", 0.0)
    yield verdict.label
    yield verdict.expected.number
    yield f"{got.value:.6g}"
    yield f"{got.standard_error:.2g}" if got.standard_error else "—"
    yield f"{got.z(expected):+.2f}" if got.standard_error else "—"
    yield verdict.expected.tolerance
    yield verdict.word if verdict.met or verdict.as_known else Markup(f"<b>{text(verdict.word)}</b>")
    if signs:
        yield agreement(got.agree)


def agreement(agree: tuple[int, int] | None) -> str:
    """In how many of the replicates that differ the sign is the expected one."""
    if agree is None or agree[1] == 0:
        return "—"
    share = interval_of_share(*agree)
    return f"{agree[0]:,} of {agree[1]:,} ({100 * share.low:.0f} to {100 * share.high:.0f} %)"


def written(words: str, path: Path) -> Path:
    """Write beside, then rename: a run that is stopped leaves the old page or none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.part")
    beside.write_text(words, encoding="utf-8")
    beside.replace(path)
    return path.resolve()
