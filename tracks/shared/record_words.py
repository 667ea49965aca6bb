"""Write the fields of a record in words: labels, choices, money, names of what is linked."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format

from tracks.shared.content_rows import Child, Kind, Link, Record, normalise

NOTHING = "—"
# Between the parts of what a child says.
SEPARATOR = "; "
PAPERS = frozenset({"source", "as_of", "state", "note"})


@dataclass(frozen=True)
class FieldWords:
    """A field's name for people and what it says."""

    label: str
    text: str


def describe_fields(kind: Kind, record: Record) -> dict[str, FieldWords]:
    """Write every field of a record, one query for each link that it has.

    Children are fields of their own ("exams: EX200"), so that a difference names the one
    child that changed. Returns field name to words; an empty record has none.
    """
    if not record:
        return {}
    described = dict(_describe_plain(kind.model, kind.columns, kind.links, record))
    for name, model in kind.sets.items():
        keys = record.get(name) or []
        titles = [_find_title(Link(model), key) for key in keys]
        described[name] = FieldWords(_label(kind.model, name), ", ".join(titles) or NOTHING)
    for child in kind.children:
        for title, text in _describe_children(child, record.get(child.name) or []):
            label = f"{_spell(child.name)}: {title}"
            described[f"{child.name}:{title}"] = FieldWords(label, text)
    return described


def _describe_plain(
    model: type[models.Model], columns: tuple[str, ...], links: Mapping[str, Link], record: Record
) -> Iterator[tuple[str, FieldWords]]:
    # What the row is about, what it says, and its papers last: the order of the forms.
    said = [*links, *columns]
    papers = [name for name in said if name in PAPERS]
    for name in [*(name for name in said if name not in PAPERS), *papers]:
        value = record.get(name)
        if name in links:
            text = _find_title(links[name], value)
        else:
            text = describe_value(model._meta.get_field(name), value)
        yield name, FieldWords(_label(model, name), text)


def _describe_children(child: Child, records: list[Record]) -> Iterator[tuple[str, str]]:
    """Write each child's title and words; an empty record only keeps its place."""
    for number, record in enumerate(records, start=1):
        if not record:
            continue
        words = dict(_describe_plain(child.model, child.columns, child.links, record))
        named = [words.pop(name).text for name in child.identity if name in words]
        parts = [f"{one.label} {one.text}" for one in words.values() if one.text != NOTHING]
        if child.is_ordered:
            parts.insert(0, f"number {number}")
        for below in child.children:
            lines = _describe_below(below, record.get(below.name) or [])
            parts += [f"{_spell(below.name)}: {line}" for line in lines]
        yield " ".join(named) or str(number), SEPARATOR.join(parts) or "yes"


def shorten_words(before: str, after: str) -> tuple[str, str]:
    """Keep only the parts of two descriptions of a child that differ, unless it is their order."""
    then, now = (text.split(SEPARATOR) for text in (before, after))
    gone = [part for part in then if part not in now]
    new = [part for part in now if part not in then]
    if not gone and not new:
        return before, after
    return SEPARATOR.join(gone) or NOTHING, SEPARATOR.join(new) or NOTHING


def _describe_below(child: Child, records: list[Record]) -> Iterator[str]:
    """Write each child of a child in one line; the list itself shows their order."""
    for title, text in _describe_children(child, records):
        said = [part for part in text.split(SEPARATOR) if _says_more(part)]
        yield f"{title} ({', '.join(said)})" if said else title


def _says_more(part: str) -> bool:
    return part != "yes" and not part.startswith("number ") and not part.endswith(" no")


def label_field(kind: Kind, name: str) -> str:
    """Name a field of a record as forms do; parts of a row by what they are called in files."""
    return _label_part(kind.model, kind.children, name)


def write_field(kind: Kind, name: str, value: object) -> str:
    """Write a stored value of a field in words, without a query.

    What is linked stays the key by which files name it. Parts of a row are written with
    the names of their fields.
    """
    return _write_part(kind.model, kind.children, name, value)


def _label_part(model: type[models.Model], children: tuple[Child, ...], name: str) -> str:
    if any(child.name == name for child in children):
        return _spell(name)
    try:
        return _label(model, name)
    except FieldDoesNotExist:
        # Stored by a version that had such a field.
        return _spell(name)


def _write_part(
    model: type[models.Model], children: tuple[Child, ...], name: str, value: Any
) -> str:
    child = next((one for one in children if one.name == name), None)
    if child is not None:
        return SEPARATOR.join(_write_entry(child, entry) for entry in value or ()) or NOTHING
    try:
        return describe_value(model._meta.get_field(name), value)
    except FieldDoesNotExist:
        return NOTHING if value is None else str(value)


def _write_entry(child: Child, entry: Record) -> str:
    """Write the fields of one part of a row that say something."""
    said = (
        (_label_part(child.model, child.children, name),
         _write_part(child.model, child.children, name, value))
        for name, value in entry.items()
    )  # fmt: skip
    return ", ".join(f"{label} {text}" for label, text in said if text != NOTHING) or "yes"


# What a row is, not what it says.
_NOT_SAID = frozenset({"id", "content_fingerprint", "content_origin"})


def describe_row(row: models.Model) -> dict[str, FieldWords]:
    """Write every column of a row, also of one that is not there any more.

    One query for each link that is not loaded yet.
    """
    described = {}
    for column in row._meta.concrete_fields:
        if column.name in _NOT_SAID:
            continue
        if column.is_relation:
            text = _describe_target(row, column)
        else:
            text = describe_value(column, getattr(row, column.attname))
        described[column.name] = FieldWords(_label(type(row), column.name), text)
    return described


def _describe_target(row: models.Model, column: Any) -> str:
    pk = getattr(row, column.attname)
    if pk is None:
        return NOTHING
    try:
        return str(getattr(row, column.name))
    except ObjectDoesNotExist:
        return f"number {pk} (not there any more)"


def describe_value(column: Any, value: object) -> str:
    """Write one value of a column as a person would."""
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    value = normalise(value)
    if value is None or value == []:
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    choices = {str(normalise(code)): str(words) for code, words in column.flatchoices}
    if str(value) in choices:
        return choices[str(value)]
    if isinstance(column, models.DecimalField):
        return _write_amount(str(value))
    if isinstance(value, list) and not any(isinstance(one, (dict, list)) for one in value):
        return ", ".join(str(one) for one in value)
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def _write_amount(text: str) -> str:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return text
    if amount == amount.to_integral_value():
        return f"{amount:,.0f}"
    # Rates have more than two places, and a difference in the last must be seen.
    exponent = amount.normalize().as_tuple().exponent
    return f"{amount:,.{max(2, -int(exponent))}f}"


def _find_title(link: Link, value: object) -> str:
    if value is None:
        return NOTHING
    if link.by != "key":
        return str(value)
    row = link.model._default_manager.filter(key=value).first()
    return str(row) if row is not None else f"{value} (not there)"


def _label(model: type[models.Model], name: str) -> str:
    column: Any = model._meta.get_field(name)
    label = str(getattr(column, "verbose_name", name))
    return label[:1].upper() + label[1:]


def _spell(name: str) -> str:
    return name.replace("_", " ").capitalize()
