"""Work A, a file per peer: each has a ``shares_gone(graph, replicates, seed)`` that builds the model and runs it."""
