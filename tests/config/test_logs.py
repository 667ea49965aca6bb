import logging
from datetime import timedelta

import pytest

from config.celery import app
from config.logs import FREQUENT_TASKS, RoutineFilter, make_logging


def make_record(message, *args, level=logging.INFO):
    return logging.LogRecord("celery", level, __file__, 1, message, args, None)


class TestRoutineFilter:
    @pytest.mark.parametrize(
        ("record", "is_written"),
        [
            (make_record("Task %s[17] received", "tracks.resend_adrift_uploads"), False),
            (make_record({"event": "task_started", "task": "progress.resend_adrift_jobs"}), False),
            (make_record({"event": "task_succeeded", "duration_ms": 8}), False),
            (make_record("Task %s[17] received", "progress.render_plan"), True),
            (make_record({"event": "request_started"}), True),
            (
                make_record("Task %s raised", "progress.resend_adrift_jobs", level=logging.ERROR),
                True,
            ),
        ],
    )
    def test_drops_what_frequent_tasks_say_when_all_is_well(self, record, is_written):
        assert RoutineFilter().filter(record) is is_written

    def test_knows_every_task_that_runs_more_than_once_a_minute(self):
        often = {
            entry["task"]
            for entry in app.conf.beat_schedule.values()
            if isinstance(entry["schedule"], timedelta) and entry["schedule"] < timedelta(minutes=1)
        }
        assert set(FREQUENT_TASKS) == often


class TestMakeLogging:
    @pytest.mark.parametrize(("as_json", "is_quiet"), [(True, False), (False, True)])
    def test_is_quiet_for_people_alone(self, as_json, is_quiet):
        found = make_logging(level="INFO", as_json=as_json)

        assert ("routine" in found["handlers"]["console"]["filters"]) is is_quiet
