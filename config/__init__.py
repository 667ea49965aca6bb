"""Wiring only: imports every app and is imported by none.

Loads the Celery application, so that a task published from a web process finds its broker.
"""

from config.celery import app as celery_app

__all__ = ["celery_app"]
