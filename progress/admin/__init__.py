"""Screens to look at learners' enrolments and background work; nothing here can be edited."""

from progress.admin import board, career_plans, enrolments, impacts, projections, sweeps

__all__ = ["board", "career_plans", "enrolments", "impacts", "projections", "sweeps"]
