"""What certification files may not say, and where each fault is reported."""

from pathlib import Path

import pytest

from certifications.importers.catalogue import (
    check_certification_references,
    list_certification_records,
    parse_certifications,
)
from certifications.importers.kinds import CLAIMS
from tests.factories.content import edit, make_content
from tracks.shared.imports import Problem

NAME = "certifications/body.yaml"
FEE = 'amount_low: 450, currency: USD, unit: ONE_OFF, source: survey, as_of: "2024", '


def parse(root: Path) -> list[str]:
    problems: list[Problem] = []
    catalogue = parse_certifications(root, problems=problems)
    check_certification_references(
        catalogue,
        sources={"survey"},
        tracks={"ops"},
        milestones={"step-1"},
        problems=problems,
    )
    return [str(problem) for problem in sorted(set(problems))]


class TestParseCertifications:
    def test_finds_nothing_wrong_with_good_files(self, tmp_path: Path) -> None:
        assert parse(make_content(tmp_path)) == []

    def test_takes_a_missing_folder_as_no_certifications(self, tmp_path: Path) -> None:
        assert parse(tmp_path) == []

    @pytest.mark.parametrize(
        ("old", "new", "place", "words"),
        [
            ("amount_low: 450, ", "", "14:9", "a FEE needs amount_low, currency and unit"),
            ("currency: USD, ", "", "14:9", "a FEE needs amount_low, currency and unit"),
            ("unit: ONE_OFF, ", "", "14:9", "a FEE needs amount_low, currency and unit"),
            ("amount_low: 450", "amount_low: 450, amount_high: 400", "14:9", "450 is above the higher 400"),
            ("amount_low: 450", "amount_low: -1", "14:33", "greater than or equal to 0"),
            ("amount_low: 450", "amount_low: .nan", "14:33", "valid decimal"),
            ("months: 36, ", "", "15:9", "a VALIDITY is either months or does_not_expire"),
            ("months: 36", "months: 36, does_not_expire: true", "15:9", "a VALIDITY is either"),
            ("{field: VALIDITY, months: 36", "{field: RENEWAL, amount_high: 9", "15:9", "needs amount_low"),
            ("{field: VALIDITY, months: 36", "{field: RENEWAL, amount_low: 9", "15:9", "needs its currency"),
            ("{field: VALIDITY, months: 36", "{field: PREP_HOURS, low: 9, high: 8", "15:9", "9 is above the higher 8"),
            ("exam: EX1", "exam: EX2", "14:22", "'EX2' is not listed under exams"),
            ("{field: VALIDITY, months: 36",
             "{field: FEE, exam: EX1, amount_low: 1, currency: USD, unit: ONE_OFF, preferred: true",
             "15:78", "more than one fee is preferred"),
            ("field: VALIDITY", "field: AGE", "15:10", "must be one of 'FEE', 'VALIDITY'"),
            ("status: RETIRED", "status: GONE", "20:5", "must be one of 'ACTIVE'"),
            ("exams: [{code: EX1, name: Exam one}]", "exams: [{code: EX1}, {code: EX1}]", "11:5", "EX1 is listed twice"),
            ("tracks: [{track: ops, rung: 1}]", "tracks: [{track: ops, rung: 1}, {track: ops, rung: 2}]",
             "10:5", "ops is listed twice"),
            ("requires_all: [cert-one]", "requires_all: [cert-one]\n    requires_any: [cert-one]",
             "23:5", "'cert-one' is also in requires_all"),
            ("requires_all: [cert-one]", "requires_all: [cert-two]", "22:5", "'cert-two' ends up requiring itself"),
            ("    covers: [step-1]", "    requires_any: [cert-two]\n    covers: [step-1]", "12:5",
             "'cert-one' ends up requiring itself"),
            ("    covers: [step-1]", "    successor: cert-two\n    covers: [step-1]", "12:5",
             "'cert-one' ends up replacing itself"),
            ("covers: [step-1]", "covers: [step-9]", "12:14", "'step-9' is not declared"),
            ("tracks: [{track: ops,", "tracks: [{track: sleep,", "10:15", "track: 'sleep' is not declared"),
            ("issuer: body", "issuer: nobody", "7:5", "'nobody' is not declared"),
            ("successor: cert-one", "successor: cert-six", "21:5", "'cert-six' is not declared"),
            ("requires_all: [cert-one]", "requires_all: [cert-six]", "22:20", "'cert-six' is not declared"),
            ("months: 36, source: survey", "months: 36, source: rumour", "15:39", "'rumour' is not declared"),
            ("key: cert-two", "key: cert-one", "16:5", "certification 'cert-one' is already declared at"),
            ("certifications:", "more: []\ncertifications:", "3:1", "more: is not a known section"),
            ('url: "https://example.org/"', "url: example", "2:31", "valid URL"),
        ],
    )  # fmt: skip
    def test_reports_a_fault_at_its_place(
        self, tmp_path: Path, old: str, new: str, place: str, words: str
    ) -> None:
        root = make_content(tmp_path)
        edit(root, NAME, old, new)
        problems = parse(root)
        assert [
            one for one in problems if one.startswith(f"content/{NAME}:{place}: ") and words in one
        ], "\n".join(problems)

    def test_says_when_a_file_cannot_be_read(self, tmp_path: Path) -> None:
        root = make_content(tmp_path, **{NAME: "issuers: ["})
        problems: list[Problem] = []
        assert not parse_certifications(root, problems=problems).is_whole
        assert len(problems) == 1


