"""Everything that Milepost knows about one person, as plain values."""

from typing import Any

from accounts.models import User
from progress.models import (
    CareerPlan,
    Enrolment,
    Learner,
    MilestoneEvent,
    MilestoneState,
    PlannedCertification,
    Projection,
    ProjectionSummary,
    ReleaseMove,
    Scenario,
    StudyLogEntry,
)
from progress.models.contexts import SUMMARY_FIGURES

SCHEMA = "milepost.learner-data/1"
# What each key of the export holds; part of the export, so that it explains itself.
KEYS = {
    "account": "e-mail address, name, time zone, theme, when the account was made and last used",
    "circumstances": "answers about work, pay, place, hours and goal; null is not said, and for "
    "plans_kept all",
    "tracks": "tracks followed, with the release and since when; one is ACTIVE; declined_release "
    "is the last release that the learner chose not to move to",
    "release_moves": "every move to another release of a track, oldest first, and when it was "
    "taken back",
    "milestones": "state of each milestone by its key, with note and links",
    "milestone_events": "every change of a state, oldest first; undoes is the position of the "
    "change that it takes back, counted from 1",
    "study_log": "hours by day",
    "planned_certifications": "certifications planned, by key",
    "projections": "every projection with its inputs, sources and result; USD, shares 0 to 1",
    "current_figures": "what lists show of each track now; USD, shares 0 to 1; worked out anew "
    "whenever something changed",
    "scenarios": "what-ifs that were kept, with what each sets; whatever is left out is as the "
    "learner has it",
    "career_plans": "every plan asked for, with the SHA-256 of its file",
}


def export_learner_data(*, user: User) -> dict[str, Any]:
    """Return all of a person's data as JSON values; times are ISO 8601, amounts are text.

    The keys are described in the export itself, under `about`. The password, sessions
    and sign-in secrets are left out.
    """
    return {
        "schema": SCHEMA,
        "about": KEYS,
        "account": _read_account(user),
        "circumstances": _read_circumstances(user),
        "tracks": _list_tracks(user),
        "release_moves": _list_release_moves(user),
        "milestones": _list_states(user),
        "milestone_events": _list_events(user),
        "study_log": _list_log(user),
        "planned_certifications": _list_certifications(user),
        "projections": _list_projections(user),
        "current_figures": _list_current_figures(user),
        "scenarios": _list_scenarios(user),
        "career_plans": _list_plans(user),
    }


def _read_account(user: User) -> dict[str, Any]:
    return {
        "email": user.email,
        "display_name": user.display_name,
        "time_zone": user.time_zone,
        "theme": user.theme,
        "joined_at": user.date_joined,
        "last_login_at": user.last_login,
    }


def _read_circumstances(user: User) -> dict[str, Any] | None:
    learner = Learner.objects.filter(user=user).select_related("target_role").first()
    if learner is None:
        return None
    return {
        "current_role": learner.current_role,
        "current_rung": learner.current_rung,
        "current_pay": learner.current_pay,
        "pay_currency": learner.pay_currency,
        "country": learner.country,
        "hours_per_week": learner.hours_per_week,
        "goal": learner.goal,
        "target_role": learner.target_role.key if learner.target_role else None,
        "target_date": learner.target_date,
        "employer_share": learner.employer_share,
        "assumption_overrides": learner.assumption_overrides,
        "onboarded_at": learner.onboarded_at,
        "plans_kept": learner.plans_kept,
    }


def _list_tracks(user: User) -> list[dict[str, Any]]:
    rows = Enrolment.objects.filter(user=user).select_related(
        "track", "release", "declined_release"
    )
    return [
        {
            "track": row.track.key,
            "release": row.release.number,
            "declined_release": row.declined_release.number if row.declined_release else None,
            "state": row.state,
            "started_at": row.started_at,
            "activated_at": row.activated_at,
        }
        for row in rows.order_by("pk")
    ]


