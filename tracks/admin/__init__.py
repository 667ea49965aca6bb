"""Curation screens of the catalogue; importing this package registers them."""

from tracks.admin import (
    board,
    insights,
    milestones,
    questionnaire,
    revision_desk,
    revisions,
    roles,
    salaries,
    skills,
    sources,
    tracks,
)

__all__ = [
    "board",
    "insights",
    "milestones",
    "questionnaire",
    "revision_desk",
    "revisions",
    "roles",
    "salaries",
    "skills",
    "sources",
    "tracks",
]
