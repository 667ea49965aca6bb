"""What is done through milestones that were replaced."""

from progress.queries.successions import Successions, get_successions
from tests.factories.progress import make_enrolment
from tests.tracks.queries.editions import make_loose_milestone

A, B, C, D = (make_loose_milestone(number) for number in range(1, 5))


class TestFindDoneThrough:
    def test_wants_all_that_one_release_merged(self):
        merged = Successions({4: ((A, B),)})
        assert merged.find_done_through(4, {1}) == ()
        assert merged.find_done_through(4, {1, 2}) == (A, B)

    def test_is_content_with_any_one_release(self):
        assert Successions({4: ((A,), (B,))}).find_done_through(4, {2}) == (B,)

    def test_follows_chains_and_ends_in_circles(self):
        chain = Successions({2: ((A,),), 3: ((B,),)})
        assert chain.find_done_through(3, {1}) == (A,)
        assert chain.list_predecessors(3) == (B, A)
        circle = Successions({1: ((B,),), 2: ((A,),)})
        assert circle.find_done_through(1, set()) == ()
        assert circle.list_predecessors(1) == (B,)

    def test_finds_nothing_where_nothing_was_replaced(self):
        assert Successions().find_done_through(1, {1, 2, 3}) == ()


def test_a_first_release_costs_no_query(db, django_assert_num_queries):
    enrolment = make_enrolment()
    with django_assert_num_queries(0):
        assert get_successions(enrolment=enrolment) == Successions()
