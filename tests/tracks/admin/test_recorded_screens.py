"""Every screen of directly saved content: one entry a save, the right difference, the way back."""

import json
from typing import Any

import pytest
from django.contrib import admin
from django.db import models as db
from django.test import Client

from tests.factories import certifications as awards
from tests.factories.tracks import (
    make_milestone,
    make_skill,
    make_skill_group,
    make_source,
    make_stage,
    make_tool,
    make_track,
)
from tests.screens import find_url, make_staff, read_messages, run_action, send_form, sign_in
from tests.tracks.admin.test_lists import SCREENS
from tracks.models import (
    Milestone,
    Placement,
    QuestionOption,
    Revision,
    Skill,
    SkillGroup,
    Stage,
    Tool,
)
from tracks.shared.kept_records import find_root, read_kept_row
from tracks.shared.recorded_rows import is_recorded

pytestmark = pytest.mark.django_db


def list_screens() -> list[type[db.Model]]:
    """Return the tables with a screen whose form can be saved and whose saves are recorded."""
    found = []
    for model, screen in admin.site._registry.items():
        is_open = type(screen).has_change_permission is admin.ModelAdmin.has_change_permission
        if is_open and is_recorded(model):
            found.append(model)
    return found


RECORDED = list_screens()
TEXTS = (db.CharField, db.TextField)


def pick_text(row: db.Model) -> str:
    """Return a text of the row's form that says something and can say something else."""
    names = ("title", "name", "text", "description", "note", "reason", "to_field", "sector")
    columns = {column.name for column in row._meta.concrete_fields if isinstance(column, TEXTS)}
    return next(name for name in names if name in columns)


def make_row(model: type[db.Model]) -> Any:
    """Make a row that the form takes as it is."""
    row = SCREENS[model]()
    if model is Milestone:
        Milestone.objects.update(hours_source=make_source())
        row.refresh_from_db()
    if hasattr(row, "tracks") and not row.tracks.exists():
        row.tracks.set([make_track(milestones=[])])
    return row


def read_record(row: db.Model) -> dict[str, Any]:
    return read_kept_row(find_root(row)).record


@pytest.fixture
def curator():
    return make_staff("curator")


@pytest.fixture
def client(curator) -> Client:
    return sign_in(curator)


@pytest.fixture
def boss() -> Client:
    return sign_in(make_staff(is_superuser=True))


def read_history(client: Client, row: db.Model) -> list[Any]:
    return [entry[0] for entry in client.get(find_url(row, "history")).context["versions"]]


def find_version(row: db.Model, token: str) -> str:
    return f"{find_url(row, 'history')}{token}/"


def restore(client: Client, row: db.Model, token: str) -> Any:
    url = find_version(row, token)
    mark = client.get(url).context["mark"]
    return client.post(url, {"seen": mark}, follow=True)


class TestEveryScreen:
    def test_none_is_forgotten(self):
        assert set(RECORDED) <= set(SCREENS)
        names = {model.__name__ for model in RECORDED}
        assert {"Milestone", "Stage", "LadderRung", "QuestionOption", "Issuer", "Source"} <= names
        assert not names & {"Role", "SalaryBand", "Certification", "Claim"}

    @pytest.mark.parametrize("model", RECORDED, ids=lambda model: model.__name__)
    def test_a_save_leaves_one_entry_with_the_difference_and_can_be_taken_back(
        self, client, curator, model
    ):
        row = make_row(model)
        before = read_record(row)
        send_form(client, find_url(row, "change"), **{pick_text(row): "Another wording"})
        after = read_record(row)
        revision = Revision.objects.get()
        assert (revision.base, revision.proposed) == (before, after)
        assert json.dumps(after).count("Another wording") == 1
        assert (revision.author, revision.reviewer) == (curator, None)
        assert revision.is_direct
        assert not revision.is_unreviewed
        response = client.get(find_url(row, "history"), follow=True)
        page = response.text
        assert "Another wording" in page
        assert str(curator) in page
        assert [len(one[1]) for one in response.context["versions"]] == [1, 0]
        root = response.context["object"]
        response = restore(client, root, f"before-change-{revision.pk}")
        assert "is restored" in read_messages(response)
        assert read_record(row) == before
        assert Revision.objects.count() == 2

    @pytest.mark.parametrize("model", RECORDED, ids=lambda model: model.__name__)
    def test_a_save_that_changes_nothing_leaves_none(self, client, model):
        row = make_row(model)
        response = send_form(client, find_url(row, "change"))
        assert "was changed successfully" in read_messages(response)
        assert not Revision.objects.exists()


