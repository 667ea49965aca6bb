"""The questions that lead to a suggested track."""

from django.db import models
from django.db.models import Q

from tracks.shared.provenance import ContentRow


class Question(ContentRow):
    """One question of the questionnaire."""

    text = models.CharField(max_length=200)
    help_text = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return self.text


class QuestionOption(models.Model):
    """One answer that can be picked."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="options")
    key = models.SlugField(max_length=80)
    text = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["question", "key"], name="tracks_questionoption_key_unique"
            ),
        )

    def __str__(self) -> str:
        return self.text


class OptionEffect(models.Model):
    """How an answer raises or lowers a track, and the fact that says why."""

    option = models.ForeignKey(QuestionOption, on_delete=models.CASCADE, related_name="effects")
    track = models.ForeignKey("tracks.Track", on_delete=models.CASCADE, related_name="+")
    weight = models.SmallIntegerField()
    reason = models.CharField(max_length=300)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["option", "track"], name="tracks_optioneffect_unique"),
            models.CheckConstraint(
                condition=Q(weight__gte=-2, weight__lte=2),
                name="tracks_optioneffect_weight_bounded",
            ),
        )

    def __str__(self) -> str:
        return f"{self.track_id} {self.weight:+d}"
