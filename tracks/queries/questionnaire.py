"""From answers to a suggestion that shows its reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from tracks.models import OptionEffect, Question, QuestionOption
from tracks.queries.tracks import list_tracks


@dataclass(frozen=True)
class Effect:
    """How an answer moves one track, with the fact behind it. Weight is -2 to 2."""

    track_key: str
    weight: int
    reason: str


@dataclass(frozen=True)
class AskedOption:
    """An answer that can be picked."""

    key: str
    text: str
    effects: tuple[Effect, ...]


@dataclass(frozen=True)
class AskedQuestion:
    """A question with its answers in order."""

    key: str
    text: str
    help_text: str
    options: tuple[AskedOption, ...]


@dataclass(frozen=True)
class Reason:
    """A fact that raised (weight above 0) or lowered a track, and the answer it followed from."""

    weight: int
    text: str
    question: str
    answer: str


@dataclass(frozen=True)
class TrackScore:
    """A track with its points and every fact that led to them, strongest first."""

    track_key: str
    points: int
    raised: tuple[Reason, ...]
    lowered: tuple[Reason, ...]


@dataclass(frozen=True)
class Suggestion:
    """All tracks, best first; `leaders` are those that share the highest points."""

    scores: tuple[TrackScore, ...]
    leaders: tuple[str, ...]
    answered_count: int

    @property
    def is_tie(self) -> bool:
        """Whether several tracks share the first place."""
        return len(self.leaders) > 1


class ImpossibleAnswer(Exception):
    """An answer names a question or an option that does not exist."""


def list_questions() -> tuple[AskedQuestion, ...]:
    """Return the questions with options and effects on published tracks; three queries."""
    published = list_tracks().values("pk")
    effects = (
        OptionEffect.objects.filter(track__in=published)
        .select_related("track")
        .order_by("track__position", "pk")
    )
    options = QuestionOption.objects.order_by("position", "pk").prefetch_related(
        Prefetch("effects", effects)
    )
    questions = Question.objects.order_by("position", "pk").prefetch_related(
        Prefetch("options", options)
    )
    return tuple(
        AskedQuestion(
            key=question.key,
            text=question.text,
            help_text=question.help_text,
            options=tuple(_read_option(option) for option in question.options.all()),
        )
        for question in questions
    )


def _read_option(option: QuestionOption) -> AskedOption:
    return AskedOption(
        key=option.key,
        text=option.text,
        effects=tuple(
            Effect(effect.track.key, effect.weight, effect.reason)
            for effect in option.effects.all()
        ),
    )


def suggest_tracks(
    *,
    questions: Sequence[AskedQuestion],
    answers: Mapping[str, str],
    track_keys: Sequence[str],
) -> Suggestion:
    """Add up what the answers say about each track; pure and deterministic.

    Args:
        questions: Every question that could be answered.
        answers: Question key to option key; questions may be left out.
        track_keys: The tracks in curated order, which also breaks ties.

    Returns:
        One score per track, highest points first; equal points keep the given order and
        appear together in `leaders`. Reasons are ordered by strength, then by question.

    Raises:
        ImpossibleAnswer: When an answer names an unknown question or option.
    """
    reasons: dict[str, list[Reason]] = {key: [] for key in track_keys}
    _refuse_unknown_questions(questions, answers)
    for question in questions:
        if question.key not in answers:
            continue
        option = _pick_option(question, answers[question.key])
        for effect in option.effects:
            if effect.track_key in reasons and effect.weight:
                reasons[effect.track_key].append(
                    Reason(effect.weight, effect.reason, question.text, option.text)
                )
    scores = sorted((_score(key, reasons[key]) for key in track_keys), key=lambda s: -s.points)
    best = scores[0].points if scores else 0
    leaders = tuple(score.track_key for score in scores if score.points == best)
    return Suggestion(tuple(scores), leaders if answers else (), len(answers))


def _refuse_unknown_questions(
    questions: Sequence[AskedQuestion], answers: Mapping[str, str]
) -> None:
    known = {question.key for question in questions}
    for key in answers:
        if key not in known:
            message = f"There is no question “{key}”."
            raise ImpossibleAnswer(message)


def _pick_option(question: AskedQuestion, key: str) -> AskedOption:
    for option in question.options:
        if option.key == key:
            return option
    message = f"“{key}” is not an answer to “{question.text}”"
    raise ImpossibleAnswer(message)


def _score(track_key: str, reasons: Sequence[Reason]) -> TrackScore:
    ordered = sorted(reasons, key=lambda reason: -abs(reason.weight))
    return TrackScore(
        track_key=track_key,
        points=sum(reason.weight for reason in reasons),
        raised=tuple(reason for reason in ordered if reason.weight > 0),
        lowered=tuple(reason for reason in ordered if reason.weight < 0),
    )
