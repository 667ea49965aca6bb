"""Search over the catalogue below certifications."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Case, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When

from tracks.models import Milestone, Role, Skill, Tool
from tracks.queries.tracks import list_placements, list_tracks
from tracks.shared.provenance import ContentRow

LIMIT = 12
RowT = TypeVar("RowT", bound=ContentRow)


@dataclass(frozen=True)
class Hit:
    """One thing found: what it is, the key of its page, and a line about it.

    A skill has no page of its own but a place on that of `track_key`; a tool has the
    address of its makers in `url`.
    """

    kind: str
    key: str
    title: str
    text: str
    track_key: str = ""
    url: str = ""


@dataclass(frozen=True)
class HitGroup:
    """Things of one kind, best first; `is_cut` says that more were found than are listed."""

    kind: str
    label: str
    hits: tuple[Hit, ...]
    is_cut: bool


def match_words(text: str, fields: Iterable[str]) -> Q:
    """Return the condition that every word occurs in one of the fields, in any letter case."""
    names = tuple(fields)
    condition = Q()
    for word in text.split():
        anywhere = Q()
        for name in names:
            anywhere |= Q(**{f"{name}__icontains": word})
        condition &= anywhere
    return condition


def rank_by_title(rows: QuerySet[RowT], *, title: str, text: str) -> QuerySet[RowT]:
    """Order rows: same title first, then titles that start with the text, that hold it, the rest."""
    rank = Case(
        When(**{f"{title}__iexact": text}, then=Value(0)),
        When(**{f"{title}__istartswith": text}, then=Value(1)),
        When(**{f"{title}__icontains": text}, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    return rows.order_by(rank, title, "pk")


def make_group(*, kind: str, label: str, hits: list[Hit]) -> HitGroup:
    """Cut a list of hits to the number that is shown."""
    return HitGroup(kind, label, tuple(hits[:LIMIT]), len(hits) > LIMIT)


def search_catalogue(*, text: str) -> list[HitGroup]:
    """Return what matches every word of a text, grouped by kind; five queries.

    Only published tracks and milestones that one of them places are found. Groups come
    in a fixed order and empty ones are left out; no text finds nothing.
    """
    text = " ".join(text.split())
    if not text:
        return []
    tracks = list_tracks().filter(match_words(text, ("name", "tagline", "summary")))
    placed = list_placements().values("milestone")
    milestones = Milestone.objects.filter(pk__in=placed).filter(
        match_words(text, ("title", "outcome", "description", "tools__name", "skills__name"))
    )
    first_track = list_tracks().filter(skills=OuterRef("pk")).values("key")[:1]
    skills = Skill.objects.annotate(track_key=Subquery(first_track)).filter(
        match_words(text, ("name", "summary", "tools__name")), track_key__isnull=False
    )
    tools = Tool.objects.filter(match_words(text, ("name", "summary")))
    roles = Role.objects.filter(match_words(text, ("title", "summary")))
    groups = [
        _group(tracks, "track", "Tracks", "name", "tagline", text),
        _group(milestones.distinct(), "milestone", "Milestones", "title", "outcome", text),
        _group(roles, "role", "Roles", "title", "summary", text),
        _group(skills.distinct(), "skill", "Skills", "name", "summary", text),
        _group(tools, "tool", "Tools", "name", "summary", text),
    ]
    return [group for group in groups if group.hits]


def _group(
    rows: QuerySet[RowT], kind: str, label: str, title: str, line: str, text: str
) -> HitGroup:
    ranked = rank_by_title(rows, title=title, text=text)[: LIMIT + 1]
    hits = [
        Hit(
            kind=kind,
            key=row.key,
            title=getattr(row, title),
            text=getattr(row, line),
            track_key=getattr(row, "track_key", ""),
            url=getattr(row, "url", ""),
        )
        for row in ranked
    ]
    return make_group(kind=kind, label=label, hits=hits)
