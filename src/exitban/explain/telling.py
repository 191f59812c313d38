"""A scenario in words: who is asked what, who commands whom, which rules hold, what each number rests on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from exitban.explain.layout import heading, listed, named, paragraphs, wrapped
from exitban.explain.shelf import told_mechanism
from exitban.explain.telling_member import told_member
from exitban.explain.telling_numbers import entry, told_numbers
from exitban.explain.telling_observed import told_observed
from exitban.page import within
from exitban.scenario.counts import counted, number

Facts = dict[str, Any]

FORMS: Final = {
    "formal": "in writing: everybody in its scope knows how strong it is from the day it opens",
    "informal": "unwritten: how strong it is, members learn from what happens to those who ask",
}
RAISES: Final = {
    "stress": "stress",
    "exit": "the common signal that others leave",
    "voice": "the common signal that others speak out",
    "covert": "the common signal that others make deals",
}
NO_POLICY: Final = "none"


def told(facts: Facts) -> str:
    """The whole text."""
    sections = (
        told_question(facts),
        told_time(facts),
        told_command(facts),
        told_policies(facts),
        told_events(facts),
        told_observed(facts),
        told_own_mechanisms(facts),
        told_member(facts["member"], facts["compare"]),
        told_numbers(facts),
        told_claims(facts),
    )
    return "\n".join(line.rstrip() for section in sections for line in section)


def told_question(facts: Facts) -> list[str]:
    """What is asked."""
    lines = [*wrapped(facts["title"]), "=" * min(len(facts["title"]), within(100)), "", *wrapped(facts["question"])]
    if facts["about"]:
        lines += ["", *paragraphs(facts["about"])]
    if facts["overrides"]:
        lines += ["", *wrapped(f"Changed on the command line: {', '.join(facts['overrides'])}.")]
    return lines


def told_time(facts: Facts) -> list[str]:
    """From when to when, and how dates fall on ticks."""
    time = facts["time"]
    words = (
        f"From {time['start']} to {time['end']}: {time['length']} in "
        f"{counted(time['ticks'], 'tick')}, {time['ticks_per_month']} to a month. A date falls on the tick in which "
        "it lies; ticks are counted from 0."
    )
    report = time["report"]
    known = f" The report came out on {on(report)}." if report else ""
    return [*heading("When"), *wrapped(words + known), *told_lifting(time["lifted"])]


def told_lifting(asked: Facts | None) -> list[str]:
    """When a copy of the world goes on without its policies."""
    if asked is None:
        return []
    ended = "all that is forbidden" if asked["everything"] else "the policy that is run, not what stands beside it,"
    days = listed(on(date) for date in asked["dates"])
    return wrapped(
        f"In a copy of every world {ended} is lifted on {days}; who leaves by choice within "
        f"{counted(asked['months'], 'month')} is counted there, and in the world itself."
    )


def on(date: Facts) -> str:
    """A date and its tick."""
    return f"{date['date']} (tick {date['tick']})"


def told_command(facts: Facts) -> list[str]:
    """The tree of institutions."""
    institutions = facts["institutions"]
    posts, people = (sum(one[key] for one in institutions) for key in ("posts", "people"))
    names = {one["name"] for one in institutions}
    lines = heading("Who commands whom")
    lines += wrapped(
        f"{counted(len(institutions), 'institution')} with {counted(posts, 'post')}, which "
        f"{'stands' if posts == 1 else 'stand'} for "
        f"{counted(round(people), 'person', 'people')}. Weights say how much of control runs through an institution."
    )
    lines += ["", "the ruler"]
    for one in institutions:
        if one["answers_to"] not in names:
            lines += told_institution(one, institutions, 1)
    return [*lines, *told_pivotal(facts["pivotal"])]


def told_pivotal(found: list[Facts]) -> list[str]:
    """What one empty post costs, rank by rank."""
    lines = [
        "",
        *wrapped("Share of control lost when one post alone falls vacant, the largest and the mean of a rank:"),
    ]
    for one in found:
        losses = f"{one['largest']:.2%}, mean {one['mean']:.2%} of {counted(one['posts'], 'post')}"
        lines += named(f"{one['institution']}, rank {one['rank']}", losses)
    return lines


def told_institution(one: Facts, everybody: list[Facts], depth: int) -> list[str]:
    """An institution, and under it those that answer to it."""
    indent = 2 * depth
    stands = counted(one["people_per_post"], "person", "people")
    words = (
        f"{one['title']} [{one['name']}]: {counted(one['posts'], 'post')}, each for {stands}; weight {one['weight']:g}"
    )
    lines = wrapped(words, indent, hang=2)
    lines += wrapped(told_ranks(one["ranks"]) + f"; a holder watches {number(one['watches'])} others", indent + 4)
    lines += wrapped(one["about"], indent + 4) if one["about"] else []
    lines += [line for stated in one["at_start"] for line in wrapped(f"at the start {stated}", indent + 4, hang=2)]
    for below in everybody:
        if below["answers_to"] == one["name"]:
            lines += told_institution(below, everybody, depth + 1)
    return lines


def told_ranks(ranks: list[Facts]) -> str:
    """Posts by rank, and how many each commands."""
    return ", ".join(
        f"rank {one['rank']}: {counted(one['posts'], 'post')}"
        + (f" with {number(one['span'])} under each" if one["span"] else "")
        for one in ranks
    )


def told_policies(facts: Facts) -> list[str]:
    """What is forbidden, to whom, when, how strictly."""
    numbers = {one["path"]: one for one in facts["numbers"]}
    first, *others = facts["compare"]
    against = f" {listed(others)} {'is' if len(others) == 1 else 'are'} compared with it." if others else ""
    lines = heading("What is forbidden")
    lines += wrapped(f"The first policy is {first}.{against} Where no policy governs, nothing is forbidden.")
    for one in facts["policies"]:
        if one["name"] != NO_POLICY:
            lines += ["", *told_policy(one, numbers)]
    return lines


def told_policy(one: Facts, numbers: dict[str, Facts]) -> list[str]:
    """One policy."""
    lines = wrapped(f"{one['title']} [{one['name']}]")
    lines += wrapped(one["about"], 2) if one["about"] else []
    lines += named("form", f"{one['form']}, {FORMS.get(one['form'], '')}")
    lines += named("scope", told_scope(one))
    lines += named("in force", told_dates(one))
    if one["together_with"]:
        lines += named("beside it", listed(one["together_with"]))
    if one["like"]:
        lines += named("like", f"{one['like']}: what it does not state is as there, on the same draws")
    if not one["compared"]:
        lines += named("compared", "no: it only stands beside other policies")
    return lines + told_numbers_of(one, numbers)


def told_scope(one: Facts) -> str:
    """Institutions, ranks, posts."""
    if not one["institutions"]:
        return "nobody"
    ranks = (
        f", {'rank' if len(one['ranks']) == 1 else 'ranks'} {listed(map(str, one['ranks']))}" if one["ranks"] else ""
    )
    return f"{listed(one['institutions'])}{ranks}: {counted(one['posts_in_scope'], 'post')}"


def told_dates(one: Facts) -> str:
    """From when to when."""
    unless = "from when a trigger calls for it" if one["waits_for_a_trigger"] else "from the first tick"
    start = f"from {on(one['opens'])}" if one["opens"] else unless
    end = f"until {on(one['closes'])}" if one["closes"] else "to the end"
    tighter = f", tightened on {on(one['tightens'])}" if one["tightens"] else ""
    return f"{start} {end}{tighter}"


def told_numbers_of(policy: Facts, numbers: dict[str, Facts]) -> list[str]:
    """Its own numbers in full; those that it shares by name."""
    held = [numbers[path] for path in policy["numbers"]]
    own = [one for one in held if one["path"].startswith(f"policies.{policy['name']}.")]
    lines = [line for one in own for line in entry(one, label(one))]
    for owner, names in shared(held, policy["name"]):
        lines += named(f"as in {owner}" if owner else "as for everybody", listed(names))
    return lines


def label(one: Facts) -> str:
    """A number of a policy, by its place there."""
    return ".".join(one["path"].split(".")[2:])


def shared(held: Iterable[Facts], policy: str) -> list[tuple[str, list[str]]]:
    """Names of numbers by the policy that states them; "" for those of a mechanism's own section."""
    found: dict[str, list[str]] = {}
    for one in held:
        parts = one["path"].split(".")
        if parts[0] == "policies" and parts[1] != policy:
            found.setdefault(parts[1], []).append(label(one))
        elif parts[0] != "policies":
            found.setdefault("", []).append(one["path"])
    return list(found.items())


