"""Writes of the certification catalogue."""
