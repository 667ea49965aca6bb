"""Endpoints of the certification catalogue."""
