"""The shelf: one file per mechanism, no registry. A file that defines ``MECHANISM`` is on it."""
