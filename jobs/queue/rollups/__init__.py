"""Sums of what was done, by quarters of an hour: made beside the work, made again where the past changes, checked."""
