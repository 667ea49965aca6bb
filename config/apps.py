"""Registration of the wiring, so that its commands are found."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Holds no models; its commands span the apps."""

    name = "config"
