"""Work C, a file per peer: each has ``PACKAGE`` and ``prepare(graph, kind)``, which lays out the graph.

It gives a function of (replicates, seed) that runs so many cascades to the end and tells how many act in each.
"""

from typing import Final

WATTS: Final = "watts"
"""A member acts for good once a tenth of the neighbours, rounded up, does."""
CHANCE: Final = "chance"
"""Who begins has one chance of PROBABILITY with each neighbour."""
SHARE: Final = 0.1
PROBABILITY: Final = 0.15
FIRST: Final = tuple(range(10))
"""These members act from the beginning."""
