"""One shape for every log line: structlog's, for people on a terminal and as JSON elsewhere."""

import logging
from typing import Any

import structlog

# Tasks that run every few seconds and mostly find nothing to do (config.celery).
FREQUENT_TASKS = (
    "progress.resend_adrift_jobs",
    "tracks.resend_adrift_uploads",
    "progress.sweep_changed_figures",
)

_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def make_logging(*, level: str, as_json: bool) -> dict[str, Any]:
    """Return Django's LOGGING and set structlog up to match.

    Args:
        level: Lowest level that is written, such as INFO.
        as_json: One JSON object a line instead of text for people.
    """
    structlog.configure(
        processors=[
            *_SHARED,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.processors.StackInfoRenderer(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    renderers: list[Any] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if as_json:
        renderers += [
            structlog.processors.dict_tracebacks,
            structlog.processors.JSONRenderer(default=str),
        ]
    else:
        renderers += [structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0)]
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": "structlog.stdlib.ProcessorFormatter",
                "processors": renderers,
                "foreign_pre_chain": _SHARED,
            }
        },
        "filters": {
            "probes": {"()": "config.logs.ProbeFilter"},
            "routine": {"()": "config.logs.RoutineFilter"},
        },
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "line",
                # Machines that read JSON want to know when nothing was done, people do not.
                "filters": ["probes"] if as_json else ["probes", "routine"],
            }
        },
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            # Font subsetting tells a story of its own at INFO.
            "fontTools": {"level": "WARNING"},
            # So does every page of every PDF.
            "weasyprint": {"level": "WARNING"},
            "weasyprint.progress": {"level": "WARNING"},
            "django.server": {"handlers": ["console"], "level": level, "propagate": False},
        },
    }


class ProbeFilter(logging.Filter):
    """Drops the lines about probes, which come every few seconds and say nothing."""

    def filter(self, record: logging.LogRecord) -> bool:
        fields = record.msg if isinstance(record.msg, dict) else {}
        return fields.get("request") not in {"GET /livez", "GET /readyz"}


class RoutineFilter(logging.Filter):
    """Drops what frequent tasks say when all is well; what went wrong passes."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno > logging.INFO:
            return True
        # This line does not name its task, and Celery's own says the same.
        if isinstance(record.msg, dict) and record.msg.get("event") == "task_succeeded":
            return False
        text = record.getMessage()
        return not any(name in text for name in FREQUENT_TASKS)
