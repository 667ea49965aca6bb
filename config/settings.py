"""All settings in one file, driven by the environment through `config.env`.

Nothing differs between development and production but what the environment says; the variables are
described in `.env.example`.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config.env import BASE_DIR as PROJECT_DIR
from config.env import (
    as_celery_broker,
    read_data_dir,
    read_database,
    read_email,
    read_flag,
    read_list,
    read_number,
    read_or_create_secret_file,
    read_path,
    read_redis,
    read_secret,
    read_text,
    with_redis_database,
)
from config.logs import make_logging
from config.serving.brokers import find_private_broker

# --- What kind of installation this is -------------------------------------------------------------

MILEPOST_ENV = read_text("MILEPOST_ENV", "development")
if MILEPOST_ENV not in {"development", "production"}:
    raise ImproperlyConfigured("MILEPOST_ENV must be development or production.")
IS_PRODUCTION = MILEPOST_ENV == "production"
DEBUG = read_flag("DEBUG", default=not IS_PRODUCTION)

BASE_DIR = PROJECT_DIR
# Everything an installation writes: database, media, mails, cache, keys.
DATA_DIR: Path = read_data_dir()
DATA_DIR.mkdir(parents=True, exist_ok=True)

SECRET_KEY = read_secret("SECRET_KEY")
ALLOWED_HOSTS = read_list(
    "ALLOWED_HOSTS", [] if IS_PRODUCTION else ["localhost", "127.0.0.1", "[::1]"]
)
if IS_PRODUCTION and not SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY (or SECRET_KEY_FILE) must be set in production: "
        'make one with  python3 -c "import secrets; print(secrets.token_urlsafe(50))"'
    )
if IS_PRODUCTION and not ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS must be set in production: the host names of this site, separated by commas."
    )
SECRET_KEY = SECRET_KEY or read_or_create_secret_file(DATA_DIR / "secret-key")

# The public address, used in mails, plans and feeds; never taken from a request's Host header.
SITE_URL = read_text(
    "SITE_URL",
    f"https://{ALLOWED_HOSTS[0]}"
    if IS_PRODUCTION
    else f"http://127.0.0.1:{read_text('PORT', '8000')}",
).rstrip("/")
SITE_NAME = "Milepost"

# --- Applications ----------------------------------------------------------------------------------

INSTALLED_APPS = [
    "progress",
    "certifications",
    "tracks",
    "accounts",
    "config.apps.ConfigConfig",
    "config.apps.CurationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_celery_beat",
    "django_filters",
    "django_htmx",
    "django_structlog",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "knox",
    "rest_framework",
    "simple_history",
    "template_partials",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.middleware.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.middleware.PrivateResponseMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "config.middleware.StaffSecondFactorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ],
        },
    },
]

# --- Data ------------------------------------------------------------------------------------------

DATABASES = {"default": read_database("DATABASE_URL", DATA_DIR / "milepost.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Broker and cache share a server but not a database number; an operator may name another for the cache.
# Beside a running scripts/serve, commands find its private broker by themselves.
REDIS_URL = read_redis("REDIS_URL") or find_private_broker(DATA_DIR)
_cache_url = read_redis("CACHE_URL") or (with_redis_database(REDIS_URL, 1) if REDIS_URL else "")
CACHES: dict[str, Any] = {
    "default": {
        "BACKEND": "config.cache.PatientRedisCache",
        "LOCATION": _cache_url,
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
        "KEY_PREFIX": "milepost",
    }
    if _cache_url
    # Without any broker, processes still share one cache with each other.
    else {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(DATA_DIR / "cache"),
    }
}

# Documents made for learners. Never served by address: views check whose they are.
MEDIA_ROOT = read_path("MEDIA_ROOT", DATA_DIR / "media")
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

STATIC_URL = "static/"
STATIC_ROOT = read_path("STATIC_ROOT", BASE_DIR / "staticfiles")
STATICFILES_DIRS = [BASE_DIR / "static"]
# With a bucket, plans lie in S3-compatible storage: install the extra "s3". Keys come from the
# environment as boto3 reads them (AWS_ACCESS_KEY_ID and friends), never from here.
_s3_bucket = read_text("MEDIA_S3_BUCKET", "")
STORAGES: dict[str, Any] = {
    "default": {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": _s3_bucket,
            "endpoint_url": read_text("MEDIA_S3_ENDPOINT", "") or None,
            "region_name": read_text("MEDIA_S3_REGION", "") or None,
            # Nothing is public: views read the file and check whose it is.
            "default_acl": None,
            "querystring_auth": True,
            "querystring_expire": 60,
        },
    }
    if _s3_bucket
    else {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if IS_PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not IS_PRODUCTION
WHITENOISE_AUTOREFRESH = not IS_PRODUCTION

# --- Language and time -----------------------------------------------------------------------------

LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

# --- People ----------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/me/"
LOGOUT_REDIRECT_URL = "/"

ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SITE_URL.startswith("https") else "http"
ALLAUTH_TRUSTED_PROXY_COUNT = read_number("TRUSTED_PROXY_COUNT", 0)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = SITE_NAME
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_PRODUCTION
USERSESSIONS_TRACK_ACTIVITY = True

# Staff must have a second factor before they may use the curation screens.
REQUIRE_STAFF_MFA = read_flag("REQUIRE_STAFF_MFA", default=IS_PRODUCTION)
# One person may publish their own changes of pay and certifications; the history says so (ADR 0013).
SINGLE_CURATOR = read_flag("MILEPOST_SINGLE_CURATOR", default=False)

# --- Security headers ------------------------------------------------------------------------------

IS_HTTPS = read_flag("MILEPOST_HTTPS", default=IS_PRODUCTION)
_cookie_prefix = "__Host-" if IS_HTTPS else ""
SESSION_COOKIE_NAME = f"{_cookie_prefix}milepost-session"
SESSION_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
CSRF_COOKIE_NAME = f"{_cookie_prefix}milepost-csrf"
CSRF_COOKIE_SECURE = IS_HTTPS
CSRF_TRUSTED_ORIGINS = read_list("CSRF_TRUSTED_ORIGINS")
SECURE_SSL_REDIRECT = IS_HTTPS
# Probes come from inside the network, over plain HTTP.
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
SECURE_HSTS_SECONDS = read_number("HSTS_SECONDS", 31_536_000) if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if ALLAUTH_TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = [
    # Entering a domain into the browsers' preload list is its owner's decision, not ours.
    "security.W021",
    # E-mail addresses are unique in any letter case, by a constraint that this check cannot see.
    "auth.W004",
]
if not IS_HTTPS:
    # MILEPOST_HTTPS=false says in so many words that the site is served without encryption.
    SILENCED_SYSTEM_CHECKS += ["security.W004", "security.W008", "security.W012", "security.W016"]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}

# --- API -------------------------------------------------------------------------------------------

REST_FRAMEWORK = {
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
    "NUM_PROXIES": ALLAUTH_TRUSTED_PROXY_COUNT,
    "EXCEPTION_HANDLER": "config.api.answer_with_problem",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "COERCE_DECIMAL_TO_STRING": True,
}
# The library's migrations would make a table of its own beside ours, which nothing may empty.
MIGRATION_MODULES = {"knox": None}
KNOX_TOKEN_MODEL = "accounts.ApiToken"  # noqa: S105  # the name of a model
REST_KNOX = {
    "TOKEN_TTL": timedelta(days=90),
    "AUTO_REFRESH": False,
    "TOKEN_PREFIX": "milepost_",
}
SPECTACULAR_SETTINGS = {
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

# --- Mail ------------------------------------------------------------------------------------------

_email = read_email("EMAIL_URL", DATA_DIR / "mail")
globals().update(_email)
DEFAULT_FROM_EMAIL = read_text("DEFAULT_FROM_EMAIL", "Milepost <milepost@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Background work (ADR 0008) ----------------------------------------------------------------------

# The row in the database is the record and the message only a hint: these make recovery fast, the
# row, its lease and the sweeper make it certain.
CELERY_BROKER_URL = as_celery_broker(REDIS_URL) if REDIS_URL else None
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# None: never give up (the default stops after 100 tries).
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {
    # Longer than any task, or messages are delivered again while their task still runs.
    "visibility_timeout": 3600,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
    "socket_keepalive": True,
    "health_check_interval": 10,
    # A frozen broker may hold up a request this long and no longer; config.celery gives workers more.
    "socket_connect_timeout": 1,
    "socket_timeout": 1,
    "queue_order_strategy": "priority",
    "global_keyprefix": "milepost:",
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_RESULT_BACKEND = None
CELERY_TASK_SERIALIZER = "json"
CELERY_RESULT_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SOFT_TIME_LIMIT = 90
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_CREATE_MISSING_QUEUES = True
CELERY_TASK_ROUTES = {
    "progress.render_*": {"queue": "pdf"},
    "progress.resend_*": {"queue": "sweep"},
    # Behind everything that a person waits for.
    "progress.sweep_*": {"queue": "sweep"},
    "tracks.check_*": {"queue": "sweep"},
    "tracks.resend_*": {"queue": "sweep"},
}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 100
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 400_000
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 10
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
# Write every run to the database at once: /readyz tells a dead beat from a live one by it.
CELERY_BEAT_SYNC_EVERY = 1

# --- Curation --------------------------------------------------------------------------------------

SIMPLE_HISTORY_HISTORY_ID_USE_UUID = False
# Whether web addresses of the catalogue are asked each night if they are still alive.
LINK_CHECK = read_flag("LINK_CHECK", default=True)
LINK_CHECK_USER_AGENT = f"Milepost link check (+{SITE_URL})"

# --- Logs ------------------------------------------------------------------------------------------

LOGGING = make_logging(
    level=read_text("LOG_LEVEL", "INFO").upper(),
    as_json=read_text("LOG_FORMAT", "json" if IS_PRODUCTION else "console") == "json",
)
DJANGO_STRUCTLOG_CELERY_ENABLED = True
# Addresses are personal data and of no use in a log line.
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
