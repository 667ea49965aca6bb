"""The Security Certification Roadmap: one HTML page, a certification a link, a price a tooltip.

The page is a picture made of links. Nine of them hold their code inside another element;
one is not a certification. CCSA, CCSE and CIMP stand for two certifications each.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from certifications.choices import ClaimField, FeeUnit
from certifications.importers.amounts import AmountFault, mend_address
from certifications.importers.claim_files import ClaimFile
from certifications.importers.crosswalk import SECCERT, Crosswalk
from certifications.importers.seccert_prices import PriceText, read_price
from certifications.importers.statements import Statement
from tracks.shared.import_formats import ParsedFile, Report, UnusableFile
from tracks.shared.imports import Problem
from tracks.shared.untrusted_files import read_text

SOURCE = "seccert-roadmap"
TOOLTIPS = ("tooltiptext", "tooltipleft", "tooltipright")
_LISTED = re.compile(r"certifications listed \| ([A-Z][a-z]+) (\d{4})")
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@dataclass
class RoadmapLink:
    """One link of the picture; `lines` is its tooltip, the name first."""

    line: int
    url: str
    lines: list[str]
    code: str = ""

    @property
    def name(self) -> str:
        """The name that the tooltip begins with."""
        return self.lines[0]


@dataclass
class RoadmapPage:
    """What the page holds: its links in order, its month and its placeholders."""

    links: list[RoadmapLink] = field(default_factory=list)
    as_of: str = ""
    placeholders: int = 0


class _RoadmapReader(HTMLParser):
    """Collects the links that have a tooltip; everything else is decoration."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = RoadmapPage()
        self._open: RoadmapLink | None = None
        self._said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "a":
            return
        self._close()
        values = dict(attrs)
        tip = next((values[name] for name in TOOLTIPS if values.get(name)), "") or ""
        lines = [line.strip() for line in tip.splitlines() if line.strip()]
        if lines:
            self._open = RoadmapLink(self.getpos()[0], values.get("href") or "", lines)
        else:
            self.page.placeholders += 1

    def handle_data(self, data: str) -> None:
        if self._open is not None:
            self._open.code += data
        elif not self.page.as_of:
            found = _LISTED.search(data)
            if found and found[1] in _MONTHS:
                self.page.as_of = f"{found[2]}-{_MONTHS.index(found[1]) + 1:02}"

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._close()

    def close(self) -> None:
        super().close()
        self._close()

    def _close(self) -> None:
        link, self._open = self._open, None
        if link is None:
            return
        link.code = " ".join(link.code.split())
        if link.code:
            self.page.links.append(link)
        else:
            self.page.placeholders += 1


def read_roadmap(text: str) -> RoadmapPage:
    """Read the links of the page; no script or style of it is run or kept."""
    reader = _RoadmapReader()
    reader.feed(text)
    reader.close()
    return reader.page


def parse_seccert(path: Path, as_of: str, report: Report) -> ParsedFile:
    """Read the page as records of claims.

    Args:
        path: The file.
        as_of: Month or day of the page; blank for the month that it names itself.
        report: Receives the bytes read so far and the bytes in all.

    Raises:
        UnusableFile: If it holds no link with a tooltip, which is where the prices are.
    """
    page = read_roadmap(read_text(path))
    report(path.stat().st_size, path.stat().st_size)
    file = ClaimFile(path, source=SOURCE, origin=SOURCE)
    if not page.links:
        reason = (
            "has no link with a tooltip, where the roadmap keeps names and prices. Save the "
            "page's own HTML file, not a print or a copy of its text."
        )
        raise UnusableFile(Problem(file.locate(), "", reason))
    dated = page.as_of or as_of
    file.counts["links"] = len(page.links)
    file.counts["empty placeholders"] = page.placeholders
    _flag_double_codes(page.links, file)
    crosswalk = Crosswalk()
    for link in page.links:
        _read_link(link, file, crosswalk, dated)
    if not page.as_of:
        file.remarks.append("The page names no month; its claims carry the date given, if any.")
    return file.finish(as_of=dated, what="certification of the roadmap")


def _flag_double_codes(links: Sequence[RoadmapLink], file: ClaimFile) -> None:
    by_code: dict[str, list[RoadmapLink]] = defaultdict(list)
    for link in links:
        by_code[link.code].append(link)
    for code, rows in by_code.items():
        if len({row.name for row in rows}) > 1:
            named = " and ".join(f"“{row.name}” (line {row.line})" for row in rows)
            reason = f"the code stands for {named}; it is matched by name only."
            file.flag(file.locate(rows[0].line), code, reason)
            file.counts["codes that stand for two"] += 1


def _read_link(link: RoadmapLink, file: ClaimFile, crosswalk: Crosswalk, as_of: str) -> None:
    position = file.locate(link.line)
    try:
        price = read_price(link.lines[1:])
    except AmountFault as fault:
        file.reject(position, link.code, str(fault))
        return
    if price.low is not None and price.high is not None and price.low > price.high:
        reason = f"{price.words!r} runs from the higher to the lower amount. Correct it."
        file.reject(position, link.code, reason)
        return
    if price.low is None:
        file.counts["price unknown"] += 1
    else:
        file.counts["free" if price.low == price.high == 0 else "priced"] += 1
    url, was_mended = mend_address(link.url)
    if was_mended:
        how = f"was read as {url}" if url else "cannot be used and was left out"
        file.flag(position, link.code, f"its address {link.url[:80]!r} {how}.")
    key, name = SECCERT.get(link.code, (None, ""))
    known = crosswalk.find(key=key if name == link.name else None, name=link.name)
    if known is None:
        file.skip(f"{link.code}: {link.name}", position)
        return
    said = {"certification": known.key, "source": SOURCE, "position": position}
    file.statements += _make_statements(price, said | {"as_of": as_of, "url": url})


def _make_statements(price: PriceText, said: dict[str, Any]) -> list[Statement]:
    made = []
    if price.low is not None:
        figures = {"amount_low": price.low, "amount_high": price.high, "currency": "USD"}
        made.append(
            _make(
                said,
                field=ClaimField.FEE,
                figures=figures | {"exam_count": price.exam_count},
                unit=FeeUnit.ONE_OFF.value,
                note=_explain(price),
            )
        )
    if price.conditions:
        text = " ".join(f"{line.rstrip('.')}." for line in price.conditions)
        made.append(_make(said, field=ClaimField.PREREQUISITE, text=text))
    return made


def _make(said: dict[str, Any], **more: Any) -> Statement:
    values: dict[str, Any] = {**said, **more}
    return Statement(**values)


def _explain(price: PriceText) -> str:
    """Say what the figure leaves out, in the source's own words."""
    others = [line for line in price.others if line not in price.conditions]
    notes = ["About." if price.is_approximate else ""]
    notes.append(f"The sum of “{price.words}”." if price.is_sum else "")
    notes += [f"{line.rstrip('.')}." for line in others]
    return " ".join(one for one in notes if one)
