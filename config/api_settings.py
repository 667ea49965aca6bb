"""Settings of the API: who may call it how often, its tokens, and how it describes itself."""

from datetime import timedelta
from typing import Any

from config.env import read_text

API_TOKENS: dict[str, Any] = {
    "TOKEN_TTL": timedelta(days=90),
    "AUTO_REFRESH": False,
    "TOKEN_PREFIX": "milepost_",
}

API_DESCRIPTION: dict[str, Any] = {
    "TITLE": "Milepost API",
    "DESCRIPTION": (
        "Tracks, milestones, certifications and pay with their sources, and a learner's own progress. "
        "Errors are problem details (RFC 9457)."
    ),
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": r"/api/v[0-9]+",
    "LICENSE": {"name": "MIT"},
    # Sets of codes that several fields of one name choose from.
    "ENUM_NAME_OVERRIDES": {
        "EvidenceStateEnum": "tracks.shared.provenance.EvidenceState",
        "JobStateEnum": "tracks.shared.job_rows.JobState",
        "EnrolmentStateEnum": "progress.choices.EnrolmentState",
        "MilestoneStatusEnum": "progress.choices.MilestoneStatus",
        "CertificationStatusEnum": "certifications.choices.CertificationStatus",
        "CertificationKindEnum": "certifications.choices.CertificationKind",
        "RequirementKindEnum": "certifications.choices.RequirementKind",
        "SourceKindEnum": "tracks.choices.SourceKind",
        "ResourceKindEnum": "tracks.choices.ResourceKind",
        "InsightKindEnum": "tracks.choices.InsightKind",
        "FactorKindEnum": "tracks.choices.FactorKind",
        "StageLevelEnum": "tracks.choices.StageLevel",
        "TimeLevelEnum": "tracks.choices.TimeLevel",
        "DemandLevelEnum": "tracks.choices.DemandLevel",
        "RungEnum": "tracks.choices.Rung",
    },
}


def make_rest_framework(*, proxy_count: int) -> dict[str, Any]:
    """Return REST_FRAMEWORK.

    Args:
        proxy_count: How many trusted proxies stand before the site; callers are told apart
            by the address that the outermost of them saw.
    """
    return {
        # Tokens first: a missing login is then answered with 401 rather than 403.
        "DEFAULT_AUTHENTICATION_CLASSES": [
            "accounts.api.authentication.ApiTokenAuthentication",
            "rest_framework.authentication.SessionAuthentication",
        ],
        # Closed unless an endpoint says otherwise; the catalogue says so.
        "DEFAULT_PERMISSION_CLASSES": [
            "rest_framework.permissions.IsAuthenticated",
            "accounts.api.authentication.TokenScopeSuffices",
        ],
        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
        "DEFAULT_PARSER_CLASSES": ["config.api_bodies.JsonBody"],
        "DEFAULT_PAGINATION_CLASS": "config.api.Pages",
        "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
        "DEFAULT_SCHEMA_CLASS": "config.api_schema.Schema",
        "DEFAULT_THROTTLE_CLASSES": [
            "rest_framework.throttling.AnonRateThrottle",
            "rest_framework.throttling.UserRateThrottle",
        ],
        "DEFAULT_THROTTLE_RATES": {
            "anon": read_text("API_RATE_ANONYMOUS", "120/min"),
            "user": read_text("API_RATE_USER", "600/min"),
            # The public page that verifies a printed plan, by address.
            "verify": read_text("VERIFY_RATE", "30/min"),
        },
        "NUM_PROXIES": proxy_count,
        "EXCEPTION_HANDLER": "config.api.answer_with_problem",
        "TEST_REQUEST_DEFAULT_FORMAT": "json",
        "COERCE_DECIMAL_TO_STRING": True,
    }
