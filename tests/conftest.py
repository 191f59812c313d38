"""What all tests share.

The compiled engine is kept in the user's cache folder like anybody's: all tests that use the shipped mechanisms share
one composition, so only the first run on a machine waits for the compiler. Nothing is printed on a terminal of a width
that somebody, or what runs the tests side by side, has said, unless a test says one itself.
"""

from __future__ import annotations

import os

from hypothesis import settings

os.environ.pop("COLUMNS", None)

settings.register_profile("repeatable", derandomize=True, deadline=None, database=None, max_examples=30)
settings.load_profile("repeatable")
