"""Large ensembles on disk: filled in any order by any number of machines, read as tables and labelled arrays."""
