"""The commands. Each reads its arguments, asks the floors below, and prints what they return."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from exitban.cli.comparing import compare, replay
from exitban.cli.evidence import crate, evidence
from exitban.cli.exploring import explore
from exitban.cli.further import Again, Forms, further, refuse_few, refuse_structures
from exitban.cli.options import (
    DEFAULT_SCENARIO,
    Json,
    OnWhat,
    Out,
    Overrides,
    Policies,
    Replicates,
    Save,
    Seed,
    Source,
    Threads,
)
from exitban.cli.places import destination, naming, refuse_existing, refuse_unwritable
from exitban.cli.robustness import robustness
from exitban.cli.scenario_files import explain, mechanisms, new, scenarios, schema, validate
from exitban.cli.sensitivity import sensitivity
from exitban.cli.showing import show
from exitban.cli.steps import Steps
from exitban.cli.terminal import progress, say
from exitban.cli.weigh import weigh

if TYPE_CHECKING:
    from exitban.analysis import Summary
    from exitban.analysis.further import Further
    from exitban.estimate import Estimate
    from exitban.kernels.launch import Launcher
    from exitban.results import Result
    from exitban.scenario import Scenario


def run(
    source: Source = DEFAULT_SCENARIO,
    replicates: Replicates = 1000,
    seed: Seed = 1,
    policy: Policies = None,
    overrides: Overrides = None,
    out: Out = None,
    save: Save = None,
    again: Again = None,
    forms: Forms = 0,
    threads: Threads = None,
    launcher: OnWhat = "cpu",
    as_json: Json = False,
) -> None:
    """Simulate a scenario under its policies; print the answer and write a report."""
    from exitban.cli.reading import read

    scenario = read(source, overrides or ())
    page = None if as_json and out is None else destination(out, scenario.name)
    refuse_unwritable(*filter(None, (page, save)))
    refuse_existing(save)
    refuse_few(again, replicates)
    refuse_structures(scenario, policy, forms)
    expected = _expect(scenario, replicates, policy, threads, launcher)
    call = {"replicates": replicates, "seed": seed, "policies": policy, "threads": threads, "launcher": launcher}
    result = _simulate(scenario, expected, call)
    more = further(result, again, forms, source, overrides, threads, launcher)
    steps = Steps()
    with steps.one():
        if save is not None:
            _keep(result, more, save)
    from exitban.analysis import summarise  # after the simulation: a refused call need not wait for it
    from exitban.analysis.side_by_side import told

    summary = summarise(result, more)
    with steps.one():
        show(summary.to_json() if as_json else told(summary))
    with steps.one():
        if page is not None:
            _write(result, page, summary)
        _peak(expected)
        if page is not None:
            (say if as_json else typer.echo)(f"Report: {page}")
    steps.end()


def structures(
    source: Source = DEFAULT_SCENARIO,
    replicates: Replicates = 200,
    seed: Seed = 1,
    policy: Policies = None,
    overrides: Overrides = None,
    threads: Threads = None,
    as_json: Json = False,
) -> None:
    """Show how far the form of choice decides the effects of a ban: nests of acts, on the same luck."""
    from exitban.analysis.structures import SETTINGS
    from exitban.analysis.structures import structures as compare
    from exitban.analysis.structures_told import told
    from exitban.cli.reading import read

    scenario = read(source, overrides or ())
    refuse_structures(scenario, policy)
    say(f"{len(SETTINGS)} runs, each as follows.")
    _expect(scenario, replicates, policy, threads)
    with progress(replicates * len(SETTINGS)) as progressed:
        found = compare(
            source,
            overrides or (),
            replicates=replicates,
            seed=seed,
            policies=policy,
            threads=threads,
            progress=progressed,
        )
    show(found.to_json() if as_json else told(found))


def report(
    folder: Annotated[Path, typer.Argument(help="A result that `exitban run --save FOLDER` kept.")],
    out: Out = None,
) -> None:
    """Write the HTML report of a result that was kept."""
    from exitban.analysis import summarise
    from exitban.analysis.further import kept
    from exitban.results.storage import load

    result = load(folder)
    page = destination(out, result.scenario.name)
    refuse_unwritable(page)
    _write(result, page, summarise(result, kept(folder, result.scenario)))
    typer.echo(f"Report: {page}")


ALL: Final[tuple[Callable[..., None], ...]] = (
    *(run, compare, replay, explore, explain, validate, scenarios, mechanisms, structures),
    *(evidence, weigh, robustness, sensitivity, report, crate, new, schema),
)


def _simulate(scenario: Scenario, expected: Estimate, call: dict[str, Any]) -> Result:
    """``call``: arguments of `exitban.run`."""
    from exitban.run import run as simulate

    with progress(expected.replicates) as progressed, _meanwhile(_get_ready) as begin:

        def told(done: float, doing: str) -> None:
            progressed(done, doing)
            if done > 0:
                begin()

        return simulate(scenario, progress=told, expected=expected, **call)


@contextmanager
def _meanwhile(task: Callable[[], None]) -> Iterator[Callable[[], None]]:
    """Give what lets a task begin in a thread of its own, once; wait for it in the end.

    Whoever went on beside it and loaded the same modules could meet them half loaded.
    """
    thread = Thread(target=task, daemon=True)

    def begin() -> None:
        if thread.ident is None:
            thread.start()

    yield begin
    if thread.ident is not None:
        thread.join()


def _get_ready() -> None:
    """Load what the report needs; the first picture of a process takes five times as long as the next."""
    import exitban.report  # noqa: F401 - and with it the analysis
    from exitban.plots import raw_svg, style

    raw_svg(style.blank(1.0, "0", "0"))


def _keep(result: Result, more: Further, folder: Path) -> None:
    from exitban.analysis.further import keep

    result.save(folder)
    keep(more, folder)
    say(f"Result kept in {folder}")


def _expect(
    scenario: Scenario, replicates: int, policies: list[str] | None, threads: int | None, launcher: Launcher = "cpu"
) -> Estimate:
    """Say what the run will take, before it starts. Raises `CallError` where it cannot be run."""
    from exitban.engines import refuse_without_a_card
    from exitban.estimate import estimate
    from exitban.run import check_call

    check_call(scenario, replicates, 0, tuple(policies or scenario.compare))
    refuse_without_a_card(launcher)
    expected = estimate(scenario, replicates, policies, threads, launcher=launcher)
    say(expected.words())
    return expected


def _peak(expected: Estimate) -> None:
    """Say what it took."""
    from exitban.estimate import peak_memory
    from exitban.scenario.memory import in_words

    say(f"Memory at its peak: {in_words(peak_memory())}; the estimate was up to {in_words(expected.memory_bytes)}.")


def _write(result: Result, page: Path, summary: Summary) -> None:
    from exitban.report import report as write

    with naming(page):
        page.parent.mkdir(parents=True, exist_ok=True)
        write(result, page, summary, helped=True)
