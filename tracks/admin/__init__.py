"""Curation screens of the catalogue; importing this package registers them."""

from tracks.admin import (
    board,
    draft_milestones,
    insights,
    link_checks,
    milestones,
    money,
    occupations,
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
    "draft_milestones",
    "insights",
    "link_checks",
    "milestones",
    "money",
    "occupations",
    "questionnaire",
    "revision_desk",
    "revisions",
    "roles",
    "salaries",
    "skills",
    "sources",
    "tracks",
]
