import json
from datetime import timedelta

import pytest
from django.core.serializers.json import DjangoJSONEncoder

from progress.choices import MilestoneStatus
from progress.operations.learners import plan_certification
from progress.operations.milestones import (
    save_note,
    set_milestone_status,
    undo_milestone_event,
)
from progress.operations.release_moves import (
    move_to_release,
    stay_with_release,
    undo_release_move,
)
from progress.operations.scenarios import save_scenario
from progress.queries.exports import KEYS, SCHEMA, export_learner_data
from progress.queries.scenario_settings import ScenarioSettings
from tests.factories.certifications import make_certification
from tests.factories.progress import (
    NOW,
    list_milestones,
    make_career_plan,
    make_enrolment,
    make_log_entry,
    make_projection,
    make_user,
)
from tests.factories.tracks import make_milestone, make_placement, make_release, make_track

pytestmark = pytest.mark.django_db


def export(user):
    return json.loads(json.dumps(export_learner_data(user=user), cls=DjangoJSONEncoder))


class TestExportLearnerData:
    def test_holds_everything_of_the_person(self):
        enrolment = make_projection().enrolment
        user, milestone = enrolment.user, list_milestones(enrolment)[0]
        event = set_milestone_status(
            enrolment=enrolment, milestone=milestone, status=MilestoneStatus.DONE, now=NOW
        )
        save_note(
            enrolment=enrolment,
            milestone=milestone,
            note="Mine",
            links=["https://example.org"],
            now=NOW,
        )
        undo_milestone_event(user=user, event=event, now=NOW)
        make_log_entry(user=user, milestone=milestone)
        certification = make_certification()
        plan_certification(user=user, certification=certification, now=NOW)
        plan = make_career_plan(enrolment=enrolment)

        data = export(user)

        assert data["schema"] == SCHEMA
        assert data["account"]["email"] == user.email
        assert data["circumstances"]["current_pay"] == "52000"
        assert data["tracks"][0]["track"] == enrolment.track.key
        assert data["milestones"] == [
            {
                "milestone": milestone.key,
                "status": "TODO",
                "changed_at": "2026-06-01T12:00:00Z",
                "track": None,
                "note": "Mine",
                "links": ["https://example.org"],
            }
        ]
        assert [(one["to"], one["undoes"]) for one in data["milestone_events"]] == [
            ("DONE", None),
            ("TODO", 1),
        ]
        assert data["study_log"][0]["milestone"] == milestone.key
        assert data["planned_certifications"][0]["certification"] == certification.key
        assert data["projections"][0]["result"]["track_key"] == enrolment.track.key
        assert data["career_plans"][0]["id"] == str(plan.uuid)

    def test_holds_scenarios_as_they_were_kept(self):
        enrolment = make_enrolment()
        save_scenario(
            enrolment=enrolment,
            name="Faster",
            settings=ScenarioSettings(hours_per_week=12.0),
            now=NOW,
        )

        assert export(enrolment.user)["scenarios"] == [
            {
                "track": enrolment.track.key,
                "name": "Faster",
                "settings": {"hours_per_week": 12.0},
                "saved_at": "2026-06-01T12:00:00Z",
            }
        ]

    def test_holds_moves_between_releases_and_what_was_declined(self):
        track = make_track()
        enrolment = make_enrolment(track=track)
        for _ in range(2):
            make_placement(stage=track.stages.get(key="guru"), milestone=make_milestone())
            make_release(track=track, now=NOW)
        second, third = track.releases.filter(number__gt=1).order_by("number")
        move = move_to_release(enrolment=enrolment, release=second, now=NOW)
        undo_release_move(move=move, now=NOW + timedelta(hours=1))
        move_to_release(enrolment=enrolment, release=second, now=NOW + timedelta(days=1))
        stay_with_release(enrolment=enrolment, release=third)

        data = export(enrolment.user)

        assert (data["tracks"][0]["release"], data["tracks"][0]["declined_release"]) == (2, 3)
        common = {"track": track.key, "from_release": 1, "to_release": 2}
        assert data["release_moves"] == [
            common | {"moved_at": "2026-06-01T12:00:00Z", "undone_at": "2026-06-01T13:00:00Z"},
            common | {"moved_at": "2026-06-02T12:00:00Z", "undone_at": None},
        ]

    def test_describes_each_of_its_keys(self):
        data = export(make_user())

        assert set(data) == {"schema", "about", *KEYS}
        assert data["circumstances"] is None

    def test_holds_no_secret_and_nothing_of_others(self):
        other = make_projection().enrolment.user
        user = make_user()

        text = json.dumps(export(user))

        assert other.email not in text
        assert user.password not in text
        assert json.loads(text)["projections"] == []
