"""Which occupations a role comes near, what is known of them, and what titles suggest."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tracks.choices import MatchQuality, PayScheme
from tracks.models import (
    JobZone,
    Occupation,
    OccupationMatch,
    OccupationTechnologies,
    OccupationTitles,
    OccupationZone,
    Role,
    SalaryStatistic,
    Source,
)

ONET_SOURCE = "onet-29-3"
# Codes that end so are rests of a group: "Computer Occupations, All Other".
REST_GROUP = "99"


@dataclass(frozen=True)
class RoleOccupation:
    """One decision and what the O*NET database says of the occupation, as far as loaded."""

    match: OccupationMatch
    job_zone: JobZone | None
    zone_number: int | None
    technologies_in_demand: tuple[str, ...]
    hot_technologies: tuple[str, ...]
    # What the newest wage statistics on record say of the occupation, or of its rest group.
    wage: SalaryStatistic | None

    @property
    def soc_code(self) -> str:
        """The code under which wages are published, without the suffix; blank for none."""
        return self.match.occupation_code.split(".")[0]

    @property
    def is_rest_group(self) -> bool:
        """Whether wages exist only for a rest group that holds this occupation."""
        return self.soc_code.endswith(REST_GROUP)


@dataclass(frozen=True)
class OccupationPanel:
    """Everything a role's page says about occupations, and whom it has it from."""

    occupations: tuple[RoleOccupation, ...]
    source: Source | None

    @property
    def has_facts(self) -> bool:
        """Whether anything of the database itself is shown, not only our decision."""
        return any(one.zone_number or one.hot_technologies for one in self.occupations)

    @property
    def has_same_title(self) -> bool:
        """Whether the classification knows the role under its own title."""
        return any(one.match.quality == MatchQuality.EXACT_TITLE for one in self.occupations)


@dataclass(frozen=True, order=True)
class Suggestion:
    """An occupation that lists one of a role's names, as its title or as another one."""

    code: str
    title: str
    quality: MatchQuality
    name: str


def get_occupation_panel(*, role: Role) -> OccupationPanel:
    """Return the occupations that were decided for a role, nearest first; up to six queries."""
    matches = list(OccupationMatch.objects.filter(role=role).order_by("position", "pk"))
    codes = [match.occupation_code for match in matches if match.occupation_code]
    zones = dict(
        OccupationZone.objects.filter(code__in=codes).order_by("code").values_list("code", "zone")
    )
    job_zones = {zone.number: zone for zone in JobZone.objects.filter(number__in=zones.values())}
    lists = {row.code: row for row in OccupationTechnologies.objects.filter(code__in=codes)}
    wages = _list_wages(code.split(".")[0] for code in codes)
    occupations = []
    for match in matches:
        number = zones.get(match.occupation_code)
        listed = lists.get(match.occupation_code)
        demanded, hot = _sort_technologies(listed)
        job_zone = job_zones.get(number) if number else None
        wage = wages.get(match.occupation_code.split(".")[0])
        occupations.append(RoleOccupation(match, job_zone, number, demanded, hot, wage))
    source = Source.objects.filter(key=ONET_SOURCE).first()
    return OccupationPanel(tuple(occupations), source)


def _list_wages(soc_codes: Iterable[str]) -> dict[str, SalaryStatistic]:
    """Return the newest wage statistics of US occupations that have a median, by code."""
    rows = SalaryStatistic.objects.filter(
        scheme=PayScheme.SOC, subject__in=set(soc_codes), country="US", p50__isnull=False
    ).select_related("source")
    return {row.subject: row for row in rows.order_by("year", "pk")}


def _sort_technologies(
    row: OccupationTechnologies | None,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the hot technologies: those in demand in the occupation, and the others."""
    hot = [one for one in row.technologies if one["is_hot"]] if row else []
    demanded = tuple(one["name"] for one in hot if one["is_in_demand"])
    return demanded, tuple(one["name"] for one in hot if not one["is_in_demand"])


def list_suggestions(*, role: Role) -> list[Suggestion]:
    """Return the occupations that list the role's title or one of its other names.

    Nothing is guessed: names are compared whole, whatever their case. Two queries.
    """
    return _suggest(role, _TitleIndex())


def list_unsupported_matches() -> list[OccupationMatch]:
    """Return decisions that claim a listed title which the loaded database does not list.

    Empty while no titles are loaded: then nothing can be said. Three queries.
    """
    index = _TitleIndex()
    claiming = (MatchQuality.EXACT_TITLE, MatchQuality.ALTERNATE_TITLE)
    matches = OccupationMatch.objects.filter(quality__in=claiming).select_related("role")
    if index.is_empty:
        return []
    return [
        match
        for match in matches.order_by("position", "pk")
        if match.occupation_code not in {one.code for one in _suggest(match.role, index)}
    ]


class _TitleIndex:
    """All titles of all occupations, read once."""

    def __init__(self) -> None:
        self.titles = dict(Occupation.objects.values_list("code", "title"))
        self.by_name: dict[str, list[tuple[str, MatchQuality, str]]] = {}
        for code, title in self.titles.items():
            self._add(title, code, MatchQuality.EXACT_TITLE)
            # Occupations are named in the plural, roles in the singular.
            self._add(title.removesuffix("s"), code, MatchQuality.EXACT_TITLE)
        rows = OccupationTitles.objects.values_list("code", "titles")
        self.is_empty = not rows
        for code, listed in rows:
            for one in listed:
                self._add(one["title"], code, MatchQuality.ALTERNATE_TITLE)
                self._add(one["short_title"], code, MatchQuality.ALTERNATE_TITLE)

    def _add(self, name: str, code: str, quality: MatchQuality) -> None:
        self.by_name.setdefault(name.casefold(), []).append((code, quality, name))

    def find(self, names: Iterable[str]) -> Iterator[Suggestion]:
        """Yield every occupation that lists one of the names."""
        for name in names:
            for code, quality, listed in self.by_name.get(name.strip().casefold(), ()):
                yield Suggestion(code, self.titles.get(code, ""), quality, listed)


def _suggest(role: Role, index: _TitleIndex) -> list[Suggestion]:
    best: dict[str, Suggestion] = {}
    for one in index.find(name for name in (role.title, *role.aliases) if name):
        before = best.get(one.code)
        is_better = before is None or (one.quality == MatchQuality.EXACT_TITLE != before.quality)
        if is_better:
            best[one.code] = one
    return sorted(
        best.values(), key=lambda one: (one.quality != MatchQuality.EXACT_TITLE, one.code)
    )
