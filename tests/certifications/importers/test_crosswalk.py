"""Matching: by the table, an exam code or the very name; never by likeness."""

import pytest

from certifications.importers.crosswalk import (
    HASHICORP,
    ROLEMATH,
    SECCERT,
    Crosswalk,
    KnownCertification,
)
from config.env import BASE_DIR
from tests.factories.certifications import make_certification
from tracks.shared.imports import Problem

pytestmark = pytest.mark.django_db


class TestCrosswalk:
    def test_finds_by_key_exam_code_or_name(self) -> None:
        make_certification(key="alpha", name="Certified Alpha", exam_codes=["EX1", "EX2"])
        known = KnownCertification("alpha", ("EX1", "EX2"))
        crosswalk = Crosswalk()
        assert crosswalk.find(key="alpha") == known
        assert crosswalk.find(key=None, exam_codes=["XX", "EX2"]) == known
        assert crosswalk.find(key=None, name=" certified ALPHA ") == known
        assert crosswalk.get("alpha") == known

    def test_guesses_nothing(self) -> None:
        make_certification(key="alpha", name="Certified Alpha", exam_codes=["EX1"])
        make_certification(key="beta", name="Beta", exam_codes=["EX1"])
        crosswalk = Crosswalk()
        assert crosswalk.find(key="gamma", exam_codes=["EX1"]) is None
        assert crosswalk.find(key=None, exam_codes=["EX1"]) is None
        assert crosswalk.find(key=None, name="Certified Alpha (CA)") is None

    def test_links_only_exams_of_ours(self) -> None:
        known = KnownCertification("alpha", ("EX1",))
        assert (known.find_exam("EX1"), known.find_exam("EX9")) == ("EX1", None)


class TestTables:
    def test_name_only_certifications_that_the_content_has(self) -> None:
        from certifications.importers.catalogue import parse_certifications

        problems: list[Problem] = []
        catalogue = parse_certifications(BASE_DIR / "content", problems=problems)
        named = {*ROLEMATH.values(), *(key for key, _ in SECCERT.values()), *HASHICORP.values()}
        assert problems == []
        assert named <= catalogue.declared["certifications"]
