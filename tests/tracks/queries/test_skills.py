import pytest

from tests.factories.tracks import make_skill, make_skill_group, make_tool, make_track
from tracks.queries.skills import list_skill_groups

pytestmark = pytest.mark.django_db


class TestListSkillGroups:
    def test_puts_shared_groups_last_and_tools_in_order_of_name(self):
        track, other = make_track(position=1), make_track(position=2)
        shared = make_skill_group(tracks=[track, other], position=1)
        own = make_skill_group(tracks=[track], position=2)
        awk, zsh = make_tool(name="awk"), make_tool(name="zsh")
        make_skill(group=shared, tracks=[track, other])
        make_skill(group=own, tracks=[track], tools=[zsh, awk])
        groups = list_skill_groups(tracks=(track,))
        assert [(branch.group, branch.is_shared) for branch in groups] == [
            (own, False),
            (shared, True),
        ]
        assert groups[0].skills[0].tools == (awk, zsh)
        assert groups[1].skills[0].tracks == (track, other)

    def test_leaves_out_skills_that_no_asked_track_needs(self):
        track, other = make_track(), make_track()
        group = make_skill_group(tracks=[track, other])
        make_skill(group=group, tracks=[other])
        assert list_skill_groups(tracks=(track,)) == []
        assert len(list_skill_groups(tracks=(track, other))[0].skills) == 1

    def test_asks_the_same_number_of_times_for_many_groups(self, django_assert_num_queries):
        track = make_track()
        for _ in range(4):
            make_skill(tracks=[track], tools=[make_tool()])
        with django_assert_num_queries(5):
            list_skill_groups(tracks=(track,))
