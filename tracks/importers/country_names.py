"""Country codes of the country names that surveys use."""

from functools import cache

from babel import Locale

# Names that the locale data do not use; the survey takes most from a list of the United Nations.
_OTHER_NAMES = {
    "bolivarian republic of venezuela": "VE",
    "bosnia and herzegovina": "BA",
    "brunei darussalam": "BN",
    "cape verde": "CV",
    "congo, republic of the...": "CG",
    "cote d'ivoire": "CI",
    "côte d'ivoire": "CI",
    "czech republic": "CZ",
    "democratic people's republic of korea": "KP",
    "democratic republic of the congo": "CD",
    "hong kong (s.a.r.)": "HK",
    "iran, islamic republic of...": "IR",
    "lao people's democratic republic": "LA",
    "libyan arab jamahiriya": "LY",
    "micronesia, federated states of...": "FM",
    "myanmar": "MM",
    "north korea": "KP",
    "palestine": "PS",
    "republic of korea": "KR",
    "republic of moldova": "MD",
    "republic of north macedonia": "MK",
    "russian federation": "RU",
    "south korea": "KR",
    "swaziland": "SZ",
    "syrian arab republic": "SY",
    "taiwan, province of china": "TW",
    "the former yugoslav republic of macedonia": "MK",
    "trinidad and tobago": "TT",
    "turkey": "TR",
    "united kingdom of great britain and northern ireland": "GB",
    "united republic of tanzania": "TZ",
    "united states of america": "US",
    "venezuela, bolivarian republic of...": "VE",
    "viet nam": "VN",
}


@cache
def _list_names() -> dict[str, str]:
    territories = Locale("en").territories
    names = {
        name.lower(): code
        for code, name in territories.items()
        if len(code) == 2 and code.isalpha()
    }
    plain = {name.replace("’", "'").replace("&", "and"): code for name, code in names.items()}
    return names | plain | _OTHER_NAMES


def find_country(name: str) -> str | None:
    """Return the ISO 3166 code of an English country name, or None; in any case of letters."""
    return _list_names().get(name.strip().lower().replace("’", "'"))
