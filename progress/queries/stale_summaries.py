"""Which current figures rest on other curated figures than today's, and what differs in words."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.lookups import GreaterThan

from progress.choices import EnrolmentState
from progress.models import ContextVersion, ProjectionSummary
from progress.queries.cause_names import read_names
from progress.queries.projection_causes import list_changed_figures
from tracks.choices import Rung
from tracks.models import RolePlacement


@dataclass(frozen=True)
class StaleReasons:
    """What differs, in words, each once; `subjects` name the curated things, by `name_subject`."""

    words: tuple[str, ...]
    subjects: tuple[str, ...]


def list_active_summaries(*, since: datetime) -> QuerySet[ProjectionSummary]:
    """Return the current figures of followed tracks whose learners were here since then."""
    return ProjectionSummary.objects.filter(
        enrolment__state=EnrolmentState.ACTIVE, enrolment__user__last_login__gte=since
    ).order_by("pk")


def list_stale_summaries(*, since: datetime) -> QuerySet[ProjectionSummary]:
    """Return those whose context has moved on, or whose target role stands elsewhere now.

    A context without figures, because a band is missing, makes nobody stale. What learners
    did themselves is not looked at.
    """
    moved = Q(context__version__isnull=False) & ~Q(version=F("context__version"))
    return list_active_summaries(since=since).filter(
        moved | ~Q(context__target_rung=_find_target())
    )


def explain_stale_summaries(*, since: datetime) -> StaleReasons:
    """Say what differs between what stale figures rest on and today's; some six queries.

    It is read off the rows, not off an edit: what a sweep did not get round to is said again
    by the next one.
    """
    rows = list_stale_summaries(since=since).order_by(
        "context__release__track", "context__country", "version", "context__version"
    )
    columns = "version", "context__version", "context__release__track", "context__country"
    groups = list(rows.values_list(*columns).distinct())
    wanted = {pk for old, new, *_ in groups for pk in (old, new) if pk}
    values = {pk: row.values for pk, row in ContextVersion.objects.in_bulk(wanted).items()}
    pairs = [
        (values[old], values[new], track, country)
        for old, new, track, country in groups
        if old != new and new
    ]
    names = read_names((before, after) for before, after, *_ in pairs)
    words: dict[str, None] = {}
    subjects: dict[str, None] = {}
    for before, after, track, country in pairs:
        for cause in list_changed_figures(before=before, after=after, names=names):
            place = f" ({country})" if cause.key.startswith("band_") else ""
            words[f"{cause.words}{place}"] = None
            subjects |= dict.fromkeys(
                name_subject(one, track=track, country=country) for one in cause.subjects
            )
    for old, new, track, _ in groups:
        if old == new or not new:
            words["roles that learners aim for stand on other rungs"] = None
            subjects[f"ladder {track}"] = None
    return StaleReasons(tuple(words), tuple(subjects))


def name_subject(subject: str, *, track: int, country: str) -> str:
    """Name a curated thing for all contexts: a band also by the id of its track and its country."""
    return f"{subject} {track} {country}" if subject.startswith("band ") else subject


def _find_target() -> Case:
    """Return what `roi_inputs.choose_target_rung` decides, as an expression over summaries."""
    top = Value(int(Rung.ARCHITECT))
    places = RolePlacement.objects.filter(
        role=OuterRef("enrolment__user__learner__target_role"),
        ladder_rung__track=OuterRef("enrolment__track"),
    )
    lowest = Subquery(places.order_by("ladder_rung__rung").values("ladder_rung__rung")[:1])
    is_ahead = GreaterThan(lowest, F("context__start_rung"))
    return Case(
        # Nearly nobody names a role; without one there is nothing to look up.
        When(enrolment__user__learner__target_role__isnull=True, then=top),
        When(is_ahead, then=lowest),
        default=top,
        output_field=IntegerField(),
    )
