import pytest

from tests.factories.tracks import make_milestone, make_skill, make_tool, make_track
from tracks.models import Milestone
from tracks.queries.milestones import get_milestone_page

pytestmark = pytest.mark.django_db


class TestGetMilestonePage:
    def test_gathers_everything_around_a_milestone(self):
        needed = make_milestone()
        tool = make_tool()
        skill = make_skill()
        milestone = make_milestone(prerequisites=[needed], tools=[tool], skills=[skill])
        later = make_milestone(prerequisites=[milestone])
        first = make_track(milestones=[needed, milestone, later], position=1)
        second = make_track(milestones=[needed, milestone], position=2)
        page = get_milestone_page(key=milestone.key)
        assert [place.stage.release.track for place in page.placements] == [first, second]
        assert (page.needs, page.leads_to) == ((needed,), (later,))
        assert (page.tools, page.skills) == ((tool,), (skill,))
        assert len(page.resources) == 2

    def test_leaves_out_what_no_published_track_places(self):
        milestone = make_milestone()
        make_milestone(prerequisites=[milestone])
        make_track(milestones=[milestone])
        assert get_milestone_page(key=milestone.key).leads_to == ()

    def test_does_not_show_a_draft(self):
        milestone = make_milestone()
        make_track(milestones=[milestone], is_published=False)
        with pytest.raises(Milestone.DoesNotExist):
            get_milestone_page(key=milestone.key)

    def test_refuses_an_unknown_key(self):
        with pytest.raises(Milestone.DoesNotExist):
            get_milestone_page(key="no-such-thing")
