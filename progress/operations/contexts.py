"""Keep the rows of what learners share in step with the curated figures."""

import logging
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from progress.models import ContextVersion, ProjectionContext, ProjectionSummary
from progress.queries.roi_contexts import (
    ContextKey,
    fingerprint_shared,
    read_catalogue,
    share_inputs,
)
from progress.queries.stored_inputs import list_values_of_context
from progress.roi.context_fingerprints import ENGINE_ID
from progress.roi.draws import MODEL_VERSION

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class RefreshedContexts:
    """How many contexts there are, and which of them got other figures."""

    count: int
    changed: tuple[int, ...]


def find_or_make_versions(
    values: Mapping[str, dict[str, object]],
) -> dict[str, ContextVersion]:
    """Return the rows of some figures by their fingerprint, made where they are new."""
    found = _list_versions(values)
    absent = [name for name in values if name not in found]
    if absent:
        ContextVersion.objects.bulk_create(
            (
                ContextVersion(
                    fingerprint=name,
                    engine=ENGINE_ID,
                    model_version=MODEL_VERSION,
                    values=values[name],
                )
                for name in absent
            ),
            # Two workers may find the same new figures at once.
            ignore_conflicts=True,
        )
        found |= _list_versions(absent)
    return found


def find_or_make_contexts(
    keys: Mapping[ContextKey, ContextVersion],
) -> dict[ContextKey, ProjectionContext]:
    """Return the rows of some contexts; those that are new are made with their figures.

    Known ones are left as they are. `refresh_contexts` alone moves them: whoever read the
    figures before a change and stores after it would move them back unnoticed.
    """
    digests = {key.digest: key for key in keys}
    found = _list_contexts(digests)
    absent = [digest for digest in digests if digest not in found]
    if absent:
        ProjectionContext.objects.bulk_create(
            (_make_row(digests[digest], keys[digests[digest]]) for digest in absent),
            ignore_conflicts=True,
        )
        found |= _list_contexts(absent)
    return {digests[digest]: row for digest, row in found.items()}


def refresh_contexts(*, today: date) -> RefreshedContexts:
    """Resolve every context anew and move those whose figures are different.

    Reads the curated figures once for all; writes one row for each context that changed.
    """
    rows = list(ProjectionContext.objects.select_related("release__track", "version"))
    keys = {row.pk: key_of(row) for row in rows}
    catalogue = read_catalogue(set(keys.values()))
    values: dict[str, dict[str, object]] = {}
    fingerprints: dict[int, str | None] = {}
    for row in rows:
        try:
            shared = share_inputs(keys[row.pk], catalogue, today=today)
        except (ValueError, KeyError):
            fingerprints[row.pk] = None
            continue
        name = fingerprint_shared(shared)
        fingerprints[row.pk] = name
        if row.version is None or row.version.fingerprint != name:
            values.setdefault(name, list_values_of_context(shared))
    versions = find_or_make_versions(values)
    changed = [row for row in rows if _get_name(row) != fingerprints[row.pk]]
    for row in changed:
        current = fingerprints[row.pk]
        row.version = versions[current] if current else None
    ProjectionContext.objects.bulk_update(changed, ["version"], batch_size=500)
    return RefreshedContexts(len(rows), tuple(row.pk for row in changed))


def drop_unused_contexts() -> int:
    """Remove contexts and figures that no learner's row rests on any more; how many rows.

    Nothing goes when a learner began to rest on one of them meanwhile; the next time does it.
    """
    used = ProjectionSummary.objects.values("context")
    try:
        with transaction.atomic():
            contexts, _ = ProjectionContext.objects.exclude(pk__in=used).delete()
            versions, _ = ContextVersion.objects.filter(contexts=None, summaries=None).delete()
    except IntegrityError:
        logger.info("unused figures were left: some came into use", exc_info=True)
        return 0
    return contexts + versions


def key_of(row: ProjectionContext) -> ContextKey:
    """Return the key that a row was made from; `release__track` must have been read with it."""
    track = row.release.track
    return ContextKey(
        release_id=row.release_id,
        track_id=track.pk,
        track_key=track.key,
        country=row.country,
        start_rung=row.start_rung,
        target_rung=row.target_rung,
        certifications=tuple(row.certifications),
        overrides=tuple(sorted(row.overrides.items())),
    )


def _make_row(key: ContextKey, version: ContextVersion) -> ProjectionContext:
    return ProjectionContext(
        key=key.digest,
        release_id=key.release_id,
        country=key.country,
        start_rung=key.start_rung,
        target_rung=key.target_rung,
        certifications=list(key.certifications),
        overrides=dict(key.overrides),
        version=version,
    )


def _get_name(row: ProjectionContext) -> str | None:
    return row.version.fingerprint if row.version else None


def _list_versions(names: Iterable[str]) -> dict[str, ContextVersion]:
    rows = ContextVersion.objects.filter(fingerprint__in=list(names))
    return {row.fingerprint: row for row in rows}


def _list_contexts(digests: Collection[str]) -> dict[str, ProjectionContext]:
    rows = ProjectionContext.objects.filter(key__in=list(digests)).select_related("version")
    return {row.key: row for row in rows}
