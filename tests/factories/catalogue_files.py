"""Small files of certification catalogues, in the shape of the real ones; nothing is copied."""

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from certifications.importers.rolemath_rows import CSV_COLUMNS


def make_rolemath_record(slug: str = "alpha", **overrides: Any) -> dict[str, Any]:
    """Return one record: a certification with one exam EX1 at 150 USD, valid for three years."""
    parts: dict[str, Any] = {
        "credential": {
            "slug": slug,
            "name": f"Certified {slug.title()}",
            "vendor_name": "A Vendor",
            "exam_codes": ["EX1"],
        },
        "currentness": {
            "state": "current",
            "exam_code": "EX1",
            "version_label": "V2 / vendor_no_number",
            "source_url": "https://vendor.example/exam",
            "checked_date": "2026-08-09",
        },
        "eligibility": {
            "hard_prerequisite": None,
            "recommended_background": "A year of practice.",
            "registration_eligibility": "Open to anyone.",
            "source_url": "https://vendor.example/rules",
            "checked_date": "2026-08-08",
        },
        "cost": {
            "exam_fees": [make_rolemath_fee()],
            "application_fees": [],
            "renewal": make_rolemath_renewal(),
        },
    }
    cost = {name: overrides.pop(name) for name in list(parts["cost"]) if name in overrides}
    for name, part in {**overrides, "cost": cost}.items():
        parts[name] = {**parts[name], **part}
    return parts


def make_rolemath_fee(**overrides: Any) -> dict[str, Any]:
    fee = {
        "amount": 150.0,
        "currency": "USD",
        "scope": "EX1; United States storefront",
        "source_url": "https://vendor.example/price",
        "checked_date": "2026-08-09",
    }
    return {**fee, **overrides}


def make_rolemath_renewal(**overrides: Any) -> dict[str, Any]:
    renewal = {
        "lifecycle_state": "time_limited",
        "validity_years": 3.0,
        "model": "Pass the exam again.",
        "fee": None,
        "fee_unit": None,
        "source_url": "https://vendor.example/renew",
        "checked_date": "2026-08-07",
    }
    return {**renewal, **overrides}


def write_rolemath(folder: Path, *records: dict[str, Any], name: str = "certs.json") -> Path:
    path = folder / name
    path.write_text(json.dumps({"records": records or [make_rolemath_record()]}, indent=2), "utf-8")
    return path


def write_rolemath_csv(folder: Path, *rows: dict[str, str], name: str = "certs.csv") -> Path:
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, CSV_COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(rows or [make_rolemath_csv_row()])
    return path


def make_rolemath_csv_row(**overrides: str) -> dict[str, str]:
    row = {
        "slug": "alpha",
        "name": "Certified Alpha",
        "vendor_name": "A Vendor",
        "currentness_state": "current",
        "current_exam_code": "EX1",
        "current_version": "V2 / vendor_no_number",
        "current_source_url": "https://vendor.example/exam",
        "current_checked_date": "2026-08-09",
        "exam_fees_json": json.dumps([make_rolemath_fee()]),
        "renewal_json": json.dumps(make_rolemath_renewal()),
    }
    return {**row, **overrides}


def write_roadmap(
    folder: Path, links: Sequence[tuple[str, str, str]], *, month: str = "July 2024"
) -> Path:
    """Write a page; each link is a code, an address and a tooltip."""
    rows = "\n".join(
        f'<a class="item1" href="{url}" tooltiptext="{tip}" target="_blank" >{code}</a>'
        for code, url, tip in links
    )
    listed = f"<div>{len(links)} certifications listed | {month}</div>" if month else ""
    path = folder / "roadmap.html"
    path.write_text(f"<html><body>\n{rows}\n{listed}</body></html>\n", encoding="utf-8")
    return path


EXAM_PAGE = """<!-- a comment
over two lines -->
## Exam availability

Replaced on **January 8, 2026**.

## Who should take this exam

Prerequisites:

- Basic terminal skills
- `Linux` skills

## Exam details

|                     |                     |
| ------------------- | ------------------- |
| **Assessment Type** | Multiple choice     |
| **Duration**        | 1 hour              |
| **Price**           | $70.50 USD, plus locally applicable taxes and fees. Free retake **not included**. |
| **Expiration**      | 2 years             |

## Renewing your certification

### Scenario 1

#### Option 1: Pass the professional exam

#### Option 2: Pass the exam again

### Scenario 2

#### Option 1: Pass the professional exam
"""


def write_exam_page(
    folder: Path, text: str = EXAM_PAGE, *, name: str = "vault-associate-003.mdx"
) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
