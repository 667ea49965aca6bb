"""Endpoints of this app."""
