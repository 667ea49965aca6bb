"""Country names of surveys."""

import pytest

from tracks.importers.country_names import find_country


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Germany", "DE"),
        (" germany ", "DE"),
        ("United States of America", "US"),
        ("United Kingdom of Great Britain and Northern Ireland", "GB"),
        ("Iran, Islamic Republic of...", "IR"),
        ("Bosnia and Herzegovina", "BA"),
        ("Namibia", "NA"),
        ("Hong Kong (S.A.R.)", "HK"),
        ("Atlantis", None),
        ("Europe", None),
        ("", None),
    ],
)
def test_names_are_found_in_any_case(name, code):
    assert find_country(name) == code
