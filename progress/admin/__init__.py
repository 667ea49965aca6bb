"""Screens to look at learners' enrolments and background work; nothing here can be edited."""

from progress.admin import (
    aftermaths,
    board,
    career_plans,
    enrolments,
    impacts,
    projections,
    sweeps,
)

__all__ = [
    "aftermaths",
    "board",
    "career_plans",
    "enrolments",
    "impacts",
    "projections",
    "sweeps",
]
