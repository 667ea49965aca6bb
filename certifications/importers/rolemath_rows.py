"""Rows of the RoleMath certification data, as its JSON and its CSV edition hold them."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from certifications.importers.json_records import JsonRecord, read_json_records
from tracks.shared.import_formats import Report
from tracks.shared.imports import Position, Problem
from tracks.shared.untrusted_tables import stream_csv

CSV_COLUMNS = (
    "certification_id",
    "vendor_id",
    "vendor_name",
    "name",
    "slug",
    "route_identifier",
    "rolemath_url",
    "official_url",
    "currentness_state",
    "current_exam_code",
    "current_version",
    "current_source_url",
    "current_checked_date",
    "exam_fees_json",
    "renewal_json",
    "role_ids",
    "occupation_ids",
    "training_offer_count",
    "known_unknowns_json",
)


@dataclass(frozen=True)
class RoleMathRow:
    """One certification of the data set; `eligibility` is None where the edition lacks it."""

    slug: str
    name: str
    vendor: str
    exam_codes: tuple[str, ...]
    currentness: Mapping[str, Any]
    fees: tuple[Any, ...]
    application_fees: tuple[Any, ...]
    renewal: Mapping[str, Any] | None
    eligibility: Mapping[str, Any] | None
    # Where a field of the row stands; without a name, where the row begins.
    locate: Callable[[str], Position]


def read_rolemath_json(
    path: Path, report: Report
) -> Iterator[tuple[RoleMathRow | None, Problem | None]]:
    """Yield each record as a row, or what is wrong with it.

    Raises:
        UnusableFile: If the file is not JSON, breaks off or has no list of records.
    """
    size = path.stat().st_size
    for record in read_json_records(path, name="records"):
        try:
            yield _read_json_row(record), None
        except (KeyError, TypeError, AttributeError) as error:
            name = error.args[0] if isinstance(error, KeyError) else ""
            reason = (
                f"has no field {name!r}. " if name else "is not built as the other records. "
            ) + "Fetch the file again, or mend the record."
            yield None, Problem(record.locate(), str(name), reason)
    report(size, size)


def _read_json_row(record: JsonRecord) -> RoleMathRow:
    value = record.value
    credential, cost = value["credential"], value["cost"]
    return RoleMathRow(
        slug=str(credential["slug"]),
        name=str(credential["name"]),
        vendor=str(credential["vendor_name"]),
        exam_codes=tuple(str(code) for code in credential["exam_codes"]),
        currentness=dict(value["currentness"]),
        fees=tuple(cost["exam_fees"]),
        application_fees=tuple(cost["application_fees"]),
        renewal=dict(cost["renewal"]) if cost["renewal"] is not None else None,
        eligibility=dict(value["eligibility"]),
        locate=record.locate,
    )


def read_rolemath_csv(
    path: Path, report: Report
) -> Iterator[tuple[RoleMathRow | None, Problem | None]]:
    """Yield each line as a row, or what is wrong with it.

    Raises:
        UnusableFile: If the header is not that of the data set or the file breaks off.
    """
    problems: list[Problem] = []
    for line, cells in stream_csv(path, columns=CSV_COLUMNS, problems=problems, report=report):
        yield _read_csv_row(dict(zip(CSV_COLUMNS, cells, strict=True)), path.name, line)
    for problem in problems:
        yield None, problem


def _read_csv_row(
    cells: Mapping[str, str], file: str, line: int
) -> tuple[RoleMathRow | None, Problem | None]:
    def locate(name: str = "") -> Position:
        column = next((n for n, one in enumerate(cells, start=1) if one.startswith(name)), 0)
        return Position(file, line, column if name else 0)

    parsed: dict[str, Any] = {}
    for name in ("exam_fees_json", "renewal_json"):
        try:
            parsed[name] = json.loads(cells[name] or "null")
        except (json.JSONDecodeError, RecursionError):
            reason = "holds no whole JSON value. Fetch the file again, or mend the cell."
            return None, Problem(locate(name), name, reason)
    fees, renewal = parsed["exam_fees_json"] or [], parsed["renewal_json"]
    if not isinstance(fees, list) or not isinstance(renewal, (dict, type(None))):
        reason = "is not a list of fees and a renewal. Fetch the file again, or mend the row."
        return None, Problem(locate(""), "exam_fees_json", reason)
    names = {"state": "currentness_state", "exam_code": "current_exam_code"}
    names |= {"version_label": "current_version", "source_url": "current_source_url"}
    names |= {"checked_date": "current_checked_date"}
    return RoleMathRow(
        slug=cells["slug"],
        name=cells["name"],
        vendor=cells["vendor_name"],
        exam_codes=tuple(cells["current_exam_code"].split(" + ")),
        currentness={name: cells[column] for name, column in names.items()},
        fees=tuple(fees),
        application_fees=(),
        renewal=renewal,
        eligibility=None,
        locate=locate,
    ), None
