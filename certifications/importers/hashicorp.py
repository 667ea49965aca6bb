"""HashiCorp's exam pages (MDX): a table of exam details, renewal and what is expected."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from certifications.choices import ClaimField, FeeUnit
from certifications.importers.amounts import AmountFault, check_currency, read_amount
from certifications.importers.claim_files import ClaimFile
from certifications.importers.crosswalk import HASHICORP, Crosswalk
from certifications.importers.statements import Statement
from tracks.shared.import_formats import ParsedFile, Report, UnusableFile
from tracks.shared.imports import Problem
from tracks.shared.untrusted_files import read_text

SOURCE = "hashicorp-exam-pages"
ADDRESS = "https://github.com/hashicorp/dev-portal/blob/main/src/content/certifications/exam-faqs/"
MONTHS = {"year": 12, "month": 1}
_ROW = re.compile(r"^\|\s*\*\*(.+?)\*\*\s*\|\s*(.+?)\s*\|\s*$")
_PRICE = re.compile(r"(-?)\s*\$\s*(-?[\d.,]*\d)\s*([A-Za-z]{3})?\b")
_SPAN = re.compile(r"^(\d{1,2})\s+(year|month)s?\b", re.IGNORECASE)
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_TAG = re.compile(r"<!--.*?-->", re.DOTALL)


@dataclass(frozen=True)
class PageLine:
    """A line of the page below its heading of the second level, without marks of Markdown."""

    number: int
    section: str
    text: str
    raw: str


def read_page(text: str) -> list[PageLine]:
    """Return the lines that say something, each with the section that it stands in."""
    lines, section = [], ""
    plain = _TAG.sub(lambda found: "\n" * found[0].count("\n"), text)
    for number, raw in enumerate(plain.splitlines(), start=1):
        if raw.startswith("## "):
            section = raw.removeprefix("## ").strip()
            continue
        said = _LINK.sub(r"\1", raw).replace("**", "").replace("`", "").strip(" _")
        if said:
            lines.append(PageLine(number, section, said, raw))
    return lines


def parse_hashicorp(path: Path, as_of: str, report: Report) -> ParsedFile:
    """Read one exam page as records of claims; the page carries no date of its own.

    Args:
        path: The file, under its own name: that says which exam it is about.
        as_of: Day of the copy, or blank.
        report: Receives the bytes read so far and the bytes in all.

    Raises:
        UnusableFile: If it has no table of exam details, or the table has no price.
    """
    lines = read_page(read_text(path))
    report(path.stat().st_size, path.stat().st_size)
    known = Crosswalk().find(key=HASHICORP.get(path.stem))
    # Pages are loaded one by one, so each is a data set of its own.
    origin = f"hashicorp-{known.key}"[:40] if known else "hashicorp"
    file = ClaimFile(path, source=SOURCE, origin=origin)
    details = _read_details(lines)
    if not details:
        reason = (
            "has no table under “Exam details” with a price, an expiration or a duration. "
            "Choose the page of an exam's questions and answers."
        )
        raise UnusableFile(Problem(file.locate(), "", reason))
    file.counts["pages"] = 1
    file.counts["exam details"] = len(details)
    if known is None:
        file.skip(path.stem, file.locate(1))
    else:
        reader = _PageReader(known.key, lines, details, file)
        file.statements += reader.read()
    return file.finish(as_of=as_of, what="an exam page")


def _read_details(lines: list[PageLine]) -> dict[str, PageLine]:
    """Return the table's rows by their first cell, such as "Price" or "Expiration"."""
    rows = {}
    for line in lines:
        found = _ROW.match(line.raw.strip())
        if found and line.section.casefold() == "exam details":
            name = found[1].strip().removeprefix("Credential ").casefold()
            cell = _LINK.sub(r"\1", found[2]).replace("**", "").strip()
            rows[name] = PageLine(line.number, line.section, cell, line.raw)
    return rows


