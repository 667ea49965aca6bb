import pytest

from tests.factories.tracks import make_ladder_rung, make_role, make_salary_band, make_track
from tracks.models import Role
from tracks.queries.roles import get_role_page, list_ladders

pytestmark = pytest.mark.django_db


class TestListLadders:
    def test_lists_rungs_from_the_lowest_with_their_roles_in_order(self):
        track = make_track()
        high = make_ladder_rung(track=track, rung=3)
        roles = [make_role(), make_role()]
        low = make_ladder_rung(track=track, rung=1, roles=roles)
        [ladder] = list_ladders()
        assert (ladder.track, ladder.rungs) == (track, (low, high))
        assert [place.role for place in ladder.rungs[0].placements.all()] == roles

    def test_keeps_a_track_without_a_ladder(self):
        track = make_track()
        assert list_ladders()[0].rungs == ()
        assert list_ladders(tracks=(track,))[0].track == track

    def test_asks_the_same_number_of_times_for_many_rungs(self, django_assert_num_queries):
        for _ in range(3):
            track = make_track()
            for rung in (1, 2, 3):
                make_ladder_rung(track=track, rung=rung, roles=[make_role()])
        with django_assert_num_queries(3):
            list_ladders()


class TestGetRolePage:
    def test_tells_pay_of_the_title_from_pay_of_its_rung(self):
        track = make_track()
        role = make_role()
        make_ladder_rung(track=track, rung=2, roles=[role])
        own = make_salary_band(track=track, rung=2, role=role)
        rung = make_salary_band(track=track, rung=2)
        make_salary_band(track=track, rung=3)
        make_salary_band(rung=2)
        page = get_role_page(key=role.key)
        assert (page.own_bands, page.rung_bands) == ((own,), (rung,))
        assert [ladder.track for ladder in page.ladders] == [track]
        assert page.placements[0].ladder_rung.rung == 2

    def test_has_empty_lists_for_a_role_on_no_ladder(self):
        page = get_role_page(key=make_role().key)
        assert (page.placements, page.own_bands, page.rung_bands, page.ladders) == ((), (), (), ())

    def test_refuses_an_unknown_key(self):
        with pytest.raises(Role.DoesNotExist):
            get_role_page(key="wizard")
