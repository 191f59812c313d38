"""Mathematics that every backend shares: addressed draws and elementary functions in plain arithmetic."""
