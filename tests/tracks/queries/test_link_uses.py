"""Which addresses the tracks hold, and where each is mended."""

import pytest

from tests.factories.tracks import make_milestone, make_resource, make_source, make_tool
from tracks.queries.link_uses import list_track_links
from tracks.shared.links import LinkUse, list_link_uses


@pytest.mark.django_db
def test_names_the_row_that_a_curator_opens():
    milestone = make_milestone(title="Git", resource_count=0)
    make_resource(milestone=milestone, url="https://example.org/git")
    tool = make_tool(name="git", url="https://example.org/tool")
    source = make_source(title="Survey", url="https://example.org/survey")
    make_source()
    assert list(list_track_links()) == [
        LinkUse("https://example.org/git", type(milestone), milestone.pk, "Git"),
        LinkUse("https://example.org/tool", type(tool), tool.pk, "git"),
        LinkUse("https://example.org/survey", type(source), source.pk, "Survey"),
    ]
    assert "https://example.org/git" in list_link_uses()