def told_events(facts: Facts) -> list[str]:
    """What happens on a date."""
    lines = heading("What happens")
    if not facts["events"]:
        return [*lines, "Nothing happens on a date."]
    for one in facts["events"]:
        where = "everywhere" if one["everywhere"] else f"in {listed(one['institutions'])}"
        lines += ["", *wrapped(f"{on(one)}: {one['title']} [{one['name']}]")]
        lines += wrapped(one["about"], 2) if one["about"] else []
        lines += wrapped(f"It raises {RAISES.get(one['raises'], one['raises'])} {where}.", 2)
        lines += entry(one["size"], "size")
        if one["raises"] == "stress":
            lines += entry(one["decays_over"], "decays_over")
    return lines


def told_own_mechanisms(facts: Facts) -> list[str]:
    """The laws that the scenario brings itself; those of the shelf are told by `exitban mechanisms`."""
    if not facts["own_mechanisms"]:
        return []
    lines = [*heading("Mechanisms of its own"), *wrapped("In files beside the scenario; all others are on the shelf.")]
    for one in facts["own_mechanisms"]:
        lines += ["", *told_mechanism(one)]
    return lines


def told_claims(facts: Facts) -> list[str]:
    """Each claim with its grade and its way here."""
    lines = heading("What was claimed, by whom")
    if not facts["claims"]:
        return [*lines, "The scenario rests on no claim; every number is an assumption."]
    lines += wrapped(
        "Grades: reliability of the source (A to F), credibility of the claim (1 to 6). Claims of one root are "
        "true or false together."
    )
    for one in facts["claims"]:
        lines += ["", *told_claim(one)]
    return lines


def told_claim(one: Facts) -> list[str]:
    """One claim."""
    true = "stays out of the priors" if one["p_true"] is None else f"true in {one['p_true']:.0%} of worlds"
    stated = " (as stated)" if one["p_true_stated"] else ""
    lines = named(one["name"], f"{one['grade']}, {one['date']}; {true}{stated}".replace(", ;", ";"), 0, 28)
    lines += wrapped(one["text"], 2)
    lines += wrapped("from " + " <- ".join(f"{hop['title']} ({hop['how'] or 'said'})" for hop in one["chain"]), 2, 2)
    if one["graded_why"]:
        graded = ", ".join(filter(None, [one["graded_by"], one["graded_on"]]))
        lines += wrapped(f"graded by {graded}: {one['graded_why']}", 2, 2)
    if one["contradicts"]:
        lines += wrapped(f"contradicts {listed(one['contradicts'])}", 2, 2)
    said = listed(one["speaks_about"]) if one["speaks_about"] else "no number"
    return lines + wrapped(f"speaks about {said}", 2, 2)
