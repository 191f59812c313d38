"""From results to numbers: shares with intervals, survival, matched contrasts, and an answer in words.

Nothing here draws; `exitban.plots` does. Nothing but `structures` runs anything; any stored result will do.
"""

from exitban.analysis.findings import PolicySummary
from exitban.analysis.summary import Summary, summarise

__all__ = ["PolicySummary", "Summary", "summarise"]
