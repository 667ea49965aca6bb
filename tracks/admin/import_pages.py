"""What the page of one import shows, and which buttons the person has."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Count
from django.http import QueryDict
from django.urls import NoReverseMatch, reverse
from django.utils.text import Truncator

from accounts.models import User
from tracks.choices import ImportStage
from tracks.models import ImportedRow, ImportRun
from tracks.operations.uploads import UPLOADS_KEPT
from tracks.shared.content_kinds import get_kind
from tracks.shared.content_rows import Kind
from tracks.shared.import_formats import ImportFormat, get_import_format
from tracks.shared.imports import Effect
from tracks.shared.job_rows import JobState
from tracks.shared.record_words import label_field, write_field

ROWS_A_PAGE = 25
MAX_VALUE = 240
NOTHING = "—"
LEFT_OUT, FLAGGED = "left-out", "flagged"
# Tabs in the order in which a curator reads; the short name stands in the address.
TABS: tuple[tuple[str, Effect, str], ...] = (
    ("conflicting", Effect.CONFLICT, "Conflicting"),
    ("changed", Effect.CHANGED, "Changed"),
    ("new", Effect.NEW, "New"),
    ("kept", Effect.KEPT, "Kept as edited here"),
    ("gone", Effect.GONE, "Gone from the file"),
)
EXPLAINED = {
    "conflicting": "Both the file and somebody here changed these, or another data set wrote them. They are left as they are.",
    "changed": "The file says something else now.",
    "new": "These are added.",
    "kept": "Somebody here edited these; the file is as it was. They are left as they are.",
    "gone": "The data set does not have these any more. They are reported and never deleted.",
    LEFT_OUT: "These rows of the file cannot be loaded. Everything else can.",
    FLAGGED: "These rows are loaded although they look wrong.",
}
# Which of them is opened first.
FIRST = ("changed", "conflicting", "new", LEFT_OUT, "gone", "kept", FLAGGED)


@dataclass(frozen=True)
class Tab:
    """One sort of rows, how many there are and how often it is open."""

    name: str
    label: str
    count: int
    is_open: bool


@dataclass(frozen=True)
class FieldDifference:
    """One field before and after, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class ShownRow:
    """A row of the plan with its differences and where it can be looked at."""

    kind: str
    key: str
    line: int
    url: str
    differences: tuple[FieldDifference, ...]


def may_apply(user: User) -> bool:
    """Tell whether the person may have uploads written and imports taken back."""
    return user.has_perm("tracks.apply_importrun")


def find_format(run: ImportRun) -> ImportFormat | None:
    """Return the run's format while somebody still reads it."""
    try:
        return get_import_format(run.format)
    except KeyError:
        return None


def make_page(*, run: ImportRun, user: User, query: QueryDict) -> dict[str, Any]:
    """Gather what the template shows."""
    tabs = _make_tabs(run, query.get("show", ""))
    shown = next((tab.name for tab in tabs if tab.is_open), "")
    page = _make_rows(run, shown, query.get("page", "1"))
    return {
        "run": run,
        "format": find_format(run),
        "tabs": tabs,
        "shown": shown,
        "explained": _explain(run, shown),
        "shows_problems": shown in (LEFT_OUT, FLAGGED),
        "page_obj": page,
        "rows": list(_describe_rows(run, page)) if shown not in (LEFT_OUT, FLAGGED) else page,
        "unchanged": run.effects.get(Effect.UNCHANGED.value, 0),
        "writes": sum(run.effects.get(one.value, 0) for one in (Effect.NEW, Effect.CHANGED)),
        "file_goes_after": UPLOADS_KEPT.days,
        **list_buttons(run, user),
    }


def list_buttons(run: ImportRun, user: User) -> dict[str, bool]:
    """Say what the person may do with the run as it stands."""
    is_planned = run.stage == ImportStage.PLANNED and run.job_state == JobState.READY
    waits = is_planned and bool(run.upload)
    is_own = run.requested_by_id == user.pk
    is_second = not is_own or settings.SINGLE_CURATOR
    applies = may_apply(user)
    writes = waits and run.rows.exclude(fingerprint_after="").exists()
    return {
        "is_own": is_own,
        "is_planned": is_planned,
        "has_lost_file": is_planned and not run.upload,
        "changes_nothing": waits and not writes,
        "can_apply": writes and applies and is_second,
        "needs_second": writes and not (applies and is_second),
        "is_alone": is_own and settings.SINGLE_CURATOR,
        "can_discard": waits and (is_own or applies),
        "can_roll_back": run.stage == ImportStage.APPLIED and not run.is_unfinished and applies,
    }


