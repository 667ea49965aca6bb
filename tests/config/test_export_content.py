"""Export and load are each other's reverse, also for what was edited here."""

from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from certifications.models import Certification, Claim
from config.env import BASE_DIR
from config.management.commands.load_content import KINDS, read_content
from tests.factories.content import make_content
from tracks.models import Insight, Milestone, Removal, Role, SalaryBand, Source, Tool, Track
from tracks.operations.content import plan_records
from tracks.shared.imports import Effect

CONTENT = BASE_DIR / "content"


def load(root: Path) -> str:
    out = StringIO()
    call_command("load_content", root, apply=True, stdout=out)
    return out.getvalue()


def export(root: Path, **options: bool) -> str:
    out = StringIO()
    call_command("export_content", root, stdout=out, **options)
    return out.getvalue()


def export_badly(root: Path, **options: bool) -> tuple[int, str, str]:
    err = StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("export_content", root, stdout=StringIO(), stderr=err, **options)
    return caught.value.returncode, str(caught.value), err.getvalue()


def list_effects(root: Path) -> set[Effect]:
    records = read_content(root, problems := [])
    assert problems == []
    return {change.effect for change in plan_records(records=records, kinds=KINDS).changes}


def read_bytes(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*.yaml"))}


def empty_tables() -> None:
    Claim.objects.all().delete()
    for kind in reversed(KINDS):
        for child in reversed(kind.children):
            child.model._default_manager.all().delete()
    Certification.objects.update(successor=None)
    Milestone.objects.update(successor=None)
    for kind in reversed(KINDS):
        kind.model._default_manager.all().delete()


@pytest.mark.django_db
class TestRoundTrip:
    def test_of_the_real_catalogue_changes_nothing(self, tmp_path: Path) -> None:
        load(CONTENT)
        assert "Loading them changes nothing." in export(tmp_path / "a")
        assert list_effects(tmp_path / "a") == {Effect.UNCHANGED}
        # The files fill an empty installation, which then agrees with the original files.
        empty_tables()
        load(tmp_path / "a")
        assert list_effects(CONTENT) == {Effect.UNCHANGED}
        export(tmp_path / "b")
        assert read_bytes(tmp_path / "a") == read_bytes(tmp_path / "b")

    def test_keeps_edits_and_rows_made_here(self, tmp_path: Path) -> None:
        load(make_content(tmp_path))
        SalaryBand.objects.update(high=130_000, note="Two lines\r\nof a note: with a # sign")
        Tool.objects.filter(key="git").update(name="no")
        source = Source.objects.get(key="survey")
        Role.objects.create(key="made-here", title="Made here", aliases=["a, b", "null"])
        Insight.objects.filter(key="first").update(position=9)
        Insight.objects.create(
            key="third", track=Track.objects.get(), kind="PRO", title="3", source=source, position=2
        )
        Claim.objects.filter(field="VALIDITY").update(as_of="2031")
        export(tmp_path / "out")
        assert list_effects(tmp_path / "out") == {Effect.UNCHANGED}
        empty_tables()
        load(tmp_path / "out")
        band = SalaryBand.objects.get()
        assert (band.high, band.note) == (130_000, "Two lines\r\nof a note: with a # sign")
        assert Tool.objects.get(key="git").name == "no"
        assert Role.objects.get(key="made-here").aliases == ["a, b", "null"]
        order = Insight.objects.order_by("position").values_list("key", flat=True)
        assert list(order) == ["second", "third", "first"]
        assert Claim.objects.get(field="VALIDITY").as_of == "2031"

    def test_keeps_what_became_of_milestones(self, tmp_path: Path) -> None:
        load(make_content(tmp_path))
        retired_at = datetime(2026, 5, 4, 13, 45, 10, 123456, tzinfo=UTC)
        track, old = Track.objects.get(), Milestone.objects.get(key="step-5")
        # The replaced sorts before what replaces it, and the chain has two links.
        last = Milestone.objects.create(**_copy(old, "z-last"))
        successor = last
        for key, at in (("y-first", datetime(2026, 5, 4, tzinfo=UTC)), ("x-second", retired_at)):
            successor = Milestone.objects.create(
                **_copy(old, key), retired_at=at, successor=successor, retired_reason="It grew."
            )
        for one in Milestone.objects.filter(resources=None):
            one.skills.set(old.skills.all())
            for number in (1, 2):
                one.resources.create(
                    title="R", url=f"https://example.org/{number}", kind="BOOK", position=number
                )
        Removal.objects.create(track=track, milestone=last, reason="Never taught:\n“here”")
        Removal.objects.create(track=track, milestone=old, successor=last)

        export(tmp_path / "out")

        text = (tmp_path / "out/milestones/milestones.yaml").read_text()
        assert '      on: "2026-05-04"\n' in text
        assert list_effects(tmp_path / "out") == {Effect.UNCHANGED}
        empty_tables()
        load(tmp_path / "out")
        second = Milestone.objects.select_related("successor__successor").get(key="x-second")
        assert (second.retired_at, second.retired_reason) == (retired_at, "It grew.")
        assert second.successor is not None
        assert (second.successor.key, str(second.successor.successor)) == ("y-first", "Step 5")
        assert set(Removal.objects.values_list("milestone__key", "successor__key")) == {
            ("step-5", "z-last"),
            ("z-last", None),
        }


def _copy(milestone: Milestone, key: str) -> dict[str, Any]:
    """Return the columns of a milestone under another key."""
    names = ("title", "outcome", "description", "proof_idea", "hours_source")
    return {"key": key, **{name: getattr(milestone, name) for name in names}}


@pytest.mark.django_db
class TestRefusal:
    def test_of_a_folder_in_use(self, tmp_path: Path) -> None:
        content = make_content(tmp_path)
        load(content)
        before = read_bytes(content)
        status, words, _ = export_badly(content)
        assert (status, words.endswith("or add --force to replace its files.")) == (2, True)
        assert read_bytes(content) == before
        (content / "role_families.yaml").write_text("families: []\n")
        assert "Loading them changes nothing." in export(content, force=True)
        # Old files of other names would declare everything twice.
        assert not (content / "tools/seed.yaml").exists()
        assert (content / "role_families.yaml").exists()

    def test_of_a_file_and_of_nothing(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        assert export_badly(tmp_path / "file")[0] == 2
        status, words, _ = export_badly(tmp_path / "out")
        assert (status, words) == (2, "There is no content to export. Load some first.")
        assert not (tmp_path / "out").exists()

    def test_names_rows_that_no_file_may_state(self, tmp_path: Path) -> None:
        load(make_content(tmp_path))
        Milestone.objects.filter(key="step-1").update(outcome="Knows something")
        status, words, errors = export_badly(tmp_path / "out")
        assert status == 1
        assert "1 rows do not meet what content files must say." in words
        assert "outcome" in errors


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40).filter(
    lambda text: text.strip()
)


class TestRandomEdits(TestCase):
    @settings(max_examples=25, suppress_health_check=list(HealthCheck))
    @given(data=st.data())
    def test_export_as_they_are(self, data: st.DataObject) -> None:
        folder = Path(self.tmp_path.name)
        number = len(list(folder.iterdir()))
        load(make_content(folder / f"{number}-in"))
        for model, name in (
            (Tool, "name"),
            (Role, "title"),
            (Insight, "title"),
            (Insight, "body"),
            (SalaryBand, "note"),
        ):
            for row in model.objects.all():
                if data.draw(st.booleans()):
                    model.objects.filter(pk=row.pk).update(**{name: data.draw(TEXTS)})
        for row in Insight.objects.all():
            Insight.objects.filter(pk=row.pk).update(position=data.draw(st.integers(0, 9)))
        low, high = sorted(data.draw(st.tuples(st.integers(1, 10**9), st.integers(1, 10**9))))
        SalaryBand.objects.update(low=f"{low}.{data.draw(st.integers(10, 99))}", high=high + 1)
        out = folder / f"{number}-out"
        assert "Loading them changes nothing." in export(out)

    def setUp(self) -> None:
        self.tmp_path = TemporaryDirectory()
        self.addCleanup(self.tmp_path.cleanup)
