import pytest

from tests.factories.tracks import make_milestone, make_role, make_skill, make_tool, make_track
from tracks.models import Tool
from tracks.queries.searches import (
    LIMIT,
    Hit,
    make_group,
    match_words,
    rank_by_title,
    search_catalogue,
)

pytestmark = pytest.mark.django_db


def find(text):
    return {group.kind: group.hits for group in search_catalogue(text=text)}


class TestSearchCatalogue:
    def test_finds_every_kind_of_thing_in_any_letter_case(self):
        tool = make_tool(name="Kubernetes", url="https://example.org/k8s")
        milestone = make_milestone(title="Clusters", tools=[tool])
        track = make_track(name="Kubernetes care", milestones=[milestone])
        role = make_role(title="Kubernetes keeper")
        skill = make_skill(name="Kubernetes basics", tracks=[track])
        found = find("kUBERNETES")
        assert list(found) == ["track", "milestone", "role", "skill", "tool"]
        assert [hits[0].key for hits in found.values()] == [
            row.key for row in (track, milestone, role, skill, tool)
        ]
        assert found["skill"][0].track_key == track.key
        assert found["tool"][0].url == "https://example.org/k8s"

    def test_needs_every_word(self):
        make_role(title="Night keeper", summary="Looks after clusters.")
        assert find("keeper clusters")
        assert not find("keeper galaxies")

    def test_puts_the_same_title_first_and_then_its_beginning(self):
        for name in ("Old git", "Gitea", "Git", "Digital"):
            make_tool(name=name, summary="")
        assert [hit.title for hit in find("git")["tool"]] == ["Git", "Gitea", "Digital", "Old git"]

    def test_does_not_find_what_is_not_published(self):
        milestone = make_milestone(title="Secret plans")
        make_track(name="Secret garden", milestones=[milestone], is_published=False)
        make_skill(name="Secret skill")
        assert find("secret") == {}

    @pytest.mark.parametrize("text", ["", "   "])
    def test_finds_nothing_without_words(self, text):
        make_tool()
        assert search_catalogue(text=text) == []

    def test_finds_a_thing_once_even_when_several_of_its_tools_match(self):
        track = make_track()
        make_skill(
            name="Shells", tracks=[track], tools=[make_tool(name="bash"), make_tool(name="bashful")]
        )
        assert len(find("bash")["skill"]) == 1

    def test_cuts_a_long_list_and_says_so(self):
        for number in range(LIMIT + 3):
            make_tool(name=f"Hammer {number}")
        [group] = search_catalogue(text="hammer")
        assert (len(group.hits), group.is_cut) == (LIMIT, True)

    def test_takes_signs_of_patterns_as_plain_text(self):
        make_tool(name="100% sure", summary="")
        make_tool(name="1000 sure", summary="")
        assert [hit.title for hit in find("100%")["tool"]] == ["100% sure"]


class TestMatchWords:
    def test_matches_words_in_different_fields(self):
        tool = make_tool(name="sed", summary="a stream editor")
        assert Tool.objects.filter(match_words("sed editor", ("name", "summary"))).get() == tool


class TestRankByTitle:
    def test_orders_equal_ranks_by_title(self):
        for name in ("b", "a"):
            make_tool(name=name)
        rows = rank_by_title(Tool.objects.all(), title="name", text="zzz")
        assert [row.name for row in rows] == ["a", "b"]


class TestMakeGroup:
    def test_keeps_a_short_list_whole(self):
        hits = [Hit("tool", "sed", "sed", "")]
        group = make_group(kind="tool", label="Tools", hits=hits)
        assert (group.hits, group.is_cut) == (tuple(hits), False)
