"""The past of one row, put together from what was recorded of it (ADR 0013).

Three things record changes of a row: saving in the admin (a revision that was published at
once), import runs, which keep what a row said before, and runs that were taken back. What
happened beside them is found too: the row then says something else than the last record.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Any

from django.db.models import Q

from tracks.choices import ImportStage
from tracks.models import ImportedRow, ImportRun, Revision
from tracks.shared.content_kinds import get_kind
from tracks.shared.content_rows import Kind, Record, fingerprint_record, normalise
from tracks.shared.imports import Effect
from tracks.shared.kept_records import PLACE, RowName, read_kept_row, revive_record
from tracks.shared.provenance import CONTENT
from tracks.shared.record_words import describe_fields, shorten_words

LAST = "now"


class Way(Enum):
    """How a change came in."""

    ADMIN = "in the admin"
    REVIEW = "by review"
    CONTENT = "content files"
    IMPORT = "import"
    ROLLBACK = "import taken back"
    UNRECORDED = "not recorded"


@dataclass(frozen=True)
class Version:
    """What a row said from one change to the next.

    `record` is None where the row was gone from then on, `before` where it was not there
    until then. `at` is None for a change that nobody recorded: it was found by the next.
    """

    token: str
    way: Way
    before: Record | None
    record: Record | None
    at: datetime | None = None
    who: str = ""
    why: str = ""
    run: int | None = None
    # The file of a run.
    file_name: str = ""
    # Whether it is known what the row said; not where a run that added it was taken back.
    is_known: bool = True

    @property
    def is_new(self) -> bool:
        """Whether the row was not there before."""
        return self.before is None and (self.record is not None or not self.is_known)

    @property
    def is_removal(self) -> bool:
        """Whether the row was gone from then on."""
        return self.record is None and self.is_known


@dataclass(frozen=True)
class _Event:
    """A change as it was recorded; what a side did not record is not known yet."""

    version: Version
    is_before_known: bool = True
    is_record_known: bool = True


@dataclass(frozen=True)
class RecordDifference:
    """One field of which two versions say different things, in words."""

    label: str
    before: str
    after: str


def list_versions(*, name: RowName) -> list[Version]:
    """Return the versions of a row, the newest first; a dozen queries."""
    kept = read_kept_row(name)
    present = kept.record if kept else None
    events = [*_list_revisions(name), *_list_imports(name)]
    events.sort(key=lambda one: (_at(one), one.version.token))
    return _fill(events, present)[::-1]


def list_record_differences(
    *, kind_name: str, before: Record | None, after: Record | None
) -> tuple[RecordDifference, ...]:
    """Return what differs between two records in words; queries only for what differs."""
    kind = get_kind(kind_name)
    one, other = before or {}, after or {}
    names = [name for name in {**one, **other} if _say(one.get(name)) != _say(other.get(name))]
    narrow = _narrow(kind, names)
    for child in narrow.children:
        one, other = _blank_same_children(child.name, one, other)
    described = [describe_fields(narrow, _revive(narrow, record)) for record in (one, other)]
    found = []
    for name in described[1] | described[0]:
        then, now = (words.get(name) for words in described)
        texts = [words.text if words else "—" for words in (then, now)]
        if then and now and name not in {*kind.columns, *kind.links, *kind.sets}:
            texts = list(shorten_words(*texts))
        label = (now or then).label  # type: ignore[union-attr]  # one of the two has the name
        if texts[0] != texts[1]:
            found.append(RecordDifference(label, texts[0], texts[1]))
    if PLACE in names and PLACE not in kind.columns and before and after:
        found.append(RecordDifference("Position", _write(one), _write(other)))
    return tuple(found)


def list_record_fields(*, kind_name: str, record: Record | None) -> list[tuple[str, str]]:
    """Return every field that a record says, as label and words."""
    kind = get_kind(kind_name)
    words = describe_fields(kind, _revive(kind, record or {}))
    return [(one.label, one.text) for one in words.values()]


def is_same_record(one: Record | None, other: Record | None) -> bool:
    """Whether two records say the same; a place in an order is not part of it."""
    return _digest(one) == _digest(other)


def _blank_same_children(name: str, one: Record, other: Record) -> tuple[Record, Record]:
    """Leave children empty that stand in the same place and say the same: nothing to look up."""
    pair = one.get(name) or [], other.get(name) or []
    same = {place for place, (a, b) in enumerate(zip(*pair, strict=False)) if a == b}
    blanked = [
        [{} if place in same else child for place, child in enumerate(children)]
        for children in pair
    ]
    return {**one, name: blanked[0]}, {**other, name: blanked[1]}


def _write(record: Record) -> str:
    return str(record.get(PLACE) or "—")


def _say(value: object) -> object:
    plain = normalise(value)
    return plain if plain or plain is False else None


def _digest(record: Record | None) -> str:
    if record is None:
        return ""
    return fingerprint_record({name: record[name] for name in record if name != PLACE})


def _revive(kind: Kind, record: Record) -> Record:
    return revive_record(kind, record) if record else {}


def _narrow(kind: Kind, names: Iterable[str]) -> Kind:
    """Return a kind of these fields only, so that describing asks for nothing else."""
    chosen = set(names)
    return replace(
        kind,
        columns=tuple(name for name in kind.columns if name in chosen),
        links=_pick(kind.links, chosen),
        sets=_pick(kind.sets, chosen),
        children=tuple(child for child in kind.children if child.name in chosen),
    )


def _pick(values: Mapping[str, Any], names: set[str]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name in names}


def _at(event: _Event) -> datetime:
    if event.version.at is None:
        message = "a recorded change has a time"
        raise ValueError(message)
    return event.version.at


def _list_revisions(name: RowName) -> list[_Event]:
    rows = Revision.objects.of_row(kind=name.kind, key=name.key).published()
    events = []
    for row in rows.select_related("author").prefetch_related("steps").order_by("pk"):
        comments = [step.comment for step in row.steps.all() if step.action == "PUBLISHED"]
        version = Version(
            token=f"change-{row.pk}",
            way=Way.ADMIN if row.is_direct else Way.REVIEW,
            before=row.base,
            record=row.proposed or None,
            at=row.decided_at,
            who=str(row.author or "somebody who left"),
            why=next(iter(comments), ""),
        )
        events.append(_Event(version))
    return events


def _list_imports(name: RowName) -> list[_Event]:
    rows = ImportedRow.objects.filter(
        Q(run__stage=ImportStage.APPLIED) | Q(run__stage=ImportStage.ROLLED_BACK),
        kind=name.kind,
        key=name.key,
        effect__in=(Effect.NEW.value, Effect.CHANGED.value),
    )
    events = []
    kind = get_kind(name.kind)
    for row in rows.select_related("run__requested_by", "run__rolled_back_by").order_by("run"):
        told = _tell_import(kind, row)
        events.append(told)
        if row.run.stage == ImportStage.ROLLED_BACK:
            events.append(_tell_rollback(row.run, told))
    return events


def _tell_import(kind: Kind, row: ImportedRow) -> _Event:
    run = row.run
    stored: Record | None = row.before
    before = record = None
    if stored is not None:
        changes = {one["name"]: one["after"] for one in row.changes}
        before = _normalise(kind, stored)
        record = _normalise(kind, {**stored, **changes})
    version = Version(
        token=f"import-{run.pk}",
        way=Way.CONTENT if run.origin == CONTENT else Way.IMPORT,
        before=before,
        record=record,
        at=run.applied_at,
        who=str(run.requested_by or "a command"),
        run=run.pk,
        file_name=run.file_name,
    )
    return _Event(version, is_record_known=stored is not None)


def _tell_rollback(run: ImportRun, told: _Event) -> _Event:
    version = replace(
        told.version,
        token=f"undone-{run.pk}",
        way=Way.ROLLBACK,
        before=told.version.record,
        record=told.version.before,
        at=run.rolled_back_at,
        who=str(run.rolled_back_by or "a command"),
    )
    return _Event(version, is_before_known=told.is_record_known)


def _normalise(kind: Kind, stored: Record) -> Record:
    """Bring a record that a run stored into the form of those that revisions keep."""
    names = {*stored}
    revived = revive_record(_narrow(kind, names), stored)
    return {name: normalise(value) for name, value in revived.items() if name in names}


def _fill(events: Sequence[_Event], present: Record | None) -> list[Version]:
    """Complete what was recorded, and put in what was found changed between two records."""
    versions: list[Version] = []
    known: Record | None = None
    for number, event in enumerate(events):
        version = event.version
        before = _complete(version.before, known) if event.is_before_known else known
        if not is_same_record(before, known):
            versions.append(_find(f"before-{version.token}", known, before))
        if event.is_record_known:
            record = _complete(version.record, before)
        else:
            record = _look_ahead(events[number + 1 :], present)
        is_known = event.is_record_known or record is not None
        versions.append(replace(version, before=before, record=record, is_known=is_known))
        known = record
    if not versions or not is_same_record(known, present):
        versions.append(_find(LAST, known, present))
    return versions


def _find(token: str, before: Record | None, record: Record | None) -> Version:
    return Version(token, Way.UNRECORDED, before, record)


def _complete(record: Record | None, known: Record | None) -> Record | None:
    # A run keeps what files say; what only curators write stayed as it was.
    return None if record is None else {**(known or {}), **record}


def _look_ahead(later: Sequence[_Event], present: Record | None) -> Record | None:
    """Return what a row said that a run added: what the next change found."""
    found = (one.version.before for one in later if one.is_before_known)
    return next(found, present)
