"""Records of pay statistics and of the data sets they are from."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.text import slugify

from tracks import models
from tracks.choices import EvidenceState, PayScheme, PayVariant, SourceKind
from tracks.importers.kinds import PAPERS, SOURCE, SOURCES
from tracks.models.salaries import PERCENTILE_FIELDS
from tracks.shared.content_rows import Incoming, Kind
from tracks.shared.imports import Position

SALARY_STATISTICS = Kind(
    "salary statistic",
    models.SalaryStatistic,
    columns=(
        "dataset",
        "variant",
        "scheme",
        "subject",
        "subject_name",
        "level",
        "country",
        "year",
        "currency",
        "n",
        *PERCENTILE_FIELDS,
        "mean",
        "top",
        "open_from",
        "mean_is_open",
        "employment",
        "flagged_count",
        *PAPERS,
    ),
    links={"source": SOURCE},
)
US_DOLLAR = "USD"
_LONGEST_SUBJECT = 46
_DAY = re.compile(r"(?<!\d)(\d{4}-\d{2}-\d{2})(?!\d)")


@dataclass(frozen=True)
class Dataset:
    """A data set and the words that its licence asks for, whatever the snapshot.

    `key` is that of its statistics and the start of their keys; titles of snapshots are
    made from `title`.
    """

    key: str
    title: str
    publisher: str
    kind: SourceKind
    url: str
    licence: str
    attribution: str
    note: str = ""


@dataclass(frozen=True)
class Subject:
    """Whom a statistic is about."""

    scheme: PayScheme
    code: str
    name: str


@dataclass(frozen=True)
class Snapshot:
    """Which file of which data set statistics are from; `source` is the key of its papers."""

    dataset: str
    source: str
    as_of: str
    position: Position


def make_source(
    dataset: Dataset, *, key: str, title: str, published: str, edition: str, position: Position
) -> Incoming:
    """Return the record of one snapshot of a data set as a source.

    `edition` is put where the attribution names it ("{edition}").
    """
    record = {
        "key": key,
        "title": title,
        "publisher": dataset.publisher,
        "kind": dataset.kind.value,
        "url": dataset.url,
        "licence": dataset.licence,
        "attribution": dataset.attribution.format(edition=edition),
        "published": published,
        "retrieved_date": None,
        "note": dataset.note,
    }
    return Incoming(SOURCES, record, position)


def make_statistic(
    snapshot: Snapshot,
    subject: Subject,
    *,
    variant: PayVariant,
    country: str,
    year: int,
    n: int | None,
    percentiles: Mapping[str, Decimal | None],
    **others: object,
) -> Incoming:
    """Return the record of one cell, in US dollars; `others` are further columns."""
    level = str(others.get("level", ""))
    parts = (snapshot.dataset, variant, subject.code, level, country, str(year))
    record: dict[str, object] = {
        "key": "-".join(part for part in parts if part).lower().replace("_", "-"),
        "dataset": snapshot.dataset,
        "variant": variant.value,
        "scheme": subject.scheme.value,
        "subject": subject.code,
        "subject_name": subject.name,
        "level": "",
        "country": country,
        "year": year,
        "currency": US_DOLLAR,
        "n": n,
        "open_from": "",
        "mean_is_open": False,
        "flagged_count": 0,
        "source": snapshot.source,
        "as_of": snapshot.as_of,
        "state": EvidenceState.ATTRIBUTED.value,
    }
    record |= percentiles
    return Incoming(SALARY_STATISTICS, record | others, snapshot.position)


def make_subject_code(name: str) -> str:
    """Return a name as a code of at most 46 characters, told apart by a digest when cut."""
    code = slugify(name)
    if len(code) <= _LONGEST_SUBJECT:
        return code
    digest = hashlib.sha256(name.encode()).hexdigest()[:6]
    return f"{code[: _LONGEST_SUBJECT - 7].rstrip('-')}-{digest}"


def find_day(text: str) -> str:
    """Return the first day written as 2025-01-12 in a text, or nothing."""
    found = _DAY.search(text)
    return found.group(1) if found else ""
