"""What the papers say, as formulas: nothing here is simulated, and nothing of the simulator is used."""
