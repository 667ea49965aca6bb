"""Kinds by name, and in the order of loading."""

from certifications.importers.kinds import CERTIFICATIONS, CLAIMS
from tracks.importers.kinds import ALL_KINDS, SALARY_BANDS
from tracks.models import SalaryBand
from tracks.shared.content_kinds import find_kind_of, get_kind, list_kinds


def test_what_is_linked_to_comes_first() -> None:
    kinds = list_kinds()
    assert [kind for kind in kinds if kind in ALL_KINDS] == list(ALL_KINDS)
    for kind in kinds:
        for link in kind.links.values():
            target = find_kind_of(link.model)  # type: ignore[arg-type]  # exams have none
            assert target is None or kinds.index(target) <= kinds.index(kind)
    assert kinds.index(SALARY_BANDS) < kinds.index(CERTIFICATIONS) < kinds.index(CLAIMS)


def test_are_found_by_name_and_table() -> None:
    assert get_kind("salary band") is SALARY_BANDS
    assert find_kind_of(SalaryBand) is SALARY_BANDS
