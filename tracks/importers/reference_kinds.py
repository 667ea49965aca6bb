"""How records of occupation, money and roadmap files map to tables of this app."""

from typing import Any

from tracks import models
from tracks.importers.kinds import PAPERS, SOURCE
from tracks.shared.content_rows import Kind


def _cited(name: str, model: Any, *columns: str, is_numbered: bool = False) -> Kind:
    return Kind(name, model, columns=columns, links={"source": SOURCE}, is_numbered=is_numbered)


OCCUPATIONS = _cited("occupation", models.Occupation, "code", "soc_code", "title", "description")
JOB_ZONES = _cited(
    "job zone",
    models.JobZone,
    "number",
    "name",
    "experience",
    "education",
    "training",
    "examples",
    "svp_range",
)
OCCUPATION_ZONES = _cited(
    "job zone of an occupation", models.OccupationZone, "code", "zone", "as_of", "rated_by"
)
OCCUPATION_TECHNOLOGIES = _cited(
    "technologies of an occupation", models.OccupationTechnologies, "code", "technologies"
)
OCCUPATION_TITLES = _cited("titles of an occupation", models.OccupationTitles, "code", "titles")
PREPARATION_CATEGORIES = _cited(
    "preparation category",
    models.PreparationCategory,
    "element",
    "scale",
    "category",
    "description",
)
CURRENCIES = _cited(
    "currency", models.Currency, "code", "name", "number", "minor_unit", "entities", "withdrawn"
)
EXCHANGE_RATES = _cited(
    "exchange rate", models.ExchangeRate, "currency", "area", "year", "units_per_usd", *PAPERS
)
PRICE_PARITIES = _cited(
    "price parity", models.PriceParity, "country", "country_name", "year", "factor", *PAPERS
)
PRICE_INDEXES = _cited("price index", models.PriceIndex, "year", "month", "index", *PAPERS)
DRAFT_MILESTONES = _cited(
    "draft milestone",
    models.DraftMilestone,
    "title",
    "url",
    "section",
    "effort",
    "hours_low",
    "hours_high",
    "prerequisites",
    "links",
    is_numbered=True,
)
REFERENCE_KINDS = (
    JOB_ZONES,
    OCCUPATIONS,
    OCCUPATION_ZONES,
    OCCUPATION_TECHNOLOGIES,
    OCCUPATION_TITLES,
    PREPARATION_CATEGORIES,
    CURRENCIES,
    EXCHANGE_RATES,
    PRICE_PARITIES,
    PRICE_INDEXES,
    DRAFT_MILESTONES,
)
