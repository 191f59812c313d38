"""From numbers to pictures: each function takes a `Summary` and gives one matplotlib figure.

`inline_svg` turns a figure into text for a page; `figure.savefig("name.png", dpi=200)` makes any other file.
"""

from exitban.plots.break_even import break_even
from exitban.plots.control_over_time import control_over_time
from exitban.plots.exits_by_reason import exits_by_reason
from exitban.plots.headline_over_time import headline_over_time
from exitban.plots.observed import observed
from exitban.plots.outcomes import outcomes
from exitban.plots.paired_difference import paired_difference
from exitban.plots.public_face import public_face_private_wish
from exitban.plots.stored_exits import stored_exits
from exitban.plots.survival import survival
from exitban.plots.svg import inline_svg, raw_svg
from exitban.plots.threshold_curve import threshold_curve

__all__ = [
    "break_even",
    "control_over_time",
    "exits_by_reason",
    "headline_over_time",
    "inline_svg",
    "observed",
    "outcomes",
    "paired_difference",
    "public_face_private_wish",
    "raw_svg",
    "stored_exits",
    "survival",
    "threshold_curve",
]
