"""What the result of an import says of itself."""

from tracks.operations.import_results import ImportResult, count_effects
from tracks.shared.file_digests import FileDigest
from tracks.shared.imports import Change, Effect, Plan, Position, Problem

FILE = FileDigest("f", "0" * 64, 1)


def make_result(*effects: Effect, **fields: object) -> ImportResult:
    plan = Plan(tuple(Change("tool", str(number), one) for number, one in enumerate(effects)))
    return ImportResult("f", FILE, "o", "", plan, count_effects(plan), **fields)  # type: ignore[arg-type]


def test_has_problems_when_rows_were_left_out_or_conflict() -> None:
    assert not make_result(Effect.NEW, Effect.KEPT, Effect.GONE).has_problems
    assert make_result(Effect.CONFLICT).has_problems
    assert make_result(rejected=(Problem(Position("f", 1), "", "x"),)).has_problems


def test_changes_nothing_without_new_or_changed_rows() -> None:
    assert make_result(Effect.UNCHANGED, Effect.GONE, Effect.CONFLICT).changes_nothing
    assert not make_result(Effect.NEW).changes_nothing
    assert not make_result(Effect.CHANGED).changes_nothing
