"""``python -m exitban.cli``, for an interpreter whose scripts are not on the path."""

from exitban.cli import main

main()
