"""Reads of the certification catalogue."""
