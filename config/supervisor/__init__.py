"""`python -m config.supervisor`: web and workers on one machine, started, watched and stopped together."""
