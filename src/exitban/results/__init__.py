"""Labelled arrays with provenance; save and load."""

from exitban.results.result import Result as Result
