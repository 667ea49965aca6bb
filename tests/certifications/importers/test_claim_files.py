from pathlib import Path

import pytest

from certifications.choices import ClaimField
from certifications.importers.claim_files import ClaimFile
from certifications.importers.statements import Statement
from tests.factories.certifications import make_certification
from tracks.shared.import_formats import UnusableFile

pytestmark = pytest.mark.django_db


@pytest.fixture
def file() -> ClaimFile:
    return ClaimFile(Path("catalogue.json"), source="rolemath", origin="rolemath")


class TestClaimFile:
    def test_closes_with_its_source_first_and_what_is_unknown_last(self, file: ClaimFile) -> None:
        make_certification(key="alpha")
        file.statements.append(
            Statement("alpha", ClaimField.STATUS, "rolemath", file.locate(3), text="Current.")
        )
        file.skip("Omega", file.locate(9))
        file.flag(file.locate(4), "url", "was mended.")
        parsed = file.finish(as_of="2026-08-09", what="record")
        assert [one.key for one in parsed.records] == ["rolemath", "alpha-status-rolemath"]
        assert [str(one) for one in parsed.flagged] == [
            "catalogue.json:4: url: was mended.",
            "catalogue.json:9: Omega is not in the catalogue; nothing was taken from it.",
        ]
        assert parsed.counts["not in the catalogue"] == 1
        assert "1 certifications of the file are not in the catalogue" in parsed.remarks[0]

    def test_refuses_a_file_of_which_nothing_could_be_read(self, file: ClaimFile) -> None:
        file.reject(file.locate(2), "exam_fees", "is not a fee.")
        with pytest.raises(UnusableFile) as caught:
            file.finish(as_of="", what="a record of the catalogue")
        assert [str(one) for one in caught.value.problems] == [
            "catalogue.json: holds no record of the catalogue. Choose the format that fits the file.",
            "catalogue.json:2: exam_fees: is not a fee.",
        ]
