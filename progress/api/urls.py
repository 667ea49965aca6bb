"""Routes of this app's API: everything of the caller, and nothing else, stands below me/."""

from django.urls import path

from progress.api import (
    assumptions,
    backtests,
    career_plans,
    enrolments,
    learners,
    milestones,
    outlines,
    planned_certifications,
    projections,
    releases,
    study_log,
    switches,
    typical_starters,
    what_ifs,
    worth,
)

urlpatterns = [
    path("me/circumstances/", learners.Circumstances.as_view(), name="api-circumstances"),
    path("me/enrolments/", enrolments.Enrolments.as_view(), name="api-enrolment-list"),
    path("me/outline/", outlines.LearnerOutline.as_view(), name="api-outline"),
    path(
        "me/milestones/<slug:key>/",
        milestones.LearnerMilestone.as_view(),
        name="api-learner-milestone",
    ),
    path(
        "me/milestone-events/",
        milestones.MilestoneEvents.as_view(),
        name="api-milestone-event-list",
    ),
    path(
        "me/milestone-events/<int:event_id>/undo/",
        milestones.UndoneMilestoneEvent.as_view(),
        name="api-milestone-event-undo",
    ),
    path("me/release/", releases.FollowedRelease.as_view(), name="api-release"),
    path(
        "me/releases/<int:number>/",
        releases.PreviewedRelease.as_view(),
        name="api-release-preview",
    ),
    path(
        "me/releases/<int:number>/move/",
        releases.ReleaseMoveTo.as_view(),
        name="api-release-move-to",
    ),
    path(
        "me/releases/<int:number>/stay/",
        releases.DeclinedRelease.as_view(),
        name="api-release-stay",
    ),
    path("me/release-moves/", releases.ReleaseMoves.as_view(), name="api-release-move-list"),
    path(
        "me/release-moves/<int:move_id>/undo/",
        releases.UndoneReleaseMove.as_view(),
        name="api-release-move-undo",
    ),
    path("me/study-log/", study_log.StudyLog.as_view(), name="api-study-log"),
    path(
        "me/study-log/<int:entry_id>/",
        study_log.StudyLogDetail.as_view(),
        name="api-study-log-detail",
    ),
    path(
        "me/planned-certifications/",
        planned_certifications.PlannedCertifications.as_view(),
        name="api-planned-certification-list",
    ),
    path(
        "me/planned-certifications/<slug:key>/",
        planned_certifications.PlannedCertificationDetail.as_view(),
        name="api-planned-certification-detail",
    ),
    path("me/projections/", projections.Projections.as_view(), name="api-projection-list"),
    path(
        "me/projections/<uuid:projection_id>/",
        projections.ProjectionDetail.as_view(),
        name="api-projection-detail",
    ),
    path("me/worth/", worth.Worth.as_view(), name="api-worth"),
    path("me/what-if/", what_ifs.WhatIf.as_view(), name="api-what-if"),
    path("me/scenarios/", what_ifs.Scenarios.as_view(), name="api-scenario-list"),
    path(
        "me/scenarios/<int:scenario_id>/",
        what_ifs.ScenarioDetail.as_view(),
        name="api-scenario-detail",
    ),
    path(
        "me/scenarios/compare/<slug:first>/<slug:second>/",
        what_ifs.ComparedScenarios.as_view(),
        name="api-scenario-compare",
    ),
    path("me/switch/<slug:key>/", switches.SwitchTo.as_view(), name="api-switch"),
    path("predictions/", backtests.Predictions.as_view(), name="api-predictions"),
    path("me/assumptions/", assumptions.LearnerAssumptions.as_view(), name="api-assumptions"),
    path("me/career-plans/", career_plans.CareerPlans.as_view(), name="api-career-plan-list"),
    path(
        "me/career-plans/settings/",
        career_plans.CareerPlanSettings.as_view(),
        name="api-career-plan-settings",
    ),
    path(
        "me/career-plans/<uuid:plan_id>/",
        career_plans.CareerPlanDetail.as_view(),
        name="api-career-plan-detail",
    ),
    path(
        "me/career-plans/<uuid:plan_id>/download/",
        career_plans.CareerPlanFile.as_view(),
        name="api-career-plan-download",
    ),
    path(
        "me/career-plans/<uuid:plan_id>/cancel/",
        career_plans.CancelledCareerPlan.as_view(),
        name="api-career-plan-cancel",
    ),
    path(
        "me/career-plans/<uuid:plan_id>/retry/",
        career_plans.RetriedCareerPlan.as_view(),
        name="api-career-plan-retry",
    ),
    path(
        "tracks/<slug:key>/typical-starter/",
        typical_starters.TypicalStarters.as_view(),
        name="api-typical-starter",
    ),
]