class _PageReader:
    """Reads the statements of one page."""

    def __init__(
        self, key: str, lines: list[PageLine], details: dict[str, PageLine], file: ClaimFile
    ) -> None:
        self._key = key
        self._lines = lines
        self._details = details
        self._file = file

    def read(self) -> Iterator[Statement]:
        yield from self._read_price()
        months = self._read_months()
        if months and "expiration" in self._details:
            line = self._details["expiration"].number
            yield self._make(ClaimField.VALIDITY, line, figures={"months": months})
        yield from self._read_renewal(months)
        yield from self._read_prerequisites()
        yield from self._read_availability()

    def _make(self, field: ClaimField, line: int, **said: Any) -> Statement:
        values: dict[str, Any] = {
            "certification": self._key,
            "field": field,
            "source": SOURCE,
            "position": self._file.locate(line),
            "url": f"{ADDRESS}{self._file.path.name}",
            **said,
        }
        return Statement(**values)

    def _read_price(self) -> Iterator[Statement]:
        row = self._details.get("price")
        if row is None:
            self._file.flag(self._file.locate(), "Price", "the table has no price.")
            return
        found = _PRICE.search(row.text)
        try:
            amount = read_amount(f"{found[1]}{found[2]}" if found else row.text)
            currency = check_currency((found[3] if found else "") or "USD")
        except AmountFault as fault:
            self._file.reject(self._file.locate(row.number), "Price", str(fault))
            return
        figures = {"amount_low": amount, "amount_high": amount, "currency": currency}
        figures |= {"is_retake_included": _says_retake(row.text)}
        yield self._make(
            ClaimField.FEE,
            row.number,
            figures=figures,
            unit=FeeUnit.ONE_OFF.value,
            note=self._say_exam(row.text),
        )

    def _say_exam(self, price: str) -> str:
        taxes = "Plus local taxes and fees." if "tax" in price else ""
        names = ("duration", "assessment type", "format")
        about = [self._details[name].text for name in names if name in self._details]
        return " ".join(one for one in (taxes, f"{'; '.join(about)}." if about else "") if one)

    def _read_months(self) -> int | None:
        row = self._details.get("expiration")
        if row is None:
            return None
        found = _SPAN.match(row.text)
        if not found or not int(found[1]):
            reason = f"{row.text[:40]!r} is not a time such as 2 years. Correct it."
            self._file.reject(self._file.locate(row.number), "Expiration", reason)
            return None
        return int(found[1]) * MONTHS[found[2].lower()]

    def _read_renewal(self, months: int | None) -> Iterator[Statement]:
        section = self._take("Renewing your certification")
        ways = [line for line in section if line.text.startswith("#### ")]
        if not ways:
            ways = [line for line in section if not line.text.startswith(("#", "-"))][:1]
        words = list(dict.fromkeys(_clean_way(line.text) for line in ways))
        if words:
            figures = {"months": months}
            text = "; ".join(words)
            yield self._make(
                ClaimField.RENEWAL, section[0].number, figures=figures, text=f"{text}."
            )

    def _read_prerequisites(self) -> Iterator[Statement]:
        section = self._take("Who should take this exam")
        items = [line for line in section if line.text.startswith("- ")]
        if items:
            text = "; ".join(line.text.removeprefix("- ").strip() for line in items)
            yield self._make(ClaimField.PREREQUISITE, items[0].number, text=f"Expected: {text}.")

    def _read_availability(self) -> Iterator[Statement]:
        section = self._take("Exam availability")
        if section:
            yield self._make(ClaimField.STATUS, section[0].number, text=section[0].text)

    def _take(self, name: str) -> list[PageLine]:
        return [line for line in self._lines if line.section.casefold() == name.casefold()]


def _says_retake(text: str) -> bool | None:
    said = text.casefold()
    if "retake" not in said:
        return None
    return "not included" not in said


def _clean_way(text: str) -> str:
    return re.sub(r"^(Option \d+:\s*)?", "", text.lstrip("# ")).strip().rstrip(".")
