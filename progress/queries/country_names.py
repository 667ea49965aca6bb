"""Names of countries in English."""

from collections.abc import Mapping

from babel import Locale


def find_country_name(code: str) -> str:
    """Return the English name of a country by its two letters, or the letters themselves."""
    names: Mapping[str, str] = Locale("en").territories
    return names.get(code, code)
