"""Measurements and fault campaigns. They drive real processes on the loopback address only."""
