"""Numbered sources of a career plan and the dates that sources give themselves."""

from datetime import date

from progress.documents.content import PlanSource
from tracks.models import Source
from tracks.shared.provenance import EvidenceState

STATE_WORDS = {
    EvidenceState.UNSOURCED: "unsourced",
    EvidenceState.ATTRIBUTED: "attributed",
    EvidenceState.VERIFIED: "verified",
    EvidenceState.DISPUTED: "disputed",
    EvidenceState.STALE: "out of date",
}


def parse_full_date(text: str) -> date | None:
    """Return a date that names its day; None for a year, a month or nothing."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


class SourceNumbers:
    """Number sources in the order in which a plan cites them."""

    def __init__(self) -> None:
        self._sources: dict[int, Source] = {}
        self._uses: dict[int, set[str]] = {}
        self._states: dict[int, set[str]] = {}

    def cite(self, source: Source, *, used_for: str, state: str) -> int:
        """Return the source's number, giving it the next one at its first citation."""
        self._sources.setdefault(source.pk, source)
        self._uses.setdefault(source.pk, set()).add(used_for)
        self._states.setdefault(source.pk, set()).add(STATE_WORDS[EvidenceState(state)])
        return list(self._sources).index(source.pk) + 1

    def list_sources(self) -> tuple[PlanSource, ...]:
        """Return the cited sources in the order of their numbers."""
        return tuple(
            PlanSource(
                number=number,
                title=_title(source),
                state=", ".join(sorted(self._states[source.pk])),
                publisher=source.publisher,
                url=source.url,
                as_of=parse_full_date(source.published),
                retrieved=source.retrieved_date,
                licence=source.licence,
                used_for=", ".join(sorted(self._uses[source.pk])),
            )
            for number, source in enumerate(self._sources.values(), start=1)
        )


def _title(source: Source) -> str:
    if source.published and parse_full_date(source.published) is None:
        return f"{source.title} ({source.published})"
    return source.title
