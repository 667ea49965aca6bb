"""Writes of a learner's progress."""