class TestNewRow:
    def test_is_an_entry(self, client):
        data = {"name": "Git", "key": "git", "url": "https://example.org/", "summary": "keeps"}
        client.post(find_url(Tool, "add"), data)
        tool = Tool.objects.get()
        revision = Revision.objects.get()
        assert (revision.base, revision.proposed["name"]) == (None, "Git")
        assert "The row is new." in client.get(find_url(tool, "history")).text


class TestParts:
    def test_are_kept_with_their_whole(self, client):
        milestone = make_milestone(hours_source=make_source())
        old = milestone.resources.order_by("position").first()
        url = find_url(milestone, "change")
        send_form(client, url, **{"resources-0-title": "The handbook", "resources-1-DELETE": "on"})
        assert milestone.resources.count() == 1
        page = client.get(find_url(milestone, "history")).text
        assert "The handbook" in page
        restore(client, milestone, f"before-change-{Revision.objects.get().pk}")
        assert milestone.resources.order_by("position").first().title == old.title
        assert milestone.resources.count() == 2

    def test_a_stage_is_kept_with_its_track(self, client):
        stage = make_track(is_published=False).stages.order_by("position").last()
        milestone = make_milestone()
        placed = list(stage.placements.order_by("position"))
        last = placed[-1].pk
        before = read_record(stage.track)
        url = find_url(stage, "change")
        send_form(client, url, **{"placements-0-milestone": milestone.pk})
        response = client.get(find_url(stage, "history"), follow=True)
        assert response.redirect_chain == [(find_url(stage.track, "history"), 302)]
        assert str(milestone) in response.text
        restore(client, stage.track, f"before-change-{Revision.objects.get().pk}")
        assert read_record(stage.track) == before
        assert Placement.objects.filter(pk=last).exists() or len(placed) == 1

    def test_an_optional_milestone_shows(self, client):
        stage = make_stage(milestones=[make_milestone()])
        send_form(client, find_url(stage, "change"), **{"placements-0-is_optional": "on"})
        response = client.get(find_url(stage.track, "history"))
        (one,) = response.context["versions"][0][1]
        title = stage.placements.get().milestone.title
        assert one.label == f"Stages: {stage.key}"
        assert one.before == f"Milestones: {title}"
        assert one.after == f"Milestones: {title} (Is optional yes)"

    def test_the_weight_of_an_answer_shows(self, client):
        option = SCREENS[QuestionOption]()
        send_form(client, find_url(option, "change"), **{"effects-0-weight": "-2"})
        response = client.get(find_url(option.question, "history"))
        assert "-2" in response.context["versions"][0][1][0].after

    def test_moving_a_stage_changes_both_tracks(self, client):
        stage = make_stage()
        other = make_track(milestones=[])
        send_form(client, find_url(stage, "change"), track=other.pk)
        assert {one.key for one in Revision.objects.all()} == {stage.track.key, other.key}


class TestRetiring:
    def test_is_kept_and_taken_back(self, client):
        milestone = make_milestone(hours_source=make_source())
        changes = {"is_retired": "on", "retired_reason": "Nobody does this."}
        send_form(client, find_url(milestone, "change"), **changes)
        assert "Nobody does this." in client.get(find_url(milestone, "history")).text
        restore(client, milestone, f"before-change-{Revision.objects.get().pk}")
        milestone.refresh_from_db()
        assert milestone.retired_at is None


class TestRemoving:
    def test_a_part_is_recorded(self, client):
        stage = make_stage(milestones=[make_milestone()])
        track = stage.track
        before = read_record(track)
        client.post(find_url(stage, "delete"), {"post": "yes"})
        assert not Stage.objects.exists()
        restore(client, track, f"before-change-{Revision.objects.get().pk}")
        assert read_record(track) == before

    def test_a_row_is_recorded_with_what_goes_with_it_and_comes_back(self, boss):
        tool = make_tool()
        before = read_record(tool)
        name = find_root(tool)
        response = boss.post(find_url(tool, "delete"), {"post": "yes"}, follow=True)
        url = find_url(Tool, "history", tool.key)
        assert url in read_messages(response)
        assert "The row is removed." in boss.get(url).text
        token = f"before-change-{Revision.objects.get().pk}"
        page = boss.get(f"{url}{token}/")
        assert "made again" in page.text
        boss.post(f"{url}{token}/", {"seen": page.context["mark"]})
        assert read_kept_row(name).record == before

    def test_several_at_once(self, boss):
        tools = [make_tool(), make_tool()]
        url = find_url(Tool, "changelist")
        data = {"action": "delete_selected", "_selected_action": [one.pk for one in tools]}
        boss.post(url, {**data, "post": "yes"})
        assert not Tool.objects.exists()
        assert {one.key for one in Revision.objects.all()} == {one.key for one in tools}

    def test_is_not_for_curators(self, client):
        tool = make_tool()
        assert client.post(find_url(tool, "delete"), {"post": "yes"}).status_code == 403
        assert run_action(client, Tool, "delete_selected", tool).status_code == 200
        assert Tool.objects.exists()

    def test_a_milestone_of_a_release_stays(self, boss):
        milestone = make_milestone()
        make_track(milestones=[milestone])
        boss.post(find_url(milestone, "delete"), {"post": "yes"})
        assert Milestone.objects.filter(pk=milestone.pk).exists()
        assert not Revision.objects.exists()