class TestListCertificationRecords:
    def test_puts_what_replaces_before_what_it_replaces(self, tmp_path: Path) -> None:
        chain = "certifications:\n" + "".join(
            f"  - {{key: c{n}, name: C, short_name: C, kind: EXAM, status: ACTIVE"
            + (f", successor: c{n + 1}}}\n" if n < 4 else "}\n")
            for n in range(1, 5)
        )
        root = make_content(tmp_path, **{NAME: chain})
        catalogue = parse_certifications(root, problems=[])
        records = list_certification_records(catalogue)
        assert [one.key for one in records] == ["c4", "c3", "c2", "c1"]

    def test_takes_one_amount_as_both_ends(self, tmp_path: Path) -> None:
        catalogue = parse_certifications(make_content(tmp_path), problems=[])
        fee = list_certification_records(catalogue)[-2].record
        assert (fee["amount_low"], fee["amount_high"]) == (450, 450)
        assert fee["is_preferred"] is True

    def test_reads_the_interval_of_a_renewal_as_its_months(self, tmp_path: Path) -> None:
        root = make_content(tmp_path)
        edit(root, NAME, "{field: VALIDITY, months: 36", "{field: RENEWAL, every_months: 24")
        catalogue = parse_certifications(root, problems=[])
        renewal = list_certification_records(catalogue)[-1].record
        assert renewal["months"] == 24

    def test_gives_each_claim_a_key_a_place_and_a_line_of_its_own(self, tmp_path: Path) -> None:
        fee = "      - {field: FEE, scope: members only, amount_low: 4, currency: USD, unit: PER_EXAM, source: survey, state: DISPUTED}\n"
        root = make_content(tmp_path)
        edit(root, NAME, "    claims:\n", "    claims:\n" + fee + fee)
        records = list_certification_records(parse_certifications(root, problems=[]))
        claims = [one for one in records if one.kind is CLAIMS]
        assert [(one.key, one.record["position"], one.position.line) for one in claims] == [
            ("cert-one-fee-members-only-survey", 1, 14),
            ("cert-one-fee-members-only-survey-2", 2, 15),
            ("cert-one-fee-ex1-survey-2024", 3, 16),
            ("cert-one-validity-survey-2024", 4, 17),
        ]
        assert {one.record["certification"] for one in claims} == {"cert-one"}
        assert "claims" not in next(one for one in records if one.key == "cert-one").record
