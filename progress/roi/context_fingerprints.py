"""Name a context by its values, and a learner's inputs on top of it.

An edit of a band, an exam or an assumption changes the fingerprints of the contexts
that it touches and of nothing else; a learner's own change leaves the context alone.
A stored projection is fresh as long as both of its fingerprints are today's. Only
resolved values count, as in `fingerprint.py`.
"""

import hashlib

from progress.roi.bands import resolve_band
from progress.roi.contexts import ContextFacts
from progress.roi.draws import MODEL_VERSION, STORED_DRAW_COUNT, get_draw_set_id
from progress.roi.fingerprint import write_number
from progress.roi.shapes import RoiInputs

# A new id for any change of the batch engine that may change a bit of its results.
ENGINE_ID = "batch-3"

_DIGEST_BYTES = 16


def context_fingerprint(
    facts: ContextFacts,
    *,
    draw_count: int = STORED_DRAW_COUNT,
    model_version: str = MODEL_VERSION,
) -> str:
    """Return 32 hexadecimal digits: BLAKE2b-128 of everything that learners share.

    Source: model version, draw set and count, engine, bands after region and year,
    exams in their order, start rung and every assumption.
    """
    values = {
        "draw_count": str(draw_count),
        "draw_set": get_draw_set_id(facts.track_key),
        "engine": ENGINE_ID,
        "model_version": model_version,
        "start_rung": str(facts.start_rung),
        "track_key": facts.track_key,
    }
    numbers = {f"assume.{key}": value for key, value in facts.assumptions.to_dict().items()}
    for place, exam in enumerate(facts.exams, start=1):
        values[f"exam.{place}.key"] = exam.key
        # -1 stands for "not stated", which no real value of these can be.
        numbers |= {
            f"exam.{place}.{name}": -1.0 if value is None else float(value)
            for name, value in exam._asdict().items()
            if not isinstance(value, str)
        }
    for rung, band in facts.bands:
        pay = resolve_band(
            band, assumptions=facts.assumptions, region_pay_factor=facts.region_pay_factor
        )
        for place, (score, log_pay) in enumerate(zip(pay.scores, pay.log_pay, strict=True)):
            numbers[f"rung.{rung}.{place}.score"] = score
            # A cent on 100,000 dollars is 1e-7 in ln pay: scaled up so that six decimals see it.
            numbers[f"rung.{rung}.{place}.log_pay_scaled"] = log_pay * 1_000
    values |= {key: write_number(number) for key, number in numbers.items()}
    return _digest("\n".join(f"{key}={values[key]}" for key in sorted(values)))


def input_fingerprint_in(context: str, inputs: RoiInputs) -> str:
    """Return 32 hexadecimal digits over a context's fingerprint and a learner's own values.

    Args:
        context: from `context_fingerprint(facts_of(inputs))`.
        inputs: the learner; what belongs to the context is not read again.
    """
    numbers = [
        inputs.current_pay_usd_per_year, inputs.planned_hours_per_week, inputs.logged_weeks,
        inputs.logged_hours, inputs.months_active, inputs.subscription_usd_per_month,
        inputs.materials_usd, inputs.employer_share,
        sum(item.landing_share for item in inputs.accelerators),
    ]  # fmt: skip
    for rung in inputs.rungs:
        numbers += (rung.remaining_hours, rung.is_in_plan)
    for exam in inputs.exams:
        numbers += (exam.is_planned, exam.sat_after_hours, exam.employer_share)
    return _digest("\n".join((context, *map(write_number, numbers))))


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=_DIGEST_BYTES).hexdigest()
