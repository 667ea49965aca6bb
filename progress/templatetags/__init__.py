"""Formatting of the learner's pages."""
