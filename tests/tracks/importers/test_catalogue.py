"""What the catalogue's files may not say, and where each fault is reported."""

from pathlib import Path

import pytest

from tests.factories.content import edit, make_content
from tracks.importers.catalogue import parse_catalogue
from tracks.shared.imports import Problem

STEPS, OPS, BANDS = "milestones/steps.yaml", "tracks/ops.yaml", "salaries/bands.yaml"


def parse(root: Path) -> list[str]:
    problems: list[Problem] = []
    parse_catalogue(root, problems=problems)
    return [str(problem) for problem in sorted(set(problems))]


class TestParseCatalogue:
    def test_finds_nothing_wrong_with_good_files(self, tmp_path: Path) -> None:
        assert parse(make_content(tmp_path)) == []

    @pytest.mark.parametrize(
        ("name", "old", "new", "place", "words"),
        [
            (STEPS, "hours: {low: 8, likely: 12, high: 20}\n    prerequisites: []",
             "hours: {low: 8, likely: 30, high: 20}\n    prerequisites: []",
             f"{STEPS}:6:5", "hours must rise: low 8, likely 30, high 20"),
            (STEPS, "hours: {low: 8, likely: 12, high: 20}\n    prerequisites: []",
             "hours: {low: 0, likely: 12, high: 20}\n    prerequisites: []",
             f"{STEPS}:6:13", "greater than or equal to 1"),
            (STEPS, "title: Step 1\n", "titel: Step 1\n", f"{STEPS}:3:5", "titel: is not a known field"),
            (STEPS, "title: Step 1\n", "titel: Step 1\n", f"{STEPS}:2:5", "title: is missing"),
            (STEPS, "outcome: Can do step 1", "outcome: Knows step 1", f"{STEPS}:4:5", "should match pattern"),
            (STEPS, "key: step-3", "key: Step_3", f"{STEPS}:26:5", "should match pattern"),
            (STEPS, "key: step-3", "key: step-2", f"{STEPS}:26:5",
             "milestone 'step-2' is already declared at content/milestones/steps.yaml:14:5"),
            (STEPS, "prerequisites: [step-2]", "prerequisites: [step-2, step-2]",
             f"{STEPS}:31:5", "step-2 is listed twice"),
            (STEPS, '"https://example.org/1/two"', '"https://example.org/1/one"',
             f"{STEPS}:11:5", "https://example.org/1/one is listed twice"),
            (STEPS, '"https://example.org/1/two"', '"example"', f"{STEPS}:13:22", "valid URL"),
            (STEPS, '"https://example.org/1/two"', '"javascript:alert(1)"', f"{STEPS}:13:22", "URL scheme"),
            (STEPS, '      - {title: Two, url: "https://example.org/1/two", kind: REFERENCE}\n', "",
             f"{STEPS}:11:5", "at least 2 items"),
            (STEPS, "prerequisites: [step-3]", "prerequisites: [step-7]", f"{STEPS}:43:21",
             "'step-7' is not declared in any file"),
            (OPS, "milestones: [step-3]", "milestones: [step-3, step-2]", f"{OPS}:12:73",
             "'step-2' is placed twice in this track"),
            (OPS, "milestones: [step-1]", "milestones: [step-4, step-1]", f"{OPS}:10:68",
             "'step-4' needs 'step-3', which is not placed before it"),
            (OPS, "milestones: [step-3]", "milestones: [nothing]", f"{OPS}:12:65",
             "'nothing' is not declared in any file"),
            (OPS, "key: step-5", "key: step-6", f"{OPS}:19:9", "'step-6' is not declared"),
            (OPS, "level: START", "level: BEGIN", f"{OPS}:10:32",
             "is 'BEGIN'; it must be one of 'START', 'FOUNDATION'"),
            (OPS, "level: EXPERT, rung: 3", "level: EXPERT, rung: 1", f"{OPS}:13:49",
             "stage 'expert' goes back to rung 1"),
            (OPS, "level: EXPERT, rung: 3", "level: EXPERT, rung: 5", f"{OPS}:13:49", "less than or equal to 4"),
            (OPS, "{key: base,", "{key: start,", f"{OPS}:9:1", "start is listed twice"),
            (OPS, "low_months: 12", "low_months: 36", f"{OPS}:8:5", "low 36 is above high 24"),
            (OPS, "source: survey", "source: rumour", f"{OPS}:8:52", "'rumour' is not declared"),
            (BANDS, "low: 80000", "low: 120000", f"{BANDS}:2:5", "low 120000 is above high 110000"),
            (BANDS, "low: 80000", "low: 0", f"{BANDS}:6:5", "greater than 0"),
            (BANDS, "low: 80000", "low: 80000.005", f"{BANDS}:6:5", "2 decimal places"),
            (BANDS, "    high: 110000\n", "", f"{BANDS}:2:5", "needs both low and high"),
            (BANDS, "    rung: 1\n", "    rung: 1\n    p50: 90000\n", f"{BANDS}:2:5", "no percentiles"),
            (BANDS, "    rung: 1\n", "    rung: 1\n    statistic: PERCENTILES\n", f"{BANDS}:2:5",
             "PERCENTILES have no low and high"),
            (BANDS, "    low: 80000\n    high: 110000\n", "    statistic: PERCENTILES\n    p50: 90000\n",
             f"{BANDS}:2:5", "all five"),
            (BANDS, "year: 2024", "year: 24", f"{BANDS}:5:5", "greater than or equal to 2000"),
            (BANDS, "track: ops", "track: opps", f"{BANDS}:3:5", "'opps' is not declared"),
            (OPS, "key: ops\n", "key: 3\n", f"{OPS}:1:1", "valid string"),
            ("facts/insights.yaml", "insights:\n",
             "cost_ranges:\n  - {key: c, track: ops, low: 9, high: 8, currency: USD, unit: PER_CERTIFICATION, source: survey}\n"
             "insights:\n", "facts/insights.yaml:2:5", "low 9 is above high 8"),
            ("roles.yaml", "roles: [junior]", "roles: [senior]", "roles.yaml:6:46", "'senior' is not declared"),
            ("skills.yaml", "tools: [bash]", "tools: [zsh]", "skills.yaml:7:43", "'zsh' is not declared"),
            ("skills.yaml", "key: shell,", "key: shells,", f"{STEPS}:8:14", "'shell' is not declared"),
            ("roles.yaml", "roles:\n", "rolls: []\nroles:\n", "roles.yaml:1:1", "rolls: is not a known section"),
            (STEPS, "key: step-5\n", "key: step-5\n    retired: {on: 2026-05-01}\n", f"{STEPS}:51:5",
             "name the successor, or state the reason"),
            (STEPS, "key: step-5\n", "key: step-5\n    retired: {reason: Old.}\n", f"{STEPS}:51:5", "on: is missing"),
            (STEPS, "key: step-5\n", "key: step-5\n    retired: {on: May, reason: Old.}\n", f"{STEPS}:51:15", "datetime"),
            (STEPS, "key: step-5\n", "key: step-5\n    retired: {on: 2026-05-01, successor: step-5}\n",
             f"{STEPS}:50:5", "cannot replace itself"),
            (STEPS, "key: step-5\n", "key: step-5\n    retired: {on: 2026-05-01, successor: step-7}\n",
             f"{STEPS}:51:31", "'step-7' is not declared"),
            (STEPS, "key: step-5\n", "key: step-5\n    retired: {on: 2026-05-01, reason: Old.}\n",
             f"{OPS}:19:9", "'step-5' is retired. Take it out, or place what replaces it."),
            (OPS, "stages:\n", "removals: [{milestone: step-1}]\nstages:\n", f"{OPS}:9:12",
             "name the successor, or state the reason"),
            (OPS, "stages:\n", "removals: [{milestone: step-9, reason: Old.}]\nstages:\n", f"{OPS}:9:13",
             "'step-9' is not declared"),
            (OPS, "stages:\n", "removals: [{milestone: step-1, successor: step-1}]\nstages:\n", f"{OPS}:9:12",
             "cannot replace itself"),
            ("facts/insights.yaml", "kind: PRO", "kind: NEUTRAL", "facts/insights.yaml:2:30", "must be one of"),
        ],
    )  # fmt: skip
    def test_reports_a_fault_at_its_place(
        self, tmp_path: Path, name: str, old: str, new: str, place: str, words: str
    ) -> None:
        root = make_content(tmp_path)
        edit(root, name, old, new)
        problems = parse(root)
        assert [one for one in problems if one.startswith(f"content/{place}: ") and words in one], (
            "\n".join(problems)
        )

    def test_finds_a_circle_in_a_track_as_an_order_that_cannot_be(self, tmp_path: Path) -> None:
        root = make_content(tmp_path)
        edit(root, STEPS, "prerequisites: []", "prerequisites: [step-5]")
        assert parse(root) == [
            "content/tracks/ops.yaml:10:68: milestones: 'step-1' needs 'step-5', which is not "
            "placed before it in this track. Place it earlier or drop the prerequisite."
        ]

    def test_finds_a_circle_among_milestones_that_no_track_places(self, tmp_path: Path) -> None:
        root = make_content(tmp_path)
        path = root / STEPS
        first = path.read_text().partition("  - key: step-2")[0].partition("\n")[2]
        for number, needs in ((8, 9), (9, 8)):
            text = first.replace("step-1", f"step-{number}")
            text = text.replace("prerequisites: []", f"prerequisites: [step-{needs}]")
            path.write_text(path.read_text() + text)
        assert parse(root) == [
            "content/milestones/steps.yaml:67:5: prerequisites: 'step-8' ends up needing itself. "
            "Break the circle.",
            "content/milestones/steps.yaml:79:5: prerequisites: 'step-9' ends up needing itself. "
            "Break the circle.",
        ]

    def test_finds_a_circle_of_successors(self, tmp_path: Path) -> None:
        root = make_content(tmp_path)
        for number, successor in ((4, 5), (5, 4)):
            key = f"key: step-{number}\n"
            words = f"{key}    retired: {{on: 2026-05-01, successor: step-{successor}}}\n"
            edit(root, STEPS, key, words)
        found = [one for one in parse(root) if "replacing itself" in one]
        assert found == [
            "content/milestones/steps.yaml:39:31: successor: 'step-4' ends up replacing itself. "
            "Break the circle.",
            "content/milestones/steps.yaml:52:31: successor: 'step-5' ends up replacing itself. "
            "Break the circle.",
        ]

    def test_reports_all_faults_of_a_record_at_once(self, tmp_path: Path) -> None:
        root = make_content(tmp_path)
        edit(root, BANDS, "low: 80000", "low: much")
        edit(root, BANDS, "year: 2024", "year: 24")
        assert len(parse(root)) == 2

    def test_does_not_read_what_other_apps_read(self, tmp_path: Path) -> None:
        root = make_content(tmp_path, **{"role_families.yaml": "- a list\n"})
        (root / "certifications/body.yaml").write_text("not: [known")
        assert parse(root) == []

    def test_says_that_a_yml_file_is_not_read(self, tmp_path: Path) -> None:
        root = make_content(tmp_path, **{"facts/more.yml": "insights: []\n"})
        assert parse(root) == [
            "content/facts/more.yml: is not read: its name ends in .yml. Rename it to .yaml."
        ]
