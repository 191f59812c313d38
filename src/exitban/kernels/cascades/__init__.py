"""Cascades to the end at the cost of those who act: each pushes once on those who watch, and nobody else is asked."""
