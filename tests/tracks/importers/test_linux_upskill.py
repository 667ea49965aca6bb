import pytest

from tests.data_sets import find_data_set
from tracks.importers.linux_upskill import parse_linux_upskill
from tracks.shared.import_formats import UnusableFile, ignore_progress

PAGE = """# Challenge
4. a month, committing of 1-2 hours each day
* [How this works](how.md) - **Not a day**
* [Day 0](00.md) - **Your own server**: words that are not copied
* [Day 1](01.md) - **Editing with "vim"**: and `more`
"""


def parse(tmp_path, text):
    path = tmp_path / "index.md"
    path.write_text(text, encoding="utf-8")
    return parse_linux_upskill(path, "", ignore_progress)


class TestParseLinuxUpskill:
    def test_counts_days_from_zero(self, tmp_path):
        first, second = (one.record for one in parse(tmp_path, PAGE).records[1:])
        assert (first["key"], first["title"]) == ("linux-upskill-day-0", "Your own server")
        assert first["url"] == "https://linuxupskillchallenge.org/00/"
        assert (second["section"], second["position"]) == ("Day 1", 2)
        assert (first["hours_low"], first["hours_high"]) == (1, 2)
        assert "not copied" not in repr(first)

    def test_leaves_hours_unknown_where_the_page_states_none(self, tmp_path):
        text = PAGE.replace("1-2 hours each day", "some hours")
        assert parse(tmp_path, text).records[1].record["hours_low"] is None

    def test_refuses_a_page_without_days(self, tmp_path):
        with pytest.raises(UnusableFile, match="lists no day"):
            parse(tmp_path, "# Day 1\nwords\n")


class TestTheRealFile:
    def test_has_days_0_to_21(self):
        path = find_data_set("roadmaps", "linux_upskill", "docs", "index.md")
        parsed = parse_linux_upskill(path, "", ignore_progress)
        assert [one.record["section"] for one in parsed.records[1:]] == [
            f"Day {number}" for number in range(22)
        ]
        assert path.read_text(encoding="utf-8").count("* [Day ") == 22
        assert {one.record["hours_high"] for one in parsed.records[1:]} == {2}
