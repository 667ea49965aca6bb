"""Registration of the wiring, so that its commands are found, and of the admin."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class ConfigConfig(AppConfig):
    """Holds no models; its commands span the apps."""

    name = "config"


class CurationConfig(AdminConfig):
    """Django's admin on the site that groups screens and shows the curator's board."""

    default_site = "tracks.shared.admin.CurationSite"
