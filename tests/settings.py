"""The project's settings with the handful of differences that tests need."""

import os
import tempfile
from pathlib import Path

# Tests read neither a developer's .env nor anything below var/.
os.environ["MILEPOST_IGNORE_DOTENV"] = "1"
os.environ["MILEPOST_ENV"] = "development"
_scratch = Path(tempfile.gettempdir()) / f"milepost-tests-{os.getuid()}"
os.environ["MILEPOST_DATA_DIR"] = str(_scratch)
# Empty means SQLite in memory; scripts/test names a PostgreSQL server for one of its passes.
os.environ["DATABASE_URL"] = os.environ.get("SUITE_DATABASE_URL", "")
os.environ["REDIS_URL"] = ""
os.environ["CACHE_URL"] = ""
os.environ["EMAIL_URL"] = ""

from config.settings import *  # noqa: E402, F403  # the environment above must come first

DEBUG = False
SECRET_KEY = "a key for tests only"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
SITE_URL = "http://testserver"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# The real hasher takes a tenth of a second for each of hundreds of people.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# The manifest of collected files does not exist before a release is built.
WHITENOISE_AUTOREFRESH = True

# Test databases come and go; a pool would hold on to them.
DATABASES["default"].get("OPTIONS", {}).pop("pool", None)  # noqa: F405  # from the settings above
