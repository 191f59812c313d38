"""``python -m exitban``, for an interpreter whose scripts are not on the path."""

from exitban.cli import main

main()
