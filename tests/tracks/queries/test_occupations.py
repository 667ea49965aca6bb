import pytest

from tests.data_sets import find_data_set
from tests.factories.references import (
    CODE,
    make_job_zone,
    make_occupation,
    make_occupation_match,
    make_occupation_zone,
    make_onet_source,
    make_technologies,
    make_technology,
    make_titles,
    make_wage,
)
from tests.factories.tracks import make_role
from tracks.choices import MatchQuality
from tracks.importers.catalogue import parse_catalogue
from tracks.importers.catalogue_records import list_records
from tracks.importers.onet import parse_onet
from tracks.models import Occupation, OccupationMatch, Role
from tracks.operations.content import apply_records
from tracks.queries.occupations import (
    get_occupation_panel,
    list_suggestions,
    list_unsupported_matches,
)
from tracks.shared.import_formats import ignore_progress

pytestmark = pytest.mark.django_db


class TestGetOccupationPanel:
    def test_joins_what_is_loaded_by_code(self, django_assert_num_queries):
        role = make_role()
        far = make_occupation_match(role=role, position=2, occupation_code="15-1299.08")
        near = make_occupation_match(role=role, position=1)
        make_occupation_zone(code=CODE, zone=4)
        zone = make_job_zone(number=4)
        make_technologies(
            make_technology("Linux", demanded=True),
            make_technology("Ansible"),
            make_technology("A tool", hot=False),
            code=CODE,
        )
        source = make_onet_source()
        make_wage(subject="15-1244", year=2022)
        wage = make_wage(subject="15-1244", year=2023)
        make_wage(subject="15-1299", year=2023, country="DE")
        with django_assert_num_queries(6):
            panel = get_occupation_panel(role=role)
        first, second = panel.occupations
        assert (first.match, first.job_zone, first.zone_number) == (near, zone, 4)
        assert (first.technologies_in_demand, first.hot_technologies) == (("Linux",), ("Ansible",))
        assert (first.wage, second.wage) == (wage, None)
        assert (first.soc_code, first.is_rest_group) == ("15-1244", False)
        assert (second.match, second.job_zone, second.is_rest_group) == (far, None, True)
        assert (panel.source, panel.has_facts, panel.has_same_title) == (source, True, False)

    def test_shows_our_decision_alone_where_nothing_is_loaded(self):
        match = make_occupation_match(quality=MatchQuality.EXACT_TITLE)
        panel = get_occupation_panel(role=match.role)
        assert (panel.has_facts, panel.source, panel.has_same_title) == (False, None, True)

    def test_knows_that_no_occupation_fits(self):
        match = make_occupation_match(
            quality=MatchQuality.NONE, occupation_code="", occupation_title=""
        )
        [one] = get_occupation_panel(role=match.role).occupations
        assert (one.soc_code, one.is_rest_group) == ("", False)

    def test_is_empty_for_a_role_without_a_decision(self):
        assert get_occupation_panel(role=make_role()).occupations == ()


class TestListSuggestions:
    def test_finds_titles_and_other_titles_by_any_name_of_the_role(self):
        exact = make_occupation(title="Night Keepers", code="15-0002.00")
        listed = make_occupation(code="15-0001.00")
        make_titles("night keeper", code=exact.code)
        make_titles("OWL", "Day keeper", code=listed.code)
        role = make_role(title="Night keeper", aliases=["Owl", ""])
        assert [(one.code, one.quality, one.name) for one in list_suggestions(role=role)] == [
            (exact.code, MatchQuality.EXACT_TITLE, "Night Keeper"),
            (listed.code, MatchQuality.ALTERNATE_TITLE, "OWL"),
        ]

    def test_never_takes_a_part_of_a_title(self):
        make_titles("Senior night keeper")
        assert list_suggestions(role=make_role(title="Night keeper")) == []


class TestListUnsupportedMatches:
    def test_says_nothing_before_titles_are_loaded(self):
        make_occupation_match(quality=MatchQuality.ALTERNATE_TITLE)
        assert list_unsupported_matches() == []

    def test_finds_claims_that_the_titles_do_not_bear_out(self):
        make_titles("Owl", code=CODE)
        supported = make_role(title="Owl")
        make_occupation_match(role=supported, quality=MatchQuality.ALTERNATE_TITLE)
        wrong = make_occupation_match(quality=MatchQuality.ALTERNATE_TITLE)
        make_occupation_match(quality=MatchQuality.NEAR)
        assert list_unsupported_matches() == [wrong]


class TestTheContentAgainstTheRealDatabase:
    @pytest.fixture(autouse=True)
    def _load(self, settings):
        for name in ("Occupation Data.xlsx", "Alternate Titles.xlsx"):
            path = find_data_set("onet_29_3", name)
            apply_records(records=parse_onet(path, "", ignore_progress).records)
        catalogue = parse_catalogue(settings.BASE_DIR / "content", problems=[])
        apply_records(records=list_records(catalogue))

    def test_every_role_has_a_decision_that_the_titles_bear_out(self):
        assert list_unsupported_matches() == []
        assert not Role.objects.filter(occupation_matches__isnull=True).exists()
        titles = dict(Occupation.objects.values_list("code", "title"))
        for match in OccupationMatch.objects.exclude(quality=MatchQuality.NONE):
            assert titles[match.occupation_code] == match.occupation_title

    def test_no_role_that_the_titles_list_is_called_merely_near(self):
        # A NEAR match of an occupation that lists the very title would understate it.
        for match in OccupationMatch.objects.filter(quality=MatchQuality.NEAR):
            codes = {one.code for one in list_suggestions(role=match.role)}
            assert match.occupation_code not in codes, match.key