def _list_release_moves(user: User) -> list[dict[str, Any]]:
    rows = ReleaseMove.objects.filter(enrolment__user=user).select_related(
        "enrolment__track", "from_release", "to_release"
    )
    return [
        {
            "track": row.enrolment.track.key,
            "from_release": row.from_release.number,
            "to_release": row.to_release.number,
            "moved_at": row.moved_at,
            "undone_at": row.undone_at,
        }
        for row in rows.order_by("pk")
    ]


def _list_states(user: User) -> list[dict[str, Any]]:
    rows = (
        MilestoneState.objects.filter(user=user)
        .select_related("milestone", "track")
        .order_by("milestone__key")
    )
    return [
        {
            "milestone": row.milestone.key,
            "status": row.status,
            "changed_at": row.changed_at,
            "track": row.track.key if row.track else None,
            "note": row.note,
            "links": row.links,
        }
        for row in rows
    ]


def _list_events(user: User) -> list[dict[str, Any]]:
    rows = list(
        MilestoneEvent.objects.filter(user=user).select_related("milestone", "track").order_by("pk")
    )
    position = {row.pk: number for number, row in enumerate(rows, start=1)}
    return [
        {
            "milestone": row.milestone.key,
            "from": row.from_status,
            "to": row.to_status,
            "at": row.at,
            "track": row.track.key if row.track else None,
            "undoes": position[row.undoes_id] if row.undoes_id else None,
        }
        for row in rows
    ]


def _list_log(user: User) -> list[dict[str, Any]]:
    rows = StudyLogEntry.objects.filter(user=user).select_related("milestone")
    return [
        {
            "date": row.date,
            "hours": row.hours,
            "milestone": row.milestone.key if row.milestone else None,
            "note": row.note,
        }
        for row in rows.order_by("date", "pk")
    ]


def _list_certifications(user: User) -> list[dict[str, Any]]:
    rows = PlannedCertification.objects.filter(user=user).select_related("certification")
    return [
        {"certification": row.certification.key, "added_at": row.added_at}
        for row in rows.order_by("pk")
    ]


def _list_projections(user: User) -> list[dict[str, Any]]:
    rows = Projection.objects.filter(enrolment__user=user).select_related("enrolment__track")
    return [
        {
            "track": row.enrolment.track.key,
            "state": row.job_state,
            "requested_at": row.requested_at,
            "finished_at": row.finished_at,
            "model_version": row.model_version,
            "fingerprint": row.fingerprint,
            "inputs": row.inputs,
            "sources": row.sources,
            "result": row.result,
            "decisions": row.decisions,
        }
        for row in rows.order_by("pk")
    ]


def _list_current_figures(user: User) -> list[dict[str, Any]]:
    rows = ProjectionSummary.objects.filter(enrolment__user=user).select_related("enrolment__track")
    return [
        {
            "track": row.enrolment.track.key,
            "computed_at": row.computed_at,
            **{name: getattr(row, name) for name in SUMMARY_FIGURES},
            "inputs": row.own_values,
            "updated_with": row.updated_with,
        }
        for row in rows.order_by("pk")
    ]


def _list_scenarios(user: User) -> list[dict[str, Any]]:
    rows = Scenario.objects.filter(enrolment__user=user).select_related("enrolment__track")
    return [
        {
            "track": row.enrolment.track.key,
            "name": row.name,
            "settings": row.settings,
            "saved_at": row.saved_at,
        }
        for row in rows.order_by("pk")
    ]


def _list_plans(user: User) -> list[dict[str, Any]]:
    rows = CareerPlan.objects.filter(enrolment__user=user).select_related("enrolment__track")
    return [
        {
            "id": row.uuid,
            "track": row.enrolment.track.key,
            "state": row.job_state,
            "page_size": row.page_size,
            "requested_at": row.requested_at,
            "finished_at": row.finished_at,
            "sha256": row.sha256,
            "size_bytes": row.size_bytes,
        }
        for row in rows.order_by("pk")
    ]
