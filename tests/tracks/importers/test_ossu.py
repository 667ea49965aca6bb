import re

import pytest

from tests.data_sets import find_data_set
from tracks.importers.ossu import parse_ossu
from tracks.shared.import_formats import UnusableFile, ignore_progress

PAGE = """# Curriculum
## Core CS
### Core math
Courses | Duration | Effort | Notes | Prerequisites | Discussion
:-- | :--: | :--: | :--: | :--: | :--:
[Calculus](https://e.org/c) ([alternative](https://e.org/d)) | 13 weeks | 6-10 hours/week | x | [algebra](https://e.org/a) | [chat](https://e.org/x)
[Networks](pages/net.md)| 8 weeks | 4–12 hours/week | - | none | -

## Advanced CS
Courses | Duration | Effort | Prerequisites
:-- | :--: | :--: | :--:
[Haskell](https://e.org/h)| 14 weeks | - | -
"""


def parse(tmp_path, text):
    path = tmp_path / "README.md"
    path.write_text(text, encoding="utf-8")
    return parse_ossu(path, "", ignore_progress)


class TestParseOssu:
    def test_reads_courses_of_tables_with_other_columns(self, tmp_path):
        parsed = parse(tmp_path, PAGE)
        calculus, networks, haskell = (one.record for one in parsed.records[1:])
        assert (calculus["hours_low"], calculus["hours_high"]) == (78, 130)
        assert calculus["section"] == "Core CS / Core math"
        assert calculus["prerequisites"] == "algebra"
        assert [link["title"] for link in calculus["links"]] == ["alternative"]
        assert networks["url"] == "https://github.com/ossu/computer-science/blob/HEAD/pages/net.md"
        assert (networks["hours_low"], networks["hours_high"]) == (32, 96)
        assert (haskell["hours_low"], haskell["effort"]) == (None, "14 weeks")
        assert haskell["prerequisites"] == ""
        assert [one["position"] for one in (calculus, networks, haskell)] == [1, 2, 3]
        assert parsed.counts == {"tables": 2, "drafts": 3, "with stated hours": 2}

    @pytest.mark.parametrize(
        ("row", "words"),
        [
            ("[A](https://e.org/a) | 8 weeks | 4 hours/week", "has 3 cells"),
            ("A | 8 weeks | 4 hours/week | -", "no link"),
            ("[A](https://e.org/a) | a while | 4 hours/week | -", "'a while'"),
            ("[Haskell](https://e.org/a) | 8 weeks | 4 hours/week | -", "stands on line"),
            ("[A](ftp://e.org/a) | 8 weeks | 4 hours/week | -", "not a web address"),
        ],
    )
    def test_rejects_rows_that_it_cannot_read(self, tmp_path, row, words):
        parsed = parse(tmp_path, f"{PAGE}{row}\n")
        [problem] = parsed.rejected
        assert words in problem.reason
        assert problem.position.line == 13

    def test_refuses_a_page_without_tables(self, tmp_path):
        with pytest.raises(UnusableFile, match="no table with the columns Courses"):
            parse(tmp_path, "# A page\n\nWith text | and a bar.\n")


class TestTheRealFile:
    def test_has_63_courses_of_which_59_state_weeks_and_hours(self):
        path = find_data_set("roadmaps", "python_cs_ossu", "README.md")
        parsed = parse_ossu(path, "", ignore_progress)
        # Counted again without tables: every line of a course says weeks, months or nothing.
        lines = [
            line.replace("–", "-")
            for line in path.read_text(encoding="utf-8").splitlines()
            if re.match(r"\[.*\|\s*(\d[\d-]* (weeks|months)|-)\s*\|", line)
        ]
        totals = [0, 0]
        stated = 0
        for line in lines:
            weeks = re.search(r"\|\s*(\d+)(?:-(\d+))? weeks", line)
            hours = re.search(r"\|\s*(\d+)(?:-(\d+))? hours/week", line)
            if weeks and hours:
                stated += 1
                totals[0] += int(weeks[1]) * int(hours[1])
                totals[1] += int(weeks[2] or weeks[1]) * int(hours[2] or hours[1])
        records = [one.record for one in parsed.records[1:]]
        known = [one for one in records if one["hours_low"] is not None]
        read = [sum(one["hours_low"] for one in known), sum(one["hours_high"] for one in known)]
        assert (len(records), len(known), read) == (len(lines), stated, totals)
        assert (len(records), len(known), read) == (63, 59, [3214, 4804])
        assert parsed.rejected == ()
