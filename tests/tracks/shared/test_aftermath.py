from datetime import UTC, datetime

import pytest

from tracks.models import Tool
from tracks.shared.aftermath import (
    Aftermath,
    list_aftermaths,
    make_aftermath_context,
    register_aftermath,
)

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def finders(monkeypatch):
    monkeypatch.setattr("tracks.shared.aftermath._finders", {})


class TestListAftermaths:
    def test_asks_everybody_and_replaces_by_name(self):
        register_aftermath(name="one", finder=lambda row, since: Aftermath("first"))
        register_aftermath(name="one", finder=lambda row, since: Aftermath(f"{row} {since:%Y}"))
        register_aftermath(name="other", finder=lambda row, since: None)

        found = list_aftermaths(row=Tool(name="Git"), since=NOW)

        assert [one.words for one in found] == ["Git 2026"]

    @pytest.mark.parametrize(("row", "since"), [(None, NOW), (Tool(), None)])
    def test_asks_nobody_about_rows_that_are_gone_and_changes_without_a_date(self, row, since):
        register_aftermath(name="one", finder=lambda row, since: Aftermath("first"))

        assert list_aftermaths(row=row, since=since) == []


class TestMakeAftermathContext:
    @pytest.mark.parametrize("is_unfinished", [True, False])
    def test_looks_again_until_all_is_finished(self, is_unfinished):
        one = Aftermath("done"), Aftermath("under way", is_unfinished=is_unfinished)
        register_aftermath(name="done", finder=lambda row, since: one[0])
        register_aftermath(name="under way", finder=lambda row, since: one[1])

        context = make_aftermath_context(row=Tool(), since=NOW)

        assert context == {"aftermaths": list(one), "is_refreshing": is_unfinished}
