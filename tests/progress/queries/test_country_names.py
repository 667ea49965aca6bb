"""Names of countries."""

from progress.queries.country_names import find_country_name


def test_a_country_is_named_and_an_unknown_code_stays_as_it_is() -> None:
    assert find_country_name("DE") == "Germany"
    assert find_country_name("QQ") == "QQ"
