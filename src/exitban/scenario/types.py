"""The file as pydantic models. What the mechanisms add to them is in ``sections``."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import Field, GetJsonSchemaHandler, WithJsonSchema, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from exitban.scenario.moments import PATTERN, Moment, OneOrMoreMoments
from exitban.scenario.numbers import Entry, NumberEntry, Two
from exitban.scenario.observed_form import ObservedEntry
from exitban.scenario.texts import Loose, Name, Names, OneOrMore, Title, When

MomentOrNone = Annotated[
    Moment | None, WithJsonSchema({"type": ["string", "null"], "pattern": PATTERN}, mode="validation")
]
"""A moment that a policy may take back, where the one that it is `like` has it: null."""


class TimeEntry(Entry):
    """When it starts, how long it lasts, and how finely it is cut."""

    start: Moment = Field(description="the first day, or moment")
    months: int | None = Field(None, ge=1, le=1200, description="length in months; or give its end")
    end: Moment | None = Field(None, description="the first day, or moment, after it: instead of months")
    ticks_per_month: int = Field(
        4,
        ge=1,
        le=44_640,
        description="steps in a month, 720 or 744 for hours; results must survive more of them",
    )
    report_date: Moment | None = Field(None, description="day of the report that the scenario rests on")


class PostsEntry(Entry):
    """The posts of an institution: a tree from its spans, a table, or a network of command."""

    roots: int = Field(1, ge=1, le=10_000_000, description="posts without a superior in the institution")
    spans: tuple[Annotated[int, Field(ge=1, strict=True)], ...] | None = Field(
        None,
        strict=False,
        max_length=64,
        description="direct subordinates of each post, from the top rank down",
    )
    table: str | None = Field(None, description="a CSV file with one row per post, beside the scenario")
    network: str | None = Field(
        None, description="a CSV, GraphML or edge list file: who commands whom, the superior first"
    )
    where: dict[str, Loose] = Field({}, description="only rows with these values in these columns")
    id: str = Field("post_id", description="the column with the post's id")
    superior: str = Field("reports_to", description="the column with the superior's id; empty for a root")
    second_superior: str | None = Field(None, description="the column with a second superior's id")
    rank: str | None = Field(None, description="the column with the rank; the depth in the tree unless said")


class AtStartEntry(Entry):
    """A state of the first members, post by post, in exactly one of these forms."""

    value: float | None = Field(None, description="the same for all")
    values: Annotated[tuple[float, ...], Field(strict=False, min_length=1)] | None = Field(
        None, description="one for each post, in the order of the posts; a bare list will do"
    )
    normal: Two | None = Field(None, description="[mean, standard deviation]: quantiles at (i - 1/2) / N")
    table: str | None = Field(None, description="a CSV file with the columns post_id and the name of the state")
    share: float | None = Field(None, ge=0, le=1, description="each post with this chance, drawn anew in every world")
    number: int | None = Field(None, ge=0, description="so many posts, drawn anew in every world")
    posts: Names | None = Field(None, description="these posts and no others")
    rounded: bool = Field(False, description="quantiles rounded to whole numbers")
    of: Literal["posts", "percent", "watched"] = Field(
        "posts",
        description="what a threshold counts: posts; percent of all posts; a share of those watched, at least one",
    )

    @model_validator(mode="before")
    @classmethod
    def bare(cls, found: Any) -> Any:
        """A bare number holds for all, a bare list for one after the other."""
        if isinstance(found, list | tuple):
            return {"values": found}
        return found if isinstance(found, dict | Entry) else {"value": found}

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Say in the JSON Schema, too, what will do."""
        schema = handler.resolve_ref_schema(handler(core))
        as_mapping = dict(schema)
        schema.clear()
        several = {"type": "array", "items": {"type": "number"}, "minItems": 1}
        schema.update({"anyOf": [{"type": "number"}, several, as_mapping], "title": as_mapping.get("title", "")})
        return schema


