"""Rows about occupations, money and open roadmaps: valid by default."""

from datetime import date
from decimal import Decimal
from typing import Any

from tests.factories.tracks import make_key, make_role, make_source
from tracks import models
from tracks.choices import MatchQuality, PayScheme, PayVariant
from tracks.models.salaries import PERCENTILE_FIELDS
from tracks.queries.occupations import ONET_SOURCE

CODE = "15-1244.00"
_codes = iter(range(1, 10_000))


def make_code() -> str:
    return f"99-{next(_codes):04}.00"


def make_onet_source() -> models.Source:
    found = models.Source.objects.filter(key=ONET_SOURCE).first()
    return found or make_source(key=ONET_SOURCE, attribution="O*NET, used under CC BY 4.0.")


def _make_onet(model: Any, **values: Any) -> Any:
    values.setdefault("code", make_code())
    return model.objects.create(key=make_key("onet"), source=make_onet_source(), **values)


def make_occupation(**overrides: Any) -> Any:
    code = overrides.pop("code", None) or make_code()
    values = {"soc_code": code.split(".")[0], "title": f"Keepers {code}", "description": "Keep."}
    return _make_onet(models.Occupation, code=code, **{**values, **overrides})


def make_occupation_zone(**overrides: Any) -> Any:
    values = {"zone": 4, "as_of": "2023-08", "rated_by": "Analyst"}
    return _make_onet(models.OccupationZone, **{**values, **overrides})


def make_technology(name: str, *, hot: bool = True, demanded: bool = False) -> dict[str, Any]:
    return {"name": name, "category": "Software", "is_hot": hot, "is_in_demand": demanded}


def make_technologies(*listed: dict[str, Any], **overrides: Any) -> Any:
    technologies = list(listed) or [make_technology("Linux")]
    return _make_onet(models.OccupationTechnologies, technologies=technologies, **overrides)


def make_titles(*titles: str, **overrides: Any) -> Any:
    listed = [{"title": title, "short_title": ""} for title in titles or ("Keeper",)]
    return _make_onet(models.OccupationTitles, titles=listed, **overrides)


def make_job_zone(**overrides: Any) -> models.JobZone:
    number = overrides.pop("number", None) or next(_codes)
    values = {"name": f"Job Zone {number}", "education": "A degree.", "svp_range": "(7 to 8)"}
    source = make_onet_source()
    return models.JobZone.objects.create(
        key=f"job-zone-{number}", number=number, source=source, **{**values, **overrides}
    )


def make_preparation_category(**overrides: Any) -> models.PreparationCategory:
    values = {"element": "Education", "scale": "RL", "category": next(_codes), "description": "d"}
    return models.PreparationCategory.objects.create(
        key=make_key("category"), source=make_onet_source(), **{**values, **overrides}
    )


def make_occupation_match(**overrides: Any) -> models.OccupationMatch:
    overrides.setdefault("role", None)
    overrides["role"] = overrides["role"] or make_role()
    values = {
        "quality": MatchQuality.NEAR,
        "occupation_code": CODE,
        "occupation_title": "Network and Computer Systems Administrators",
        "reason": "It is near.",
        "decided_by": "Editors",
        "decided_on": date(2026, 11, 22),
    }
    return models.OccupationMatch.objects.create(key=make_key("match"), **{**values, **overrides})


def make_wage(**overrides: Any) -> models.SalaryStatistic:
    """Make wage statistics of a US occupation."""
    values = {
        "dataset": "oews",
        "variant": PayVariant.PUBLISHED,
        "scheme": PayScheme.SOC,
        "subject": "15-1244",
        "subject_name": "Administrators",
        "country": "US",
        "year": 2023,
        "source": make_source(),
        **{name: 10_000 * place for place, name in enumerate(PERCENTILE_FIELDS, start=6)},
    }
    return models.SalaryStatistic.objects.create(key=make_key("wage"), **{**values, **overrides})


def make_currency(**overrides: Any) -> models.Currency:
    number = next(_codes)
    code = overrides.pop("code", None) or f"X{number % 26 + 65:c}{number // 26 + 65:c}"
    values = {"name": "Shell", "minor_unit": 2, "entities": ["NOWHERE"]}
    return models.Currency.objects.create(
        key=code.lower(), code=code, source=make_source(), **{**values, **overrides}
    )


def make_rate(currency: str = "EUR", year: int | None = None, units: str = "0.9242") -> Any:
    year = year or next(_codes) % 100 + 1900
    return models.ExchangeRate.objects.create(
        key=make_key("rate"),
        currency=currency,
        area=f"Area of {currency}",
        year=year,
        units_per_usd=Decimal(units),
        source=make_source(),
        as_of=str(year),
    )


def make_parity(country: str = "NA", year: int | None = None, factor: str = "6.92") -> Any:
    year = year or next(_codes) % 100 + 1900
    return models.PriceParity.objects.create(
        key=make_key("parity"),
        country=country,
        country_name=f"Country {country}",
        year=year,
        factor=Decimal(factor),
        source=make_source(),
        as_of=str(year),
    )


def make_price_index(year: int | None = None, month: int = 1, index: str = "100") -> Any:
    year = year or next(_codes) % 100 + 1900
    return models.PriceIndex.objects.create(
        key=make_key("index"),
        year=year,
        month=month,
        index=Decimal(index),
        source=make_source(),
        as_of=f"{year}-{month:02}",
    )


def make_draft(**overrides: Any) -> models.DraftMilestone:
    key = overrides.pop("key", None) or make_key("draft")
    overrides.setdefault("source", None)
    overrides["source"] = overrides["source"] or make_source(
        licence="MIT", attribution="By somebody."
    )
    values = {
        "title": f"Course {key}",
        "url": f"https://example.org/{key}",
        "section": "Core",
        "position": 1,
        "effort": "10 weeks, 5-7 hours/week",
        "hours_low": 50,
        "hours_high": 70,
    }
    return models.DraftMilestone.objects.create(key=key, **{**values, **overrides})
