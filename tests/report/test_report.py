"""The report: whole, self-contained, escaped, and never half-written."""

from __future__ import annotations

import datetime
import re
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from exitban.analysis import summarise
from exitban.errors import CallError, Problem
from exitban.report import page, report
from exitban.report.html import Markup, element, link, text
from exitban.run import run
from tests.analysis.synthetic import FakeResult, by_hand, plausible
from tests.office import office

VOID = {"meta", "br", "link", "img", "hr", "input"}
NASTY = '<script>alert("x")</script> & "quotes"'


class Reader(HTMLParser):
    """Collects tags, attributes and ids, and insists that every tag is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open.pop() == tag, f"</{tag}> closes nothing"

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert not reader.open
    return reader


def claim(**changes: Any) -> SimpleNamespace:
    hops = (
        SimpleNamespace(title="Newspaper", address="https://example.org/a?b=1&c=2", date="2023-05-15", how="quoted"),
        SimpleNamespace(title="a source", address="", date="", how=""),
    )
    known = {
        "text": NASTY,
        "chain": hops,
        "reliability": "C",
        "credibility": 3,
        "p_true": 0.5,
        "graded_why": "one outlet",
        "contradicts": ("denial",),
    }
    return SimpleNamespace(**{**known, **changes})


def quantity(claims: tuple[str, ...] = (), assumption: str = "") -> SimpleNamespace:
    prior = SimpleNamespace(words=lambda: "uniform from 0 to 1")
    return SimpleNamespace(
        unit="share",
        meaning="how many are stopped",
        prior=prior,
        claims=claims,
        assumption=assumption,
        why="",
        if_true=dict.fromkeys(claims, prior),
        is_fixed=False,
    )


@pytest.fixture(scope="module")
def result() -> FakeResult:
    found = plausible(40)
    found.scenario.about = NASTY
    found.scenario.evidence = SimpleNamespace(claims={"ban-informal": claim(), "denial": claim(p_true=None)})
    found.scenario.quantities = {
        "policies.ban.strength": quantity(("ban-informal",)),
        "effort.fade": quantity(assumption="nothing fixes it"),
    }
    return found


@pytest.fixture(scope="module")
def html(result: FakeResult) -> str:
    return page(summarise(result), result.scenario)


def test_the_page_parses_and_every_tag_is_closed(html: str) -> None:
    assert read(html).seen[:2] == ["html", "head"]


def test_nothing_is_fetched_and_nothing_runs(html: str) -> None:
    reader = read(html)
    assert not {"script", "link", "img", "iframe", "object", "image", "base"} & set(reader.seen)
    for tag, name, value in reader.attributes:
        assert not name.startswith("on") and name not in {"src", "srcset", "action"}
        if name in {"href", "xlink:href"}:
            assert value.startswith("#") or (tag == "a" and value.startswith("https://"))
    assert not re.search(r"url\((?!#)|@import", html)


def test_what_comes_from_a_file_is_escaped(html: str) -> None:
    assert "<script" not in html
    assert NASTY in "".join(read(html).words).replace("\N{NO-BREAK SPACE}", " ")


def test_ids_stand_once_and_every_jump_arrives(html: str) -> None:
    reader = read(html)
    ids = [value for _, name, value in reader.attributes if name == "id"]
    assert len(ids) == len(set(ids))
    jumps = [value[1:] for _, name, value in reader.attributes if name == "href" and value.startswith("#")]
    assert set(jumps) <= set(ids)
    assert set(re.findall(r"url\(#([^)]+)\)", html)) <= set(ids)


def test_every_picture_says_what_it_shows(html: str) -> None:
    reader = read(html)
    pictures = [value for tag, name, value in reader.attributes if tag == "svg" and name == "aria-labelledby"]
    ids = {value for _, name, value in reader.attributes if name == "id"}
    assert len(pictures) == 10
    assert all(set(names.split()) <= ids for names in pictures)


def test_every_section_is_there(html: str) -> None:
    found = re.findall(r'<section id="([^"]+)"', html)
    assert found[:4] == ["glance", "asked", "answer", "prior-check"]
    assert found[-5:] == ["numbers", "evidence", "unknown", "misuse", "making"]


def test_every_number_has_claims_or_the_word_assumption(html: str) -> None:
    words = " ".join(read(html).words)
    assert "assumption: nothing fixes it" in words
    assert "if ban-informal is true" in words
    assert re.search(r"claims\s+speak\s+about\s+1,\s+1\s+are\s+assumptions", words)


def test_the_command_is_shown(html: str) -> None:
    assert "exitban run" in html


def test_the_same_result_gives_the_same_bytes(result: FakeResult, html: str) -> None:
    assert page(summarise(result), result.scenario) == html


def test_one_policy_and_no_evidence_make_a_page_too() -> None:
    found = plausible(5, ("ban",))
    found.scenario.report = None
    html = page(summarise(found), found.scenario)
    assert 'id="paired_difference"' not in html
    assert 'id="evidence"' not in html
    read(html)


def test_a_report_goes_where_it_is_told(result: FakeResult, tmp_path: Path) -> None:
    there = report(result, tmp_path / "new" / "page.html")
    assert there == (tmp_path / "new" / "page.html").resolve()
    assert report(result, tmp_path) == (tmp_path / "report.html").resolve()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new", "report.html"]


def test_a_stop_in_the_middle_leaves_the_old_report_and_no_crumbs(
    result: FakeResult, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "report.html"
    target.write_text("old")

    def stopped(handle: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.fsync", stopped)
    with pytest.raises(KeyboardInterrupt):
        report(result, target)
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]
    assert target.read_text() == "old"


def test_a_place_that_cannot_be_written_is_named(result: FakeResult, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CallError, match="file"):
        report(result, tmp_path / "file" / "page.html")


@pytest.mark.parametrize("name", ["page.pdf", "page", "page.html.gz"])
def test_a_page_is_not_written_as_another_kind_of_file(name: str, result: FakeResult, tmp_path: Path) -> None:
    with pytest.raises(CallError, match=r"a report is a page; allowed: a file that ends in \.html, or a folder"):
        report(result, tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_only_web_addresses_become_links() -> None:
    assert "href" not in link("javascript:alert(1)", "here")
    assert link("https://example.org/?a=1&b=2", "here") == (
        '<a href="https://example.org/?a=1&amp;b=2" rel="noreferrer">here</a>'
    )


def test_markup_is_escaped_once() -> None:
    assert text("a < b") == "a &lt; b"
    assert element("p", Markup("<b>x</b>")) == "<p><b>x</b></p>"
    assert element("p", "<b>") == "<p>&lt;b&gt;</p>"


def test_a_report_date_is_told_in_words(html: str) -> None:
    assert datetime.date(2023, 5, 15).isoformat() not in html.split('id="making"')[0].split('id="evidence"')[0]
    assert "15 May 2023" in html


class TestWhatCameAfter:
    def test_every_series_has_its_verdict_its_values_and_what_speaks_against_it(self, html: str) -> None:
        words = " ".join(" ".join(read(html).words).split())
        assert "no number of the scenario was read off it" in words
        for name in ("leavers", "movers", "speakers"):
            assert f"What became of the {name}" in words
        assert words.count("Nobody else saw it. (claims: denial)") == 3
        assert words.count("Counted by hand.") == 3
        assert 'href="https://example.org/after"' in html

    def test_it_is_called_plausible_and_never_validated(self, html: str) -> None:
        section = html[html.index('<section id="observed"') : html.index("</section>", html.index('id="observed"'))]
        assert "plausible" in section.lower()
        assert "validat" not in section.lower()

    def test_nothing_is_said_where_nothing_was_observed(self) -> None:
        assert "What came after" not in page(summarise(by_hand()), by_hand().scenario)


LINES = re.compile(r"stroke-opacity: 0\.55|opacity: 0\.55")


def test_thin_vertical_lines_are_explained_under_every_picture_that_draws_them() -> None:
    result = plausible(12)
    figures = re.findall(r"<figure>.*?</figure>", page(summarise(result), result.scenario), re.DOTALL)
    marked = [bool(LINES.search(figure)) for figure in figures]
    assert any(marked) and not all(marked)
    assert marked == ["Thin vertical lines mark dated events" in figure for figure in figures]


def test_where_nobody_is_left_there_is_no_ratio_and_no_number_that_is_none() -> None:
    boss_and_two = "boss\n  anna\n  ben"
    everybody_leaves = office(boss_and_two, "members: grievance_mean 100", "policy ban: strength 1, formal")
    result = run(everybody_leaves, replicates=10, launcher="python")
    assert result.data["filled"].sel(policy="none").values[..., 1:].sum() == 0
    words = " ".join(read(page(summarise(result), result.scenario)).words)
    assert not re.search(r"\bnan\b", words)
    assert "0 of 0" not in words


def test_what_was_changed_on_the_command_line_stands_at_the_head(result: FakeResult, html: str) -> None:
    assert "Changed on the command line" not in html
    found = plausible(40)
    found.provenance["overrides"] = ["refill.rate=0"]
    changed = page(summarise(found), found.scenario)
    words = "Changed on the command line: refill.rate=0. "
    assert changed.count(words) == 1
    assert words in changed.partition("</header>")[0]
    assert changed.count('class="headline"') == html.count('class="headline"')


def test_remarks_stand_with_the_assumptions(result: FakeResult) -> None:
    scenario = SimpleNamespace(**vars(result.scenario))
    scenario.warnings = (Problem("a/b.yaml", 3, 1, "control.hold", NASTY), Problem("--set x=1", 0, 0, "x", "is idle."))
    told = "".join(read(page(summarise(result), scenario)).words)
    assert f"line 3, control.hold: {NASTY}" in told
    assert "x: is idle." in told and "b.yaml" not in told


@pytest.mark.parametrize(
    ("path", "told"),
    [
        (None, "path: found None; allowed: a path"),
        ("a\0b.html", "path: found .*; allowed: a path without characters"),
        ("x" * 300 + ".html", "path: 'xxx.* cannot be used: File name too long"),
    ],
)
def test_what_is_no_path_is_refused(result: FakeResult, path: Any, told: str) -> None:
    with pytest.raises(CallError, match=told):
        report(result, path)


def test_what_is_no_summary_is_refused(result: FakeResult, tmp_path: Path) -> None:
    with pytest.raises(CallError, match=r"summary: found 3; allowed: what `exitban.summarise` gives"):
        report(result, tmp_path, summary=3)  # type: ignore[arg-type]
