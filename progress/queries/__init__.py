"""Reads of a learner's progress."""
