"""What all tests share.

The compiled engine is kept in the user's cache folder like anybody's: all tests that use the shipped mechanisms share
one composition, so only the first run on a machine waits for the compiler.
"""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("repeatable", derandomize=True, deadline=None, database=None, max_examples=30)
settings.load_profile("repeatable")
