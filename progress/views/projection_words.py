"""Tables and sentences of the projection's page, from a stored result."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from progress.models import Projection
from progress.queries.plan_projection import say_duration
from progress.queries.projection_decisions import ExamDecision, NextStep, Uncertainty
from progress.roi.presentation import say_block, say_in_ten, say_money
from progress.roi.results import RoiResult
from tracks.choices import Rung
from tracks.shared.provenance import EvidenceState


@dataclass(frozen=True)
class CostSplit:
    """What the plan takes and gives on average, and the value without the worth of time."""

    cash: str
    time: str
    hours: str
    benefit: str
    cash_only_middle: str


@dataclass(frozen=True)
class PaperLine:
    """One sourced figure as it was when the projection was made."""

    figure: str
    value: str
    is_derived: bool
    source_key: str
    title: str
    as_of: str
    state: str
    state_words: str
    # Fees come from price lists, not from samples.
    has_sample: bool
    sample_size: int | None


@dataclass(frozen=True)
class Papers:
    """The figures a projection rests on, and what was left out."""

    lines: tuple[PaperLine, ...]
    remarks: tuple[str, ...]


def describe_costs(*, result: RoiResult) -> CostSplit:
    """Split the average cost into cash and the worth of the hours."""
    return CostSplit(
        cash=say_money(result.expected_cash_cost_usd),
        time=say_money(result.expected_time_cost_usd),
        hours=f"{result.expected_study_hours:,.0f}",
        benefit=say_money(result.expected_benefit_usd),
        cash_only_middle=say_money(result.cash_only.p50_usd),
    )


def list_papers(*, projection: Projection) -> Papers:
    """Return the frozen papers of a projection's figures, and its remarks."""
    lines = [_read_paper(paper) for paper in projection.sources if "figure" in paper]
    remarks = [paper["remark"] for paper in projection.sources if "remark" in paper]
    # A derived figure names each of its sources; the same words twice say nothing new.
    return Papers(tuple(dict.fromkeys(lines)), tuple(remarks))


@dataclass(frozen=True)
class LevelRow:
    """One level ahead: its pay, and chance and time to get there with the track and without."""

    name: str
    pay: str
    with_chance: str
    with_time: str
    without_chance: str
    without_time: str


def list_levels(*, result: RoiResult, papers: Papers) -> list[LevelRow]:
    """Lay the ways to each level ahead side by side, with the pay that the projection rests on."""
    pay = {line.figure: line.value for line in papers.lines}
    return [
        LevelRow(
            name=Rung(reach.rung).label,
            pay=pay.get(f"Pay, {Rung(reach.rung).label.lower()}", ""),
            with_chance=say_in_ten(reach.with_path_5_years_share),
            with_time=_say_half(reach.with_path_median_months),
            without_chance=say_in_ten(reach.without_path_5_years_share),
            without_time=_say_half(reach.without_path_median_months),
        )
        for reach in result.reach
    ]


def _say_half(months: int | None) -> str:
    return "most never get there" if months is None else f"half are there in {say_duration(months)}"


@dataclass(frozen=True)
class Terms:
    """What the amounts of a projection are: after which tax, on figures of which years."""

    tax: str
    years: str


def describe_terms(*, projection: Projection, papers: Papers) -> Terms:
    """Say in which terms the amounts are, from the frozen inputs and papers."""
    tax = projection.inputs["assumptions"]["tax_rate"]
    years = sorted({line.as_of[:4] for line in papers.lines if line.as_of})
    return Terms(
        f"{tax * 100:g} %", " to ".join(dict.fromkeys((years[0], years[-1])) if years else ())
    )


@dataclass(frozen=True)
class NextStepWords:
    """The block worth most an hour, in words, and the milestone to begin with."""

    block: str
    key: str
    title: str
    hours: int | None
    fees: str


@dataclass(frozen=True)
class ExamWords:
    """One planned exam: what it adds on average and what it costs in five years."""

    key: str
    name: str
    added: str
    per_fee: str
    five_years: str


@dataclass(frozen=True)
class UncertaintyWords:
    """Something worth finding out, what it is worth, and how to find out."""

    name: str
    worth: str
    how: str


# What a person can do about each uncertainty; the others nobody can look up.
_WAYS = {
    "causal_share": "Nobody can know this for one person. Ask people who got there without it.",
    "stay": "Study four weeks before you pay for anything: most who stop do so early.",
    "landing": "Ask two employers what they look for, or apply for one job before you finish.",
    "pace": "Log your hours: after a month your own pace counts for more than your plan.",
    "pay": "Find out what the next job pays where you live, and add the offer to your notes.",
}


def describe_next_step(
    step: NextStep | None, *, exams: Iterable[Mapping[str, Any]]
) -> NextStepWords | None:
    """Say which block of study is worth most an hour and where it begins; None at the end.

    `exams` are those of the projection's frozen inputs.
    """
    if step is None:
        return None
    first = step.first.milestone if step.first else None
    return NextStepWords(
        block=say_block(step.block),
        key=first.key if first else "",
        title=first.title if first else "",
        hours=first.hours_likely if first else None,
        fees=_say_fees(exams, last_rung=step.block.last_rung),
    )


def _say_fees(exams: Iterable[Mapping[str, Any]], *, last_rung: int) -> str:
    """Say what the learner pays to sit the block's exams once each."""
    planned = [exam for exam in exams if exam["is_planned"] and exam["rung"] <= last_rung]
    if not planned:
        return "It holds no exam that you plan, so no fee."
    own = sum(exam["fee_usd"] * (1 - exam["employer_share"]) for exam in planned)
    count = "one exam" if len(planned) == 1 else f"{len(planned)} exams"
    return f"It holds {count} that you plan: {say_money(own)} in fees, your share, if you pass at once."


def describe_exams(decisions: Sequence[ExamDecision]) -> list[ExamWords]:
    """Say what leaving each exam out would lose on average, beside its five-year cost."""
    return [
        ExamWords(
            key=one.key,
            name=one.name,
            added=say_money(one.added_usd),
            per_fee="" if one.added_per_fee is None else say_money(one.added_per_fee),
            five_years="not all stated"
            if one.five_year_cost is None
            else f"${one.five_year_cost:,.0f}",
        )
        for one in decisions
    ]


def describe_uncertainties(found: Sequence[Uncertainty]) -> list[UncertaintyWords]:
    """Say what is worth finding out, the most first."""
    return [
        UncertaintyWords(one.name, say_money(one.worth_usd), _WAYS.get(one.key, ""))
        for one in found
    ]


def say_what_to_find_out(found: Sequence[UncertaintyWords]) -> str:
    """Say what narrows the projection most of all that one can find out oneself, or nothing."""
    own = next((one for one in found if one.how and not one.how.startswith("Nobody")), None)
    if own is None:
        return ""
    return f"Of all that you can find out yourself, this narrows it most: {own.name[0].lower()}{own.name[1:]}."


def _read_paper(paper: dict[str, Any]) -> PaperLine:
    return PaperLine(
        figure=paper["figure"],
        value=paper["value"],
        is_derived=paper["derived"],
        source_key=paper["source"],
        title=paper["title"],
        as_of=paper["as_of"],
        state=paper["state"],
        state_words=EvidenceState(paper["state"]).label,
        has_sample=paper.get("year") is not None,
        sample_size=paper["sample_size"],
    )