class TestVersions:
    def test_any_two_are_compared(self, client):
        tool = make_tool(name="Git")
        for name in ("Jujutsu", "Mercurial"):
            send_form(client, find_url(tool, "change"), name=name)
        first, second = Revision.objects.order_by("pk")
        url = f"{find_url(tool, 'history')}compare/"
        pair = {"newer": f"before-change-{first.pk}", "older": f"change-{second.pk}"}
        (one,) = client.get(url, pair).context["differences"]
        assert (one.label, one.before, one.after) == ("Name", "Git", "Mercurial")

    def test_an_unknown_one_is_not_there(self, client):
        tool = make_tool()
        for token in ("change-999999", "x", "compare"):
            assert client.get(find_version(tool, token)).status_code == 404
        assert client.get(find_url(Tool, "history", "no-such")).status_code == 404

    def test_what_nobody_recorded_is_found(self, client):
        tool = make_tool(name="Git")
        send_form(client, find_url(tool, "change"), name="Jujutsu")
        Tool.objects.update(name="Mercurial")
        send_form(client, find_url(tool, "change"), name="Fossil")
        ways = [one.way.name for one in read_history(client, tool)]
        assert ways == ["ADMIN", "UNRECORDED", "ADMIN", "UNRECORDED"]
        Tool.objects.update(name="Darcs")
        assert read_history(client, tool)[0].record["name"] == "Darcs"

    def test_a_row_without_a_past_shows_what_it_says(self, client):
        page = client.get(find_url(make_tool(), "history"))
        assert len(page.context["versions"]) == 1
        assert "when recording began" in page.text


class TestRestoring:
    def test_writes_nothing_when_the_row_moved_meanwhile(self, client):
        tool = make_tool(name="Git")
        send_form(client, find_url(tool, "change"), name="Jujutsu")
        url = find_version(tool, f"before-change-{Revision.objects.get().pk}")
        mark = client.get(url).context["mark"]
        Tool.objects.update(name="Mercurial")
        response = client.post(url, {"seen": mark}, follow=True)
        assert "changed while you were reading" in read_messages(response)
        tool.refresh_from_db()
        assert tool.name == "Mercurial"

    def test_says_why_it_cannot(self, client):
        source = make_source()
        skill = make_skill(
            group=make_skill_group(source=source), tracks=[make_track(milestones=[])]
        )
        SkillGroup.objects.update(source=make_source())
        send_form(client, find_url(skill, "change"), source=make_source().pk)
        source.delete()
        response = restore(client, skill, f"before-change-{Revision.objects.get().pk}")
        assert "is not there any more" in read_messages(response)
        assert Skill.objects.get().source != source

    def test_refuses_a_circle(self, client):
        first = make_milestone(hours_source=make_source())
        second = make_milestone(prerequisites=[first], hours_source=make_source())
        send_form(client, find_url(second, "change"), prerequisites=[])
        first.prerequisites.set([second])
        response = restore(client, second, f"before-change-{Revision.objects.get().pk}")
        assert "that would be a circle" in read_messages(response)
        assert not second.prerequisites.exists()

    def test_is_not_for_those_who_may_only_look(self, client):
        tool = make_tool()
        send_form(client, find_url(tool, "change"), name="Jujutsu")
        url = find_version(tool, f"before-change-{Revision.objects.get().pk}")
        approver = sign_in(make_staff("approver"))
        assert "Restore this version" not in approver.get(url).text
        assert approver.post(url, {"seen": "x"}).status_code == 403
        nobody = sign_in(make_staff())
        assert nobody.get(url).status_code == 403
        assert nobody.get(find_url(tool, "history")).status_code == 403


class TestProposedChanges:
    def test_are_not_mixed_with_what_was_written_at_once(self, client):
        tool = make_tool()
        send_form(client, find_url(tool, "change"), name="Jujutsu")
        response = client.get(find_url(Revision, "changelist"))
        assert response.context["cl"].result_count == 0
        assert client.get(find_url(Revision.objects.get(), "change")).status_code == 404


class TestIssuer:
    def test_of_another_app_is_recorded_too(self, client):
        issuer = awards.make_issuer()
        send_form(client, find_url(issuer, "change"), name="Another")
        assert Revision.objects.get().kind == "issuer"
