"""WSGI entry point."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()
# Load every view before the server forks: no first visitor waits for it.
get_resolver().url_patterns  # noqa: B018  # the access is what loads them
