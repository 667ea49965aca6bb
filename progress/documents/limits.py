"""Refuse plans that would take too long to print, and say which limit they break."""

import dataclasses
import unicodedata
from collections.abc import Iterator

from progress.documents.content import CareerPlanContent

MILESTONE_LIMIT = 120
# Of releases before; they are carried and not printed.
REPLACED_LIMIT = 500
CERTIFICATION_LIMIT = 40
SOURCE_LIMIT = 60
# Measured on 2 cores: with these the dearest plan stays under 3 s of CPU and 130 MiB.
NAME_LENGTH_LIMIT = 120
TITLE_LENGTH_LIMIT = 160
TEXT_LENGTH_LIMIT = 400
TOTAL_LENGTH_LIMIT = 60_000
EMOJI_LIMIT = 40
ROW_LIMIT = 80
FIRST_EMOJI = 0x1F000

# Kept for import and not printed; their own forms limit them.
_UNPRINTED_FIELDS = frozenset(
    ("links", "circumstances", "key", "changed_in", "track_key", "replaced")
)
_TITLE_FIELDS = frozenset(("title", "name", "label", "term", "measure", "track_title"))


class PlanTooLarge(ValueError):
    """The content breaks limits; `problems` names each with the number found and allowed."""

    def __init__(self, *, problems: tuple[str, ...]) -> None:
        self.problems = problems
        super().__init__(" ".join(problems))


def check_limits(*, content: CareerPlanContent) -> None:
    """Check counts and lengths of a plan before it is rendered.

    Args:
        content: The plan, cleaned.

    Raises:
        PlanTooLarge: A limit is broken; every broken limit is named.
    """
    problems = [*_check_counts(content), *_check_lengths(content)]
    if problems:
        raise PlanTooLarge(problems=tuple(problems))


def _check_counts(content: CareerPlanContent) -> Iterator[str]:
    projection = content.projection
    counts = (
        ("milestones", sum(len(s.milestones) for s in content.stages), MILESTONE_LIMIT),
        ("replaced milestones", len(content.replaced), REPLACED_LIMIT),
        ("certifications", len(content.certifications), CERTIFICATION_LIMIT),
        ("sources", len(content.sources), SOURCE_LIMIT),
        ("stages", len(content.stages), 20),
        ("next steps", len(content.next_steps), 12),
        ("key figures", len(content.summary.figures), 4),
        ("fee claims", sum(len(c.fee_claims) for c in content.certifications), ROW_LIMIT * 2),
        ("pay bands", sum(len(r.bands) for r in content.ladder), ROW_LIMIT),
        ("rungs", len(content.ladder), 16),
        ("budget lines", len(content.budget.lines), ROW_LIMIT),
        ("quarters", len(content.budget.quarters), 60),
        ("assumptions", len(content.assumptions), ROW_LIMIT),
        ("glossary entries", len(content.glossary), ROW_LIMIT),
        ("projection points", len(projection.fan) if projection else 0, 400),
        ("outcomes", len(projection.outcomes) if projection else 0, 50),
        ("study days", len(content.circumstances.study_days), 4000),
        ("levers", len(projection.levers) if projection else 0, 16),
    )
    for name, found, allowed in counts:
        if found > allowed:
            yield f"The plan has {found} {name}; at most {allowed} can be printed."


def _check_lengths(content: CareerPlanContent) -> Iterator[str]:
    total = emoji = 0
    for name, text in _list_texts(content, ""):
        total += len(text)
        emoji += sum(_is_emoji(character) for character in text)
        allowed = _find_length_limit(name)
        if len(text) > allowed:
            yield f"{name} has {len(text)} characters; at most {allowed} can be printed."
    if total > TOTAL_LENGTH_LIMIT:
        yield f"The plan has {total} characters of text; at most {TOTAL_LENGTH_LIMIT} can be printed."
    if emoji > EMOJI_LIMIT:
        yield f"The plan has {emoji} emoji; at most {EMOJI_LIMIT} can be printed."


def _is_emoji(character: str) -> bool:
    return ord(character) >= FIRST_EMOJI and unicodedata.category(character) == "So"


def _find_length_limit(name: str) -> int:
    last = name.rpartition(".")[2].partition("[")[0]
    if last == "learner_name":
        return NAME_LENGTH_LIMIT
    return TITLE_LENGTH_LIMIT if last in _TITLE_FIELDS else TEXT_LENGTH_LIMIT


def _list_texts(value: object, name: str) -> Iterator[tuple[str, str]]:
    """Walk a dataclass and give each text with its dotted path."""
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _list_texts(item, f"{name}[{index}]")
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            if field.name in _UNPRINTED_FIELDS:
                continue
            path = f"{name}.{field.name}" if name else field.name
            yield from _list_texts(getattr(value, field.name), path)
