"""What-if questions that a learner keeps."""

from django.db import models


class Scenario(models.Model):
    """Settings of a what-if under a name, so that two can be laid side by side.

    `settings` holds a `ScenarioSettings` as JSON, only what differs from nothing said. The
    figures are never stored: they are worked out from today's inputs when somebody looks.
    """

    enrolment = models.ForeignKey(
        "progress.Enrolment", on_delete=models.CASCADE, related_name="scenarios"
    )
    name = models.CharField(max_length=60)
    settings = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["enrolment", "name"], name="progress_scenario_name_unique"
            ),
        )

    def __str__(self) -> str:
        return self.name
