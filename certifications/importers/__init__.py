"""Certification files on their way in."""
