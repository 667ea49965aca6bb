"""Content files that retire milestones and take them out of tracks."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.factories.content import edit, make_content
from tests.factories.content_loads import load, load_badly, read_effects
from tracks.models import (
    Milestone,
    ReleaseRemoval,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return make_content(tmp_path)


def add_milestones(root: Path, *keys: str) -> None:
    """Append milestones that need nothing to the file of the steps."""
    path = root / "milestones/steps.yaml"
    text = path.read_text(encoding="utf-8")
    first = text.partition("  - key: step-2")[0].partition("\n")[2]
    text += "".join(first.replace("step-1", key).replace("Step 1", key) for key in keys)
    path.write_text(text, encoding="utf-8")


def retire(root: Path, key: str, words: str) -> None:
    """Say of a milestone that it is retired."""
    edit(
        root,
        "milestones/steps.yaml",
        f"  - key: {key}\n",
        f"  - key: {key}\n    retired: {words}\n",
    )


class TestRetirement:
    def test_publishes_a_release_without_what_the_files_retire(self, content: Path) -> None:
        load(content, publish=True)
        # What replaces stands after the replaced in the file, and is loaded before it.
        add_milestones(content, "step-6")
        retire(content, "step-5", "{on: 2026-05-01, successor: step-6}")
        edit(content, "tracks/ops.yaml", "{key: step-5, optional: true}", "step-6")

        text = load(content, publish=True)

        assert "published Ops release 2" in text
        step = Milestone.objects.select_related("successor").get(key="step-5")
        assert step.retired_at == datetime(2026, 5, 1, tzinfo=UTC)
        assert str(step.successor) == "step-6"
        removal = ReleaseRemoval.objects.get()
        assert (removal.milestone, removal.successor) == (step, step.successor)
        assert read_effects(content, publish=True) == {}

    def test_publishes_what_leaves_one_track_and_stays_in_the_catalogue(
        self, content: Path
    ) -> None:
        load(content, publish=True)
        add_milestones(content, "step-6")
        edit(content, "tracks/ops.yaml", "{key: step-5, optional: true}", "step-6")
        status, _, words = load_badly(content, publish=True)
        assert (status, "“Step 5” was in the last release and is gone." in words) == (1, True)

        with (content / "tracks/ops.yaml").open("a", encoding="utf-8") as file:
            file.write("removals:\n  - {milestone: step-5, reason: Nobody asks for it.}\n")

        assert "published Ops release 2" in load(content, publish=True)
        assert Milestone.objects.get(key="step-5").retired_at is None
        removal = ReleaseRemoval.objects.get()
        assert (removal.successor, removal.reason) == (None, "Nobody asks for it.")
        assert read_effects(content, publish=True) == {}

    def test_of_a_curator_is_kept_and_that_of_the_files_taken_back_with_them(
        self, content: Path
    ) -> None:
        retire(content, "step-5", "{on: 2026-05-01, reason: Out of date.}")
        edit(
            content,
            "tracks/ops.yaml",
            "      - {key: step-5, optional: true}\n",
            "      - step-6\n",
        )
        add_milestones(content, "step-6")
        load(content)
        Milestone.objects.filter(key="step-1").update(retired_at=NOW, retired_reason="Here.")
        edit(
            content,
            "milestones/steps.yaml",
            "    retired: {on: 2026-05-01, reason: Out of date.}\n",
            "",
        )

        assert read_effects(content) == {
            "milestone step-1": "kept as edited here",
            "milestone step-5": "changed",
        }
        assert Milestone.objects.get(key="step-1").retired_reason == "Here."
        step = Milestone.objects.get(key="step-5")
        assert (step.retired_at, step.retired_reason) == (None, "")
