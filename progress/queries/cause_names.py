"""Look up what to call the things that changed between inputs; a query for each kind, or none."""

from collections.abc import Iterable

from certifications.models import Certification
from progress.queries.causes import Inputs, get_backing, name_of
from tracks.models import Milestone, Track, TrackRelease


def read_names(pairs: Iterable[tuple[Inputs, Inputs]]) -> dict[str, str]:
    """Return names for the differences of any number of pairs of inputs, for `list_causes`.

    At most four queries: tracks and certifications where there are any, milestones and
    releases only where estimates or releases differ.
    """
    tracks: set[str] = set()
    certifications: set[str] = set()
    milestones: set[int] = set()
    releases: set[int] = set()
    for before, after in pairs:
        tracks.add(after["track_key"])
        certifications |= _list_certifications(before) | _list_certifications(after)
        milestones |= _list_milestones(before, after)
        old, new = (get_backing(inputs).get("release") for inputs in (before, after))
        releases |= {old, new} if old and new and old != new else set()
    names = dict(Track.objects.filter(key__in=tracks).values_list("key", "name"))
    if certifications:
        rows = Certification.objects.filter(key__in=certifications)
        names |= dict(rows.values_list("key", "short_name"))
    if milestones:
        titles = Milestone.objects.filter(pk__in=milestones).values_list("pk", "title")
        names |= {name_of("milestone", pk): title for pk, title in titles}
    if releases:
        numbers = TrackRelease.objects.filter(pk__in=releases).values_list("pk", "number")
        names |= {name_of("release", pk): str(number) for pk, number in numbers}
    return names


def _list_certifications(inputs: Inputs) -> set[str]:
    monthly = get_backing(inputs).get("monthly_fees", ())
    return {exam["key"] for exam in inputs["exams"]} | {key for key, _ in monthly}


def _list_milestones(before: Inputs, after: Inputs) -> set[int]:
    old, new = (get_backing(inputs).get("hours") or [] for inputs in (before, after))
    if old == new:
        return set()
    was = {milestone: hours for milestone, _, hours in old}
    return {milestone for milestone, _, hours in new if was.get(milestone, hours) != hours}
