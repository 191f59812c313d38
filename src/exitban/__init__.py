"""What happens to an organisation, or a regime, when its members are forbidden to leave.

``read`` a scenario, ``run`` it under its policies, ``summarise`` the result, ``report`` it, ``explain`` it in words;
``compare`` policies on the same luck, ``decompose`` what one of them does, ``replay`` one world; ``load`` a stored
result; ``sweep`` fills an ensemble on disk from a `Design`, ``open_runs`` reads it; ``pivotal_posts`` tells what each
post carries, ``structures`` how far the form of choice decides the effects of a ban; ``with_other_luck`` runs the
same numbers again, and `Further` hands both to ``summarise``. ``global_game`` and ``side_deal`` are small references
beside the simulator. Everything is imported when it is first used, so that a start is quick.
"""

from __future__ import annotations

import importlib
import sys
import types
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from exitban.analysis import Summary as Summary
    from exitban.analysis import summarise as summarise
    from exitban.analysis.comparing import compare as compare
    from exitban.analysis.comparison import Comparison as Comparison
    from exitban.analysis.decomposing import decompose as decompose
    from exitban.analysis.further import Further as Further
    from exitban.analysis.global_game import global_game as global_game
    from exitban.analysis.replay import replay as replay
    from exitban.analysis.second_luck import with_other_luck as with_other_luck
    from exitban.analysis.side_deal import side_deal as side_deal
    from exitban.analysis.structures import structures as structures
    from exitban.analysis.weigh import weigh as weigh
    from exitban.cascades import cascades as cascades
    from exitban.ensembles import Design as Design
    from exitban.ensembles import Runs as Runs
    from exitban.ensembles import open_runs as open_runs
    from exitban.ensembles import rare_loss as rare_loss
    from exitban.ensembles import sweep as sweep
    from exitban.explain import explain as explain
    from exitban.plan import pivotal_posts as pivotal_posts
    from exitban.report import report as report
    from exitban.results import Result as Result
    from exitban.results.storage import load as load
    from exitban.run import run as run
    from exitban.scenario import Scenario as Scenario
    from exitban.scenario import read as read

PUBLIC = {
    "Comparison": "exitban.analysis.comparison",
    "Design": "exitban.ensembles",
    "Further": "exitban.analysis.further",
    "Runs": "exitban.ensembles",
    "open_runs": "exitban.ensembles",
    "rare_loss": "exitban.ensembles",
    "sweep": "exitban.ensembles",
    "Result": "exitban.results",
    "Scenario": "exitban.scenario",
    "Summary": "exitban.analysis",
    "cascades": "exitban.cascades",
    "compare": "exitban.analysis.comparing",
    "decompose": "exitban.analysis.decomposing",
    "explain": "exitban.explain",
    "global_game": "exitban.analysis.global_game",
    "load": "exitban.results.storage",
    "pivotal_posts": "exitban.plan",
    "read": "exitban.scenario",
    "replay": "exitban.analysis.replay",
    "report": "exitban.report",
    "run": "exitban.run",
    "side_deal": "exitban.analysis.side_deal",
    "structures": "exitban.analysis.structures",
    "summarise": "exitban.analysis",
    "weigh": "exitban.analysis.weigh",
    "with_other_luck": "exitban.analysis.second_luck",
}
__all__ = [
    "Comparison",
    "Design",
    "Further",
    "Result",
    "Runs",
    "Scenario",
    "Summary",
    "cascades",
    "compare",
    "decompose",
    "explain",
    "global_game",
    "load",
    "open_runs",
    "pivotal_posts",
    "rare_loss",
    "read",
    "replay",
    "report",
    "run",
    "side_deal",
    "structures",
    "summarise",
    "sweep",
    "weigh",
    "with_other_luck",
]


class _Package(types.ModuleType):
    """Gives the public names on first use.

    ``run``, ``explain`` and ``report`` are functions here and modules below; importing such a module would set its
    name on the package, so that is ignored.
    """

    def __setattr__(self, name: str, value: Any) -> None:
        if name in PUBLIC and isinstance(value, types.ModuleType):
            return
        super().__setattr__(name, value)

    def __getattr__(self, name: str) -> Any:
        if name not in PUBLIC:
            raise AttributeError(f"module 'exitban' has no attribute '{name}'")
        found = getattr(importlib.import_module(PUBLIC[name]), name)
        super().__setattr__(name, found)
        return found

    def __dir__(self) -> list[str]:
        return sorted([*super().__dir__(), *PUBLIC])


sys.modules[__name__].__class__ = _Package
