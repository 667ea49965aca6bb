"""Prepare certifications and budget for print."""

from dataclasses import dataclass
from decimal import Decimal

from progress.documents.content import CareerPlanContent, FeeClaim, PlanCertification
from progress.documents.formats import format_date, format_days, format_money


@dataclass(frozen=True)
class ClaimLine:
    """What one source says a fee is, with its papers in one line."""

    words: str
    papers: str
    source_number: int | None


@dataclass(frozen=True)
class CertificationBlock:
    """A certification as printed; `facts` are an even number of name and value pairs."""

    name: str
    issuer: str
    status: str
    number: int
    facts: tuple[tuple[str, str], ...]
    claims: tuple[ClaimLine, ...]
    note: str

    @property
    def fact_pairs(self) -> tuple[tuple[tuple[str, str], ...], ...]:
        """The facts two by two, as the table sets them."""
        return tuple(self.facts[index : index + 2] for index in range(0, len(self.facts), 2))


@dataclass(frozen=True)
class BudgetRow:
    """A line of the budget as printed."""

    label: str
    amount: str
    employer: str
    own: str
    note: str


def list_certifications(*, content: CareerPlanContent) -> tuple[CertificationBlock, ...]:
    """Prepare every certification with its fee claims.

    Args:
        content: The plan.

    Returns:
        Blocks in the plan's order, numbered from 1 as the path map numbers exams.
    """
    return tuple(
        CertificationBlock(
            name=certification.name,
            issuer=certification.issuer,
            status=certification.status,
            number=number,
            facts=_list_facts(certification, content.currency),
            claims=tuple(_make_claim(claim) for claim in certification.fee_claims),
            note=certification.note,
        )
        for number, certification in enumerate(content.certifications, 1)
    )


def _list_facts(certification: PlanCertification, currency: str) -> tuple[tuple[str, str], ...]:
    chosen = format_money(amount=certification.chosen_fee, currency=currency)
    if certification.chosen_because:
        chosen += f", {certification.chosen_because}"
    if certification.employer_pays is not None:
        pays = format_money(amount=certification.employer_pays, currency=currency)
        chosen += f"; employer pays {pays}"
    five_years = format_money(amount=certification.five_year_cost, currency=currency)
    return (
        ("Exams", ", ".join(certification.exams) or "not stated"),
        ("Exam window", _write_window(certification)),
        ("Counted fee", chosen),
        ("Five-year cost", five_years),
        ("Valid for", certification.validity),
        ("Renewal", certification.renewal),
    )


def _write_window(certification: PlanCertification) -> str:
    first, last = certification.window_start, certification.window_end
    if first and last:
        return format_days(first=first, last=last)
    return format_date(first or last) or "no date"


def _make_claim(claim: FeeClaim) -> ClaimLine:
    date = format_date(claim.as_of)
    papers = ", ".join(part for part in (claim.state, date) if part)
    return ClaimLine(claim.words, papers, claim.source_number)


def say_single_quarter(*, content: CareerPlanContent) -> str:
    """Say when everything falls due, if that is one quarter; else a chart shows it.

    Args:
        content: The plan.

    Returns:
        A sentence, empty for no quarter and for several.
    """
    if len(content.budget.quarters) != 1:
        return ""
    only = content.budget.quarters[0]
    amount = format_money(amount=only.amount, currency=content.currency)
    what = f"{amount} falls" if only.amount is not None else "An amount that is not known falls"
    return f"{what} due in quarter {only.quarter} of {only.year}."


def list_budget_rows(*, content: CareerPlanContent) -> tuple[BudgetRow, ...]:
    """Prepare the budget lines with who pays what.

    Args:
        content: The plan.

    Returns:
        Rows in the plan's order; "unknown" where a price is missing.
    """
    rows = []
    for line in content.budget.lines:
        own = None if line.amount is None else line.amount - line.employer_pays
        employer = line.employer_pays if line.employer_pays else Decimal(0)
        rows.append(
            BudgetRow(
                label=line.label,
                amount=format_money(amount=line.amount, currency=content.currency),
                employer=format_money(amount=employer, currency=content.currency),
                own=format_money(amount=own, currency=content.currency),
                note=line.note,
            )
        )
    return tuple(rows)
