"""One tick, composed from the rules of the shelf, and the launchers that run it."""
