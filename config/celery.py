"""The Celery application and the whole schedule of periodic work."""

import os
import warnings
from datetime import timedelta
from typing import Any

from celery import Celery
from celery.exceptions import SecurityWarning
from celery.schedules import crontab
from celery.signals import celeryd_init, setup_logging
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

# The warning about running as root speaks of pickled messages, which are refused here.
warnings.filterwarnings("ignore", category=SecurityWarning)

app = Celery("milepost")
app.config_from_object("django.conf:settings", namespace="CELERY")
# A task published from any thread of a web process must find this application, not Celery's default.
app.set_default()
app.autodiscover_tasks()
app.steps["worker"].add(DjangoStructLogInitStep)

# Every periodic task must be harmless when it runs twice or late.
app.conf.beat_schedule = {
    # Jobs whose message was lost, or whose worker died, go out again.
    "send adrift jobs again": {
        "task": "progress.resend_adrift_jobs",
        "schedule": timedelta(seconds=15),
        # A beat that was away must not pile up sweeps.
        "options": {"expires": 15},
    },
    "send adrift uploads again": {
        "task": "tracks.resend_adrift_uploads",
        "schedule": timedelta(seconds=15),
        "options": {"expires": 15},
    },
    # A curator's changed figure reaches the learners whom it concerns within half a minute.
    "sweep after changed figures": {
        "task": "progress.sweep_changed_figures",
        "schedule": timedelta(seconds=20),
        "options": {"expires": 20},
    },
    # After the nightly import window of most of the world.
    "sweep everybody": {
        "task": "progress.sweep_everybody",
        "schedule": crontab(hour="3", minute="17"),
    },
    # Politely, a few addresses a minute, when few people are about.
    "check links": {
        "task": "tracks.check_links",
        "schedule": crontab(hour="1-4"),
        "options": {"expires": 50},
    },
    "delete old uploads": {
        "task": "tracks.delete_old_uploads",
        "schedule": crontab(hour="4", minute="47"),
    },
    # Learners say how many of their printed plans are kept.
    "delete plans that are not kept": {
        "task": "progress.delete_surplus_plans",
        "schedule": crontab(minute="41"),
    },
}


@celeryd_init.connect
def give_workers_patience(conf: Any = None, **kwargs: Any) -> None:
    """Let a worker wait longer for the broker than a web request may."""
    options = {**conf.broker_transport_options, "socket_connect_timeout": 5, "socket_timeout": 15}
    conf.broker_transport_options = options


@setup_logging.connect
def keep_django_logging(**kwargs: Any) -> None:
    """Leave logging as the settings configure it; a connected receiver stops Celery's own set-up."""
