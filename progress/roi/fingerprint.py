"""Name a set of inputs by its values, so that a stored result knows whether it is fresh.

Only resolved values count: the band after region and year, not where it came from;
no ids, notes or sources. Numbers are written to six decimals, so noise in the
ninth changes nothing and a cent does.
"""

import hashlib

from progress.roi.bands import resolve_band
from progress.roi.draws import MODEL_VERSION, STORED_DRAW_COUNT, get_draw_set_id
from progress.roi.shapes import ExamInput, RoiInputs, RungInput

_DIGEST_BYTES = 16


def input_fingerprint(inputs: RoiInputs, model_version: str = MODEL_VERSION) -> str:
    """Return 32 hexadecimal digits: BLAKE2b-128 of the canonical text.

    Equal fingerprints mean equal results of `project` with the stored draws.
    """
    text = canonical_text(inputs, model_version=model_version)
    return hashlib.blake2b(text.encode(), digest_size=_DIGEST_BYTES).hexdigest()


def canonical_text(inputs: RoiInputs, *, model_version: str) -> str:
    """Write every value that the result depends on, one `key=value` a line, keys sorted."""
    values: dict[str, str] = {
        "draw_count": str(STORED_DRAW_COUNT),
        "draw_set": get_draw_set_id(inputs.track_key),
        "model_version": model_version,
        "track_key": inputs.track_key,
    }
    numbers: dict[str, float] = {
        "current_pay_usd_per_year": inputs.current_pay_usd_per_year,
        "employer_share": inputs.employer_share,
        "landing_added_share": sum(item.landing_share for item in inputs.accelerators),
        "logged_hours": inputs.logged_hours,
        "logged_weeks": inputs.logged_weeks,
        "materials_usd": inputs.materials_usd,
        "months_active": inputs.months_active,
        "planned_hours_per_week": inputs.planned_hours_per_week,
        "start_rung": inputs.start_rung,
        "subscription_usd_per_month": inputs.subscription_usd_per_month,
    }
    numbers |= {f"assume.{key}": value for key, value in inputs.assumptions.to_dict().items()}
    for rung in inputs.rungs:
        numbers |= _list_rung_numbers(rung, inputs)
    for place, exam in enumerate(inputs.exams, start=1):
        values[f"exam.{place}.key"] = exam.key
        numbers |= _list_exam_numbers(place, exam)
    values |= {key: write_number(number) for key, number in numbers.items()}
    return "\n".join(f"{key}={values[key]}" for key in sorted(values))


def write_number(number: float) -> str:
    """Write a number with six decimals, -0 as 0."""
    text = f"{number:.6f}"
    return "0.000000" if text == "-0.000000" else text


def _list_rung_numbers(rung: RungInput, inputs: RoiInputs) -> dict[str, float]:
    band = resolve_band(
        rung.band,
        assumptions=inputs.assumptions,
        region_pay_factor=inputs.region_pay_factor,
    )
    name = f"rung.{rung.rung}"
    numbers: dict[str, float] = {
        f"{name}.hours": rung.remaining_hours,
        f"{name}.is_in_plan": rung.is_in_plan,
    }
    for place, (score, log_pay) in enumerate(zip(band.scores, band.log_pay, strict=True)):
        numbers[f"{name}.band.{place}.score"] = score
        # A cent on 100,000 dollars is 1e-7 in ln pay: scaled up so that six decimals see it.
        numbers[f"{name}.band.{place}.log_pay_scaled"] = log_pay * 1_000
    return numbers


def _list_exam_numbers(place: int, exam: ExamInput) -> dict[str, float]:
    name = f"exam.{place}"
    # -1 stands for "not stated", which no real value of these can be.
    optional = {
        "boost_share": exam.boost_share,
        "first_pass_share": exam.first_pass_share,
        "later_pass_share": exam.later_pass_share,
        "renewal_every_months": exam.renewal_every_months,
    }
    return {
        f"{name}.employer_share": exam.employer_share,
        f"{name}.fee_usd": exam.fee_usd,
        f"{name}.free_retakes_count": exam.free_retakes_count,
        f"{name}.is_planned": exam.is_planned,
        f"{name}.is_required": exam.is_required,
        f"{name}.renewal_fee_usd": exam.renewal_fee_usd,
        f"{name}.rung": exam.rung,
        f"{name}.sat_after_hours": exam.sat_after_hours,
        **{f"{name}.{key}": -1.0 if value is None else value for key, value in optional.items()},
    }
