"""Draw the picture of the README from a real run: 1,000 replicates of the bundled scenario, seed 1."""

from __future__ import annotations

from pathlib import Path

import exitban
from exitban.plots import control_over_time

if __name__ == "__main__":
    summary = exitban.summarise(exitban.run("resignation-ban-2023", replicates=1000, seed=1))
    control_over_time(summary).savefig(Path(__file__).with_name("control-over-time.png"), dpi=110)
