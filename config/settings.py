"""All settings, driven by the environment through `config.env`.

Nothing differs between development and production but what the environment says; the variables are
described in `.env.example`. Long parts have modules of their own and are put in place here.
"""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from config.api_settings import API_DESCRIPTION, API_TOKENS, make_rest_framework
from config.background_work import make_celery_settings
from config.env import BASE_DIR as PROJECT_DIR
from config.env import (
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
)
from config.logs import make_logging
from config.security import PAGE_POLICY, list_accepted_warnings, make_security_settings
from config.serving.brokers import find_private_broker
from config.storage import make_caches, make_storages

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
    "config.middleware.RefusedMethodMiddleware",
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

# Beside a running scripts/serve, commands find its private broker by themselves.
REDIS_URL = read_redis("REDIS_URL") or find_private_broker(DATA_DIR)
CACHES = make_caches(redis_url=REDIS_URL, folder=DATA_DIR / "cache")

# Documents made for learners. Never served by address: views check whose they are.
MEDIA_ROOT = read_path("MEDIA_ROOT", DATA_DIR / "media")
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

STATIC_URL = "static/"
STATIC_ROOT = read_path("STATIC_ROOT", BASE_DIR / "staticfiles")
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = make_storages(has_manifest=IS_PRODUCTION)
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
globals().update(
    make_security_settings(is_https=IS_HTTPS, is_behind_proxy=bool(ALLAUTH_TRUSTED_PROXY_COUNT))
)
CONTENT_SECURITY_POLICY = PAGE_POLICY
SILENCED_SYSTEM_CHECKS = list_accepted_warnings(is_https=IS_HTTPS)

# --- API -------------------------------------------------------------------------------------------

REST_FRAMEWORK = make_rest_framework(proxy_count=ALLAUTH_TRUSTED_PROXY_COUNT)
# The library's migrations would make a table of its own beside ours, which nothing may empty.
MIGRATION_MODULES = {"knox": None}
KNOX_TOKEN_MODEL = "accounts.ApiToken"  # noqa: S105  # the name of a model
REST_KNOX = API_TOKENS
SPECTACULAR_SETTINGS = API_DESCRIPTION

# --- Mail ------------------------------------------------------------------------------------------

_email = read_email("EMAIL_URL", DATA_DIR / "mail")
globals().update(_email)
DEFAULT_FROM_EMAIL = read_text("DEFAULT_FROM_EMAIL", "Milepost <milepost@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Background work (ADR 0008) ----------------------------------------------------------------------

globals().update(make_celery_settings(REDIS_URL))

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