class InstitutionEntry(Entry):
    """An institution; the mechanisms add a section each."""

    title: Title | None = Field(None, description="as people call it")
    about: str | None = Field(None, description="what it is")
    people_per_post: float = Field(1.0, gt=0, description="how many people one post stands for")
    weight: float | None = Field(
        None, ge=0, le=1, description="its share in control; shares sum to 1; equal shares if none is given"
    )
    posts: PostsEntry = Field(description="its posts")
    answers_to: str | None = Field(None, description="the institution to whose roots its own answer, dealt out in turn")
    at_start: dict[Name, AtStartEntry] = Field(
        {},
        description="the first members post by post: `threshold`, or a state by its name; default.yaml says which",
    )


class RandomWatchEntry(Entry):
    """A watch network drawn at random, once for the scenario; both ends of an edge watch each other."""

    mean_degree: float = Field(ge=0, description="how many others a holder watches, on average")
    kind: Literal["poisson", "regular"] = Field(
        "poisson", description="poisson: every pair with the same chance; regular: the same number for every post"
    )
    seed: int = Field(1, ge=0, lt=2**32, description="another seed, another network")


class WatchEntry(Entry):
    """Whom the holder of a post observes."""

    superior: bool | None = Field(None, description="the superiors; true unless a network is given")
    subordinates: bool | None = Field(None, description="the subordinates; true unless a network is given")
    peers: bool | None = Field(None, description="those with the same superior; true unless a network is given")
    network: str | None = Field(None, description="a CSV, GraphML or edge list file: who watches whom")
    random: RandomWatchEntry | None = Field(None, description="a network drawn at random among all posts")


class ScopeEntry(Entry):
    """Whom a policy governs."""

    institutions: Names = Field(min_length=1, description="names of institutions")
    ranks: tuple[Annotated[int, Field(ge=0, strict=True)], ...] | None = Field(
        None, strict=False, min_length=1, description="only these ranks; 0 is the top"
    )


class PolicyEntry(Entry):
    """An exit policy; the mechanisms add their numbers."""

    title: Title | None = Field(None, description="as people call it")
    about: str | None = Field(None, description="what it says and what it rests on")
    like: str | None = Field(None, description="the policy that gives everything not stated here")
    form: Literal["formal", "informal"] | None = Field(
        None, description="formal: its strength is known; informal: members learn it"
    )
    scope: ScopeEntry | None = Field(None, description="whom it governs")
    opens: MomentOrNone = Field(
        None, description="from this day; unless said or if null, from the start or by a trigger"
    )
    closes: MomentOrNone = Field(None, description="until this day; unless said or if null, to the end or by a trigger")
    tightens: MomentOrNone = Field(None, description="from this day on at its reaction.tightened_strength")
    together_with: Names | None = Field(None, description="policies in force beside it when this one is run")


class EventEntry(Entry):
    """A dated shock."""

    name: Name = Field(description="a short name")
    title: Title | None = Field(None, description="as people call it")
    about: str | None = Field(None, description="what happened")
    date: Moment = Field(description="when")
    raises: Literal["stress", "exit", "voice", "covert"] = Field(description="stress, or the common signal of an act")
    size: NumberEntry = Field(description="by how much")
    decays_over: NumberEntry | None = Field(None, description="time constant of the decay of stress, in months")
    institutions: Names | None = Field(None, description="where it is felt; everywhere unless said")


class HopEntry(Entry):
    """One source in a chain."""

    title: str = Field(description="outlet, person or document")
    address: str | None = Field(None, description="where it can be read")
    date: When | None = Field(None, description="when it said so")
    how: Literal["quoted", "claimed", "derived"] | None = Field(None, description="how it has it from the next hop")


class GradedEntry(Entry):
    """Who graded a claim, when and why."""

    by: str | None = Field(None, description="who")
    date: When | None = Field(None, description="when")
    why: str | None = Field(None, description="why so")


class ClaimEntry(Entry):
    """A claim with its chain of sources and its grade by the Admiralty code."""

    text: str = Field(description="what is claimed, in one's own words")
    date: When | None = Field(None, description="when it was claimed")
    chain: tuple[HopEntry, ...] = Field(strict=False, min_length=1, description="sources, the nearest hop first")
    root: OneOrMore = Field((), description="where it comes from; the last hop of the chain unless said")
    reliability: Literal["A", "B", "C", "D", "E", "F"] = Field(description="of the source, A (best) to E; F unknown")
    credibility: int = Field(ge=1, le=6, description="of the claim, 1 (confirmed) to 5; 6 unknown")
    graded: GradedEntry | None = Field(None, description="who graded it, when and why")
    p_true: float | None = Field(
        None, ge=0, le=1, description="probability that it is true; from the credibility unless said"
    )
    contradicts: Names = Field((), description="claims that cannot be true together with it")
    moves_nothing: str | None = Field(None, description="why no number hangs on whether it is true, where none does")


