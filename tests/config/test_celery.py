from typing import Any

from django.conf import settings

from config.celery import app, give_workers_patience
from config.serving.parts import make_worker_commands


def find_queue(task_name):
    return app.amqp.router.route({}, task_name)["queue"].name


def read_transport_options() -> dict[str, Any]:
    # The settings of Celery are made by a function, so no checker of types knows their names.
    options: dict[str, Any] = getattr(settings, "CELERY_BROKER_TRANSPORT_OPTIONS")  # noqa: B009
    return options


class TestSchedule:
    def test_names_only_registered_tasks(self):
        app.loader.import_default_modules()
        scheduled = {entry["task"] for entry in app.conf.beat_schedule.values()}
        assert scheduled
        assert scheduled <= set(app.tasks)

    def test_runs_something_often_enough_for_the_health_probe(self):
        seconds = [
            float(entry["schedule"].total_seconds())
            for entry in app.conf.beat_schedule.values()
            if hasattr(entry["schedule"], "total_seconds")
        ]
        assert min(seconds) <= 60


class TestTasks:
    def test_have_explicit_names_that_start_with_their_app(self):
        app.loader.import_default_modules()
        ours = [name for name in app.tasks if not name.startswith("celery.")]
        apps = ("accounts.", "tracks.", "certifications.", "progress.")
        assert ours
        for name in ours:
            assert name.startswith(apps)
            assert ".tasks." not in name


class TestRoutes:
    def test_put_plans_and_sweeps_in_queues_of_their_own(self):
        assert find_queue("progress.render_career_plan") == "pdf"
        assert find_queue("progress.resend_adrift_jobs") == "sweep"
        assert find_queue("progress.compute_projection") == "default"

    def test_use_only_queues_that_a_worker_reads(self):
        app.loader.import_default_modules()
        read = {
            queue
            for command in make_worker_commands().values()
            for word in command
            if word.startswith("--queues=")
            for queue in word.removeprefix("--queues=").split(",")
        }
        assert {find_queue(name) for name in app.tasks} <= read


class TestGiveWorkersPatience:
    def test_leaves_the_web_process_impatient(self):
        class Conf:
            broker_transport_options = dict(read_transport_options())

        give_workers_patience(conf=Conf)
        assert Conf.broker_transport_options["socket_timeout"] == 15
        assert read_transport_options()["socket_timeout"] == 1
