"""The proof of the model: every number from outside that it must reproduce, run at full size and drawn on one page.

``targets/`` holds a file per paper, ``theory/`` what the papers derive, ``python -m verification`` (or `make verify`)
runs all of it. The tests in ``tests/papers`` take the same targets at a small size: each number stands in one place.
"""