class GradesEntry(Entry):
    """How a credibility becomes a probability."""

    table: Literal["stix-2.1", "misp", "icd-203", "own"] = Field("stix-2.1", description="the table of grades")
    version: Loose | None = Field(None, description="the version of the table; of your own: any text")
    probabilities: (
        Annotated[tuple[Annotated[float, Field(ge=0, le=1)], ...], Field(strict=False, min_length=5, max_length=5)]
        | None
    ) = Field(None, description="a table of your own: the probabilities of credibility 1, 2, 3, 4 and 5")


class EvidenceEntry(Entry):
    """What the numbers rest on."""

    grades: GradesEntry = Field(
        GradesEntry(table="stix-2.1", version=None, probabilities=None), description="how grades become probabilities"
    )
    claims: dict[Name, ClaimEntry] = Field({}, description="claims by their ids")


class ReportEntry(Entry):
    """The known cases that the priors must be able to give, checked before any headline."""

    institution: str = Field(description="where the members known to be blocked were")
    at_least: int = Field(2, ge=1, description="how many became known")
    policy: str | None = Field(None, description="the policy under which they were reported; the second of `compare`")
    adjusted: str | None = Field(
        None, description="which numbers were set by looking at the share of draws that gives them; told beside it"
    )


KINDS_OF_SCENARIO: Final = ("report", "case", "reference")
"""The order in which bundled scenarios are listed."""


class StoredExitsEntry(Entry):
    """How many leave when what is forbidden is allowed: asked of a copy of every world, on the same luck."""

    lifted_at: OneOrMoreMoments = Field(description="days from which on nothing is forbidden in the copy")
    months: float = Field(3, gt=0, le=1200, description="for how long those who leave are counted")
    lifts: Literal["everything", "policy"] = Field(
        "everything", description="all that is forbidden, or only the policy that is run, not what stands beside it"
    )


class ScenarioEntry(Entry):
    """The whole file; the mechanisms add a section each."""

    schema_version: Literal[1] = Field(description="the version of this format")
    kind: Literal["report", "case", "reference"] | None = Field(
        None, description="what it rests on: a report, a case with a known end, a reference model of the literature"
    )
    name: Name = Field(description="a short name, used for files")
    title: Title = Field(description="a title")
    question: str | None = Field(None, description="the question that it answers")
    about: str | None = Field(None, description="what it is about, in prose")
    time: TimeEntry = Field(description="start, length and steps")
    institutions: dict[Name, InstitutionEntry] = Field(min_length=1, description="institutions by name")
    watch: WatchEntry = Field(
        WatchEntry(superior=True, subordinates=True, peers=True, network=None, random=None),
        description="who observes whom",
    )
    policies: dict[Name, PolicyEntry] = Field({}, description="exit policies by name")
    compare: Names | None = Field(
        None, min_length=1, description="policies to run, the first is what the others are compared with"
    )
    report: ReportEntry | None = Field(None, description="the known cases that the priors must be able to give")
    headline: OneOrMore = Field(
        (), description="what the answer speaks of, by the names of results: voice, staffing, ...; control unless said"
    )
    stored_exits: StoredExitsEntry | None = Field(
        None, description="days on which to ask how many would leave if leaving were allowed"
    )
    events: tuple[EventEntry, ...] = Field((), strict=False, description="dated shocks")
    observed: dict[Name, ObservedEntry] = Field(
        {}, description="what came after, by name: drawn beside the simulation and never used to set it"
    )
    mechanisms: Names = Field((), description="files with mechanisms of your own, beside the scenario")
    evidence: EvidenceEntry = Field(
        EvidenceEntry(grades=GradesEntry(table="stix-2.1", version=None, probabilities=None), claims={}),
        description="claims and their grades",
    )
