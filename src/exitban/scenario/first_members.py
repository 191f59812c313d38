"""What a file says of the first members, post by post: traits, thresholds, who acts from the start.

A threshold is a grievance: with ``voice.gain`` 1, ``voice.contagion`` 1 and ``voice.cost`` 0 a member whose grievance
is minus T speaks out once T others do (Granovetter 1978). Later holders of a post are drawn like everybody else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import NormalDist
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from exitban.errors import did_you_mean
from exitban.mechanism import Mechanism, State
from exitban.scenario.csv_rows import UnfitFileError
from exitban.scenario.findings import Findings
from exitban.scenario.gathering import Files
from exitban.scenario.organisation import Organisation
from exitban.scenario.positions import Place
from exitban.scenario.starting_states import GRIEVANCE, THRESHOLD, is_flag, may_be_stated, misfit, refusal
from exitban.scenario.trait_tables import Column, traits_of_table
from exitban.scenario.types import AtStartEntry, ScenarioEntry

Floats = NDArray[np.float64]

FORMS: Final = ("value", "values", "normal", "table", "share", "number", "posts")
FLAGS_ONLY: Final = ("share", "number", "posts")
SLACK: Final = 1e-9
"""A share of a whole number is rounded up to the next one, but not for the last bit of a product."""


@dataclass(frozen=True, eq=False)
class AtStart:
    """One state of the first members of an institution.

    ``posts``: ids. ``values`` (posts,): the state of each, NaN where it is drawn as usual; None where it is a flag
    that is drawn for every replicate: held by each post with chance ``amount``, or by ``amount`` of them.
    """

    institution: str
    state: str
    posts: tuple[str, ...]
    values: Floats | None
    drawn: Literal["", "share", "number"]
    amount: float
    words: str


@dataclass(frozen=True)
class _Asked:
    """A state at the start, where it stands in the file, and the posts of its institution."""

    place: Place
    institution: str
    state: str
    entry: AtStartEntry
    posts: tuple[int, ...]
    organisation: Organisation
    both: bool

    @property
    def ids(self) -> tuple[str, ...]:
        """The posts by name."""
        return tuple(self.organisation.ids[place] for place in self.posts)


def first_members(
    findings: Findings, file: ScenarioEntry, mechanisms: Sequence[Mechanism], organisation: Organisation
) -> tuple[AtStart, ...]:
    """All of them; what is wrong is told and left out."""
    states = may_be_stated(mechanisms)
    found = []
    for asked in _asked(file, organisation):
        state = states.get(asked.state)
        if state is None:
            findings.wrong_name(asked.place, refusal(asked.state, mechanisms))
        elif one := _read(findings, asked, state):
            found.append(one)
    return tuple(found)


def _asked(file: ScenarioEntry, organisation: Organisation) -> Iterator[_Asked]:
    for name, institution in file.institutions.items():
        for state, entry in institution.at_start.items():
            posts = tuple(i for i, owner in enumerate(organisation.institution) if owner == name)
            both = {THRESHOLD, GRIEVANCE} <= set(institution.at_start)
            yield _Asked(("institutions", name, "at_start", state), name, state, entry, posts, organisation, both)


def _read(findings: Findings, asked: _Asked, kept: State) -> AtStart | None:
    told = _unfit(asked, is_flag(kept))
    if told:
        findings.wrong(asked.place, told)
        return None
    form, given = _form(asked.entry)
    words = f"{asked.state}: {_said(asked, form, given)}"
    if form in ("share", "number"):
        return AtStart(asked.institution, asked.state, asked.ids, None, form, float(given), words)
    values = _values(findings, asked, kept, (form, given))
    if values is None:
        return None
    is_threshold = asked.state == THRESHOLD
    state, sign = (GRIEVANCE, -1.0) if is_threshold else (asked.state, 1.0)
    if is_threshold and (told := beyond_all(values, asked.entry.of)):
        findings.wrong(asked.place, told)
        return None
    values = in_posts(values, asked) if is_threshold else values
    return AtStart(asked.institution, state, asked.ids, sign * values, "", 0.0, words)


def _form(entry: AtStartEntry) -> tuple[Any, Any]:
    """The one form that is stated, and what it states."""
    return next((form, found) for form in FORMS if (found := getattr(entry, form)) is not None)


def _unfit(asked: _Asked, flag: bool) -> str:
    """What is wrong with the form of a statement; empty where nothing is."""
    state, entry = asked.state, asked.entry
    stated = [form for form in FORMS if getattr(entry, form) is not None]
    if state == THRESHOLD and asked.both:
        return "a threshold is a grievance; state one of the two."
    if len(stated) != 1:
        return f"found {' and '.join(stated) or 'nothing'}; allowed: exactly one of {', '.join(FORMS)}."
    if stated[0] in FLAGS_ONLY and not flag:
        return f"{stated[0]} says who acts; '{state}' is a number. Allowed: {', '.join(FORMS[:4])}."
    if entry.of != "posts" and state != THRESHOLD:
        return f"`of` says in what a threshold is counted; '{state}' is none."
    if entry.values is not None and len(entry.values) != len(asked.posts):
        return f"found {len(entry.values)} values for {len(asked.posts)} posts; state one for each, in their order."
    if (entry.number or 0) > len(asked.posts):
        return f"found {entry.number}; there are {len(asked.posts)} posts."
    if entry.normal is not None and entry.normal[1] <= 0:
        return f"found a standard deviation of {entry.normal[1]:g}; allowed: more than 0."
    return ""


def _values(findings: Findings, asked: _Asked, kept: State, stated: tuple[str, Any]) -> Floats | None:
    """The state of every post; None where something is wrong, which is told."""
    form, given = stated
    if form == "posts":
        return _listed(findings, asked, given)
    if form == "table":
        return _of_table(findings, asked, kept, given)
    values = _written(asked, form, given)
    places = {i: told for i, one in enumerate(values.tolist()) if (told := misfit(kept, one))}
    several = form == "values"
    for i, told in places.items() if several else list(places.items())[:1]:
        place = findings.tree.known((*asked.place, form))
        findings.wrong((*place, i) if several else place, told)
    return None if places else values


def _of_table(findings: Findings, asked: _Asked, kept: State, name: str) -> Floats | None:
    """What a file beside the scenario says of every post."""
    try:
        text = Files(findings).text((*asked.place, "table"), name)
    except UnfitFileError as error:
        findings.problems.append(error.problem)
        return None
    column = Column(asked.state, asked.institution, asked.ids, partial(misfit, kept))
    return traits_of_table(findings, column, text) if text else None


def _written(asked: _Asked, form: str, given: Any) -> Floats:
    """What the file itself says of every post."""
    if form == "value":
        return np.full(len(asked.posts), float(given))
    if form == "values":
        return np.array(given, dtype=np.float64)
    found = normal_population(len(asked.posts), *given)
    return np.rint(found) if asked.entry.rounded else found


def _listed(findings: Findings, asked: _Asked, names: Sequence[str]) -> Floats | None:
    """1 for the posts that are named, 0 for all others."""
    short = [post.removeprefix(f"{asked.institution}/") for post in asked.ids]
    for index, name in enumerate(names):
        if name not in short:
            findings.wrong((*asked.place, "posts", index), f"no post is called '{name}'.{did_you_mean(name, short)}")
            return None
    return np.isin(short, names).astype(np.float64)


def normal_population(size: int, mean: float, spread: float) -> Floats:
    """The normal quantiles at (i - 1/2) / N, i = 1..N: a population without the luck of a sample."""
    law = NormalDist(mean, spread)
    return np.array([law.inv_cdf((i + 0.5) / size) for i in range(size)])


def beyond_all(thresholds: Floats, of: str) -> str:
    """A share of those watched reaches up to 1, a percentage up to 100; nobody acts after more than all."""
    most = {"watched": 1.0, "percent": 100.0}.get(of)
    above = thresholds[thresholds > most] if most is not None else thresholds[:0]
    if not above.size:
        return ""
    hint = " For a number of others leave `of` out." if of == "watched" else ""
    return f"found {above[0]:g}; allowed: at most {most:g}, all of those {'watched' if hint else 'in post'}.{hint}"


def in_posts(thresholds: Floats, asked: _Asked) -> Floats:
    """Thresholds as numbers of others: a percentage of all posts, or a share of those whom the member watches.

    Rounded up (Watts 2002: ceil(phi k)), and never below 1 for a share of those watched: nobody is the first.
    """
    if asked.entry.of == "posts":
        return thresholds
    if asked.entry.of == "percent":
        return np.ceil(thresholds / 100.0 * len(asked.organisation) - SLACK)
    degree = np.bincount(asked.organisation.watches[:, 0], minlength=len(asked.organisation))
    return np.maximum(np.ceil(thresholds * degree[list(asked.posts)] - SLACK), 1.0)


def _said(asked: _Asked, form: str, given: Any) -> str:
    """The statement in words."""
    posts, entry = len(asked.posts), asked.entry
    unit = {"posts": "", "percent": " percent of all posts", "watched": " of those watched"}[entry.of]
    said = {
        "value": lambda: f"{given:g}{unit} for all",
        "values": lambda: f"{min(given):g} to {max(given):g}{unit}, stated for each of {posts:,} posts",
        "normal": lambda: f"normal with mean {given[0]:g} and standard deviation {given[1]:g}{unit}, by quantiles",
        "table": lambda: f"as in {given}",
        "share": lambda: f"each post with chance {given:g}, drawn anew in every world",
        "number": lambda: f"{given:,} of {posts:,} posts, drawn anew in every world",
        "posts": lambda: ", ".join(given),
    }
    return said[form]()