def _make_tabs(run: ImportRun, wanted: str) -> list[Tab]:
    counted = run.rows.values_list("effect").annotate(Count("pk")).order_by("effect")
    effects: dict[str, int] = dict(counted)
    counts = {name: effects.get(effect.value, 0) for name, effect, _ in TABS}
    counts |= {LEFT_OUT: run.rejected_count, FLAGGED: run.flagged_count}
    labels = {name: label for name, _, label in TABS}
    is_refused = run.job_state == JobState.FAILED
    labels |= {
        LEFT_OUT: "What is wrong" if is_refused else "Left out",
        FLAGGED: "Kept, but look wrong",
    }
    if not counts.get(wanted):
        wanted = next((name for name in FIRST if counts[name]), "")
    return [
        Tab(name, labels[name], count, name == wanted) for name, count in counts.items() if count
    ]


def _explain(run: ImportRun, shown: str) -> str:
    if shown == LEFT_OUT and run.job_state == JobState.FAILED:
        return "The file cannot be read as what it is said to be, so nothing of it was loaded."
    return EXPLAINED.get(shown, "")


def _make_rows(run: ImportRun, shown: str, number: str) -> Page[Any]:
    rows: Any = run.rows.none()
    if shown in (LEFT_OUT, FLAGGED):
        rows = run.rejected_rows.filter(is_flagged=shown == FLAGGED).order_by("line", "pk")
    elif shown:
        effect = next(effect for name, effect, _ in TABS if name == shown)
        rows = run.rows.filter(effect=effect.value).order_by("pk")
    return Paginator(rows, ROWS_A_PAGE).get_page(number)


def _describe_rows(run: ImportRun, rows: Page[Any]) -> Iterator[ShownRow]:
    links = _link_rows(list(rows))
    for row in rows:
        kind = _find_kind(row.kind)
        differences = tuple(_describe(kind, one) for one in row.changes)
        url = links.get((row.kind, row.key), "")
        yield ShownRow(_spell(row.kind), row.key, row.line, url, differences)


def _link_rows(rows: list[ImportedRow]) -> dict[tuple[str, str], str]:
    """Find the pages of rows that are there, one query for each kind."""
    links: dict[tuple[str, str], str] = {}
    for name in {row.kind for row in rows}:
        kind = _find_kind(name)
        if kind is None:
            continue
        meta = kind.model._meta
        page = f"admin:{meta.app_label}_{meta.model_name}_change"
        keys = [row.key for row in rows if row.kind == name]
        found = kind.model._default_manager.filter(key__in=keys).values_list("key", "pk")
        # Without a screen there is nothing to link to.
        with suppress(NoReverseMatch):
            links |= {(name, key): reverse(page, args=(pk,)) for key, pk in found}
    return links


def _find_kind(name: str) -> Kind | None:
    """Return the kind of a row of the plan, or None if no app knows it any more."""
    try:
        return get_kind(name)
    except KeyError:
        return None


def _describe(kind: Kind | None, change: dict[str, Any]) -> FieldDifference:
    name, before, after = change["name"], change["before"], change["after"]
    if _is_entries(before) and _is_entries(after):
        # Of long lists only what differs says anything.
        same = [one for one in before if one in after]
        before = [one for one in before if one not in same]
        after = [one for one in after if one not in same]
    if kind is None:
        return FieldDifference(_spell(name), _write(before), _write(after))
    then, now = (
        Truncator(write_field(kind, name, value)).chars(MAX_VALUE) for value in (before, after)
    )
    return FieldDifference(label_field(kind, name), then, now)


def _is_entries(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, dict) for one in value)


def _write(value: object) -> str:
    """Write a value of which nobody knows the kind any more."""
    if value is None or value in ("", [], {}):
        return NOTHING
    text = json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
    return Truncator(text.strip('"')).chars(MAX_VALUE)


def _spell(name: str) -> str:
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]
