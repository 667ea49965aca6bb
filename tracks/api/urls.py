"""Routes of this app's API."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from tracks.api import comparisons, insights, milestones, questionnaire, salaries, tracks

router = SimpleRouter()
router.register("tracks", tracks.Tracks, "api-track")
router.register("milestones", milestones.Milestones, "api-milestone")
router.register("skill-groups", milestones.SkillGroups, "api-skill-group")
router.register("tools", milestones.Tools, "api-tool")
router.register("roles", salaries.Roles, "api-role")
router.register("salary-bands", salaries.SalaryBands, "api-salary-band")
router.register("sources", salaries.Sources, "api-source")
router.register("demand-indicators", insights.DemandIndicators, "api-demand-indicator")
router.register("insights", insights.Insights, "api-insight")
router.register("accelerators", insights.Accelerators, "api-accelerator")
router.register("qualitative-factors", insights.QualitativeFactors, "api-qualitative-factor")
router.register("cost-ranges", insights.CostRanges, "api-cost-range")
router.register("transitions", insights.Transitions, "api-transition")
router.register("synergies", insights.Synergies, "api-synergy")
router.register("meeting-points", insights.MeetingPoints, "api-meeting-point")
router.register("comparison-dimensions", insights.ComparisonDimensions, "api-comparison-dimension")

urlpatterns = [
    *router.urls,
    path("questionnaire/", questionnaire.Questionnaire.as_view(), name="api-questionnaire"),
    path(
        "compare/<slug:left>/<slug:right>/",
        comparisons.Comparisons.as_view(),
        name="api-comparison",
    ),
]
