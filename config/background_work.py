"""Settings of Celery (ADR 0008).

The row in the database is the record and the message only a hint: these make recovery
fast, the row, its lease and the sweeper make it certain.
"""

from typing import Any

from config.env import as_celery_broker


def make_celery_settings(redis_url: str) -> dict[str, Any]:
    """Return the settings whose names begin with CELERY.

    Args:
        redis_url: Address of the broker; blank without one.
    """
    return {
        "CELERY_BROKER_URL": as_celery_broker(redis_url) if redis_url else None,
        "CELERY_BROKER_CONNECTION_TIMEOUT": 2,
        "CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP": True,
        # None: never give up (the default stops after 100 tries).
        "CELERY_BROKER_CONNECTION_MAX_RETRIES": None,
        "CELERY_BROKER_TRANSPORT_OPTIONS": {
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
        },
        "CELERY_TASK_PUBLISH_RETRY": False,
        "CELERY_TASK_ACKS_LATE": True,
        "CELERY_TASK_REJECT_ON_WORKER_LOST": True,
        "CELERY_TASK_IGNORE_RESULT": True,
        "CELERY_RESULT_BACKEND": None,
        "CELERY_TASK_SERIALIZER": "json",
        "CELERY_RESULT_SERIALIZER": "json",
        "CELERY_ACCEPT_CONTENT": ["json"],
        "CELERY_TASK_TIME_LIMIT": 120,
        "CELERY_TASK_SOFT_TIME_LIMIT": 90,
        "CELERY_TASK_DEFAULT_QUEUE": "default",
        "CELERY_TASK_CREATE_MISSING_QUEUES": True,
        "CELERY_TASK_ROUTES": {
            "progress.render_*": {"queue": "pdf"},
            "progress.resend_*": {"queue": "sweep"},
            # Behind everything that a person waits for.
            "progress.sweep_*": {"queue": "sweep"},
            "tracks.check_*": {"queue": "sweep"},
            "tracks.resend_*": {"queue": "sweep"},
        },
        "CELERY_WORKER_PREFETCH_MULTIPLIER": 1,
        "CELERY_WORKER_MAX_TASKS_PER_CHILD": 100,
        "CELERY_WORKER_MAX_MEMORY_PER_CHILD": 400_000,
        "CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT": 10,
        "CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS": False,
        "CELERY_WORKER_HIJACK_ROOT_LOGGER": False,
        "CELERY_TIMEZONE": "UTC",
        "CELERY_BEAT_SCHEDULER": "django_celery_beat.schedulers:DatabaseScheduler",
        # Write every run to the database at once: /readyz tells a dead beat from a live one by it.
        "CELERY_BEAT_SYNC_EVERY": 1,
    }
