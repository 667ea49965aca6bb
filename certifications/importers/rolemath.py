"""RoleMath's certification data: fees, validity, renewal, prerequisites, each with its page.

Read from the JSON edition, which holds everything, or the CSV edition, which has no
prerequisites. The catalogue's own rules: `validity_years` 0 is "does not expire", null is
unknown; a fee is for one exam, or for members, or of the version before.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from certifications.choices import ClaimField, FeeUnit
from certifications.importers.amounts import (
    AmountFault,
    check_currency,
    mend_address,
    read_amount,
)
from certifications.importers.claim_files import ClaimFile
from certifications.importers.crosswalk import ROLEMATH, Crosswalk, KnownCertification
from certifications.importers.rolemath_rows import (
    RoleMathRow,
    read_rolemath_csv,
    read_rolemath_json,
)
from certifications.importers.statements import Statement
from tracks.shared.import_formats import ParsedFile, Report

SOURCE = "rolemath"
STOREFRONT = "United States storefront"
MONTHS_PER_YEAR = 12
# Words of the data set for a version that the vendor does not number.
NO_VERSION = ("vendor_no_number", "current", "vendor publishes no separate version")
MAX_SCOPE = 120
# The data set writes these where nothing has to be held first.
NO_PREREQUISITE = ("none", "no formal registration prerequisite stated", "no required prior")


def parse_rolemath(path: Path, as_of: str, report: Report) -> ParsedFile:
    """Read either edition as records of claims.

    Args:
        path: The file; one whose name ends in .csv is read as CSV, others as JSON.
        as_of: Day of the snapshot; blank for the newest day on which a field was checked.
        report: Receives the bytes read so far and the bytes in all.

    Raises:
        UnusableFile: If it is not this data set.
    """
    is_csv = path.suffix.lower() == ".csv"
    file = ClaimFile(path, source=SOURCE, origin=f"{SOURCE}-csv" if is_csv else SOURCE)
    crosswalk, days = Crosswalk(), [""]
    for row, problem in (read_rolemath_csv if is_csv else read_rolemath_json)(path, report):
        if row is None:
            file.rejected += [problem] if problem else []
            continue
        file.counts["records"] += 1
        file.counts["unresolved"] += row.currentness.get("state") == "unresolved"
        known = crosswalk.find(key=ROLEMATH.get(row.slug), exam_codes=row.exam_codes, name=row.name)
        reader = _RowReader(row, file, known)
        statements = list(reader.read())
        days.append(reader.newest)
        if known is None:
            file.skip(f"{row.vendor} {row.name}".strip(), row.locate(""))
        else:
            file.statements += statements
    return file.finish(as_of=as_of or max(days), what="a record of RoleMath's certification data")


class _RowReader:
    """Reads one row's statements; what is wrong with single fields goes to the file."""

    def __init__(self, row: RoleMathRow, file: ClaimFile, known: KnownCertification | None) -> None:
        self._row = row
        self._file = file
        self._known = known or KnownCertification(row.slug, row.exam_codes)
        self.newest = ""

    def read(self) -> Iterator[Statement]:
        row = self._row
        for fee in row.fees:
            yield from self._read_fee(fee, field="exam_fees")
        for fee in row.application_fees:
            yield from self._read_fee(fee, field="application_fees")
        if row.renewal is not None:
            yield from self._read_renewal(row.renewal)
        if row.eligibility is not None:
            yield from self._read_eligibility(row.eligibility)
        yield from self._read_currentness(row.currentness)

    def _make(self, field: ClaimField, where: str, about: Mapping[str, Any], **said: Any) -> Any:
        """Make a statement with the page and the day that the part names."""
        url, was_mended = mend_address(about.get("source_url"))
        position = self._row.locate(where)
        if was_mended:
            self._file.flag(position, "source_url", "the address was mended, or left out.")
        day = self._read_day(about.get("checked_date"), where)
        return Statement(
            certification=self._known.key,
            field=field,
            source=SOURCE,
            position=position,
            as_of=day,
            url=url,
            **said,
        )

    def _read_day(self, value: object, where: str) -> str:
        if not value:
            return ""
        try:
            day = date.fromisoformat(str(value)).isoformat()
        except ValueError:
            reason = f"{str(value)[:20]!r} is not a day; the statement is undated."
            self._file.flag(self._row.locate(where), "checked_date", reason)
            return ""
        self.newest = max(self.newest, day)
        return day

    def _read_fee(self, fee: Any, *, field: str) -> Iterator[Statement]:
        position = self._row.locate(field)
        if not isinstance(fee, dict):
            self._file.reject(position, field, "is not a fee. Fetch the file again.")
            return
        try:
            amount = read_amount(fee.get("amount"))
            currency = check_currency(fee.get("currency"))
        except AmountFault as fault:
            self._file.reject(position, field, f"{self._row.name}: {fault}")
            return
        exam, scope, note = self._read_scope(str(fee.get("scope") or ""))
        if field == "application_fees":
            scope = f"application: {scope}" if scope else "application"
        yield self._make(
            ClaimField.FEE,
            field,
            fee,
            exam=exam,
            scope=scope[:MAX_SCOPE],
            figures={"amount_low": amount, "amount_high": amount, "currency": currency},
            unit=FeeUnit.ONE_OFF.value,
            note=note,
        )

    def _read_scope(self, text: str) -> tuple[str | None, str, str]:
        """Return the exam, the rest of the scope, and where the price holds."""
        exam, rest, note = None, [], ""
        for part in (one.strip() for one in text.split(";")):
            if part == STOREFRONT:
                note = "United States price before tax."
            elif exam is None and self._known.find_exam(part):
                exam = part
            elif part:
                rest.append(part)
        # A single code of the data set's own needs no saying.
        if exam is None and len(rest) == 1 and self._row.exam_codes == (rest[0],):
            rest = []
        return exam, "; ".join(rest), note

    def _read_renewal(self, renewal: Mapping[str, Any]) -> Iterator[Statement]:
        years = self._read_years(renewal.get("validity_years"))
        never = renewal.get("lifecycle_state") == "no_expiration"
        if years and never:
            reason = (
                f"{self._row.name} says both that it does not expire and {years:g} years; read "
                "its text. No validity was taken."
            )
            self._file.flag(self._row.locate("renewal"), "validity_years", reason)
            years = None
        elif years == 0:
            yield self._make(
                ClaimField.VALIDITY, "renewal", renewal, figures={"does_not_expire": True}
            )
            return
        elif years:
            months = int(years * MONTHS_PER_YEAR)
            yield self._make(ClaimField.VALIDITY, "renewal", renewal, figures={"months": months})
        yield from self._read_renewal_terms(renewal, years)

    def _read_renewal_terms(
        self, renewal: Mapping[str, Any], years: Decimal | None
    ) -> Iterator[Statement]:
        text = str(renewal.get("model") or "").strip()
        figures: dict[str, Any] = {}
        if years:
            figures["months"] = int(years * MONTHS_PER_YEAR)
        try:
            fee = self._read_renewal_fee(renewal, text)
        except AmountFault as fault:
            self._file.reject(self._row.locate("renewal"), "fee", f"{self._row.name}: {fault}")
            return
        if fee is not None:
            figures |= {"amount_low": fee, "amount_high": fee, "currency": "USD"}
            if fee and renewal.get("fee_unit") == "per_year":
                figures["months"] = MONTHS_PER_YEAR
        if text or figures:
            yield self._make(ClaimField.RENEWAL, "renewal", renewal, figures=figures, text=text)

    def _read_renewal_fee(self, renewal: Mapping[str, Any], text: str) -> Decimal | None:
        """Return the fee of a renewal; None where it is not stated.

        The data set writes 0 also where the exam has to be passed, and paid, again. Only
        where its text says so is 0 free.
        """
        if renewal.get("fee") is None:
            return None
        fee = read_amount(renewal["fee"])
        if fee == 0 and "free" not in text.lower():
            self._file.counts["renewal fees of 0 that are not said to be free"] += 1
            return None
        return fee

    def _read_years(self, value: object) -> Decimal | None:
        if value is None:
            return None
        try:
            return read_amount(value)
        except AmountFault:
            reason = f"{self._row.name}: {str(value)[:20]!r} is not a number of years. Correct it."
            self._file.reject(self._row.locate("renewal"), "validity_years", reason)
            return None

    def _read_eligibility(self, eligibility: Mapping[str, Any]) -> Iterator[Statement]:
        hard = str(eligibility.get("hard_prerequisite") or "").strip()
        advised = str(eligibility.get("recommended_background") or "").strip()
        entry = str(eligibility.get("registration_eligibility") or "").strip()
        if hard.casefold().startswith(NO_PREREQUISITE):
            said = hard if hard.casefold().startswith(NO_PREREQUISITE[2]) else ""
            parts = ["None required.", said, advised]
        elif hard:
            parts = [f"Required: {hard}", advised if advised != hard else "", entry]
        else:
            parts = [entry, advised]
        text = " ".join(part for part in parts if part)
        if text:
            yield self._make(ClaimField.PREREQUISITE, "eligibility", eligibility, text=text)

    def _read_currentness(self, about: Mapping[str, Any]) -> Iterator[Statement]:
        code = about.get("exam_code") or ""
        name = f"Exam {code}" if code else "The exam"
        parts = str(about.get("version_label") or "").split(" / ")
        said = [part for part in parts if part and part not in NO_VERSION]
        version = f" ({', '.join(said)})" if said else ""
        if about.get("state") == "unresolved":
            text = f"{name}{version}; whether it is the current one is unresolved in this source."
        elif about.get("state"):
            text = f"{name}{version} is {about['state']}."
        else:
            return
        yield self._make(ClaimField.STATUS, "currentness", about, text=text)
