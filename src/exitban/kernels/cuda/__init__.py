"""The composed tick on a graphics card: the same rules, one thread for a few members in one replicate."""
