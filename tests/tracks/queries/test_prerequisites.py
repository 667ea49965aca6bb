import pytest

from tests.factories.tracks import make_milestone
from tracks.queries.prerequisites import find_circle

pytestmark = pytest.mark.django_db


def test_names_the_prerequisite_that_leads_back(django_assert_num_queries):
    first = make_milestone()
    between = make_milestone(prerequisites=[first])
    last = make_milestone(prerequisites=[between])
    other = make_milestone()
    with django_assert_num_queries(1):
        assert find_circle(milestone=first, needed=[other, last]) == last
    assert find_circle(milestone=last, needed=[first, between, other]) is None
    assert find_circle(milestone=first, needed=[first]) == first
