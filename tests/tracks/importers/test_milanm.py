import re

import pytest

from tests.data_sets import find_data_set
from tracks.importers.milanm import parse_milanm
from tracks.shared.import_formats import UnusableFile, ignore_progress

PAGE = """# Roadmap
## Resources
### 1. GIT
Some words that stay where they are, with [a link](https://e.org/0).
- [Pro Git](https://e.org/1) <sup>FREE</sup>
- [A book](https://e.org/2) <sup>book</sup> [Video](https://e.org/3)<sup>FREE video</sup>
- [Essays](https://e.org/6), somebody <sup>FREE</sup>
### Bonus: Learn DevSecOps
- [OWASP](https://e.org/4)
## Additional
- [Not of a stage](https://e.org/5)
"""


def parse(tmp_path, text):
    path = tmp_path / "README.md"
    path.write_text(text, encoding="utf-8")
    return parse_milanm(path, "", ignore_progress)


class TestParseMilanm:
    def test_reads_stages_with_their_links_and_tags(self, tmp_path):
        parsed = parse(tmp_path, PAGE)
        git, bonus = (one.record for one in parsed.records[1:])
        assert (git["title"], git["section"]) == ("GIT", "Resources")
        assert git["url"] == "https://github.com/milanm/DevOps-Roadmap#1-git"
        assert [(link["title"], link["tag"]) for link in git["links"]] == [
            ("a link", ""),
            ("Pro Git", "FREE"),
            ("A book", "book"),
            ("Video", "FREE video"),
            ("Essays", "FREE"),
        ]
        assert (bonus["key"], bonus["hours_low"]) == ("milanm-learn-devsecops", None)
        assert [link["title"] for link in bonus["links"]] == ["OWASP"]
        assert parsed.counts["links tagged free"] == 3

    def test_copies_no_description(self, tmp_path):
        assert "Some words" not in repr(parse(tmp_path, PAGE).records)

    def test_refuses_a_page_without_stages(self, tmp_path):
        with pytest.raises(UnusableFile, match="no stage"):
            parse(tmp_path, "# A page\n## 1. Too high\n- [a](https://e.org)\n")


class TestTheRealFile:
    def test_has_thirteen_stages(self):
        path = find_data_set("roadmaps", "devops_milanm", "README.md")
        parsed = parse_milanm(path, "", ignore_progress)
        text = path.read_text(encoding="utf-8")
        stages = re.findall(r"^### (?:\d+\.|Bonus:) (.+?)\s*$", text, re.MULTILINE)
        assert [one.record["title"] for one in parsed.records[1:]] == stages
        assert len(stages) == 13
        body = text[text.index("### 1. GIT") : text.index("## Additional resources")]
        assert parsed.counts["links"] == len(re.findall(r"\]\(https?://", body))
        assert parsed.counts["links tagged free"] == len(re.findall(r"<sup>FREE", body))
