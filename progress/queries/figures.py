"""Tell whether anything curated that current figures rest on has changed.

The answer is derived from the figures themselves, read by the code that projections read
them with. So there is no edit, import or roll-back that has to remember to say so.
`docs/adr/0018-what-starts-a-sweep.md`.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from django.db.models import Model

from progress.models import Learner, ProjectionContext
from progress.queries.roi_contexts import (
    COST_RELATIONS,
    ContextKey,
    get_assumptions,
    read_catalogue,
)
from progress.queries.roi_input_batches import read_role_places
from progress.roi.context_fingerprints import ENGINE_ID
from progress.roi.draws import MODEL_VERSION, get_draw_set_id


def get_figures_stamp(*, today: date) -> str:
    """Return a text that differs whenever a figure did that any learner's figures rest on.

    Bands, hours of milestones, fees and rules of certifications, what they cover, yearly
    rates, places of roles on ladders, the assumptions and the engine. It may also differ
    where nothing that counts did, such as another note on a claim. About ten queries, the
    same for any number of learners.

    Args:
        today: the year in which bands of earlier years are read.
    """
    keys = _list_widest_keys()
    catalogue = read_catalogue(keys)
    tracks = sorted({key.track_key for key in keys})
    roles = Learner.objects.filter(target_role__isnull=False).values_list("target_role", flat=True)
    parts = (
        *(MODEL_VERSION, ENGINE_ID, today.year),
        *((get_draw_set_id(track), get_assumptions(track, ())) for track in tracks),
        catalogue,
        [
            [sorted(getattr(cost.certification, name.partition("__")[0]).all(), key=_get_pk)
             for name in COST_RELATIONS]
            for _, cost in sorted(catalogue.costs.items())
        ],
        read_role_places(set(roles.distinct().order_by())),
    )  # fmt: skip
    digest = hashlib.blake2b(digest_size=16)
    for word in _write(parts):
        digest.update(word.encode())
        digest.update(b"\n")
    return digest.hexdigest()


def _list_widest_keys() -> set[ContextKey]:
    """Return keys that together need all that the contexts of learners need."""
    rows = ProjectionContext.objects.order_by().values_list(
        "release", "release__track", "release__track__key", "country", "certifications"
    )
    return {
        ContextKey(release, track, key, country, 0, 0, tuple(certifications), ())
        for release, track, key, country, certifications in rows.distinct()
    }


def _get_pk(row: Model) -> int:
    return int(row.pk)


def _write(value: Any) -> Iterator[str]:
    """Write a value with everything in it; a row with all its columns."""
    parts = _take_apart(value)
    if parts is None:
        yield repr(value)
        return
    yield f"{type(value).__name__} of {len(parts)}"
    for part in parts:
        yield from _write(part)


def _take_apart(value: Any) -> list[Any] | None:
    """Return what a value is made of, in an order that is always the same; None if of nothing."""
    if isinstance(value, Model):
        return [getattr(value, column.attname) for column in value._meta.concrete_fields]
    if is_dataclass(value):
        return [getattr(value, item.name) for item in fields(value)]
    if isinstance(value, Mapping):
        return [(key, value[key]) for key in sorted(value)]
    if isinstance(value, frozenset):
        return sorted(value)
    return list(value) if isinstance(value, list | tuple) else None
