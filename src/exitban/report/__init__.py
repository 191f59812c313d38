"""Figures and words in one self-contained HTML page."""

from exitban.report.page import page, report

__all__ = ["page", "report"]
