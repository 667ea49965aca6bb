"""Turn the checked catalogue into records of its kinds, in the order of loading."""

from collections.abc import Callable, Iterable
from typing import Any

from tracks.importers import kinds, shapes
from tracks.importers.catalogue import Catalogue
from tracks.shared.content_files import Located
from tracks.shared.content_rows import Incoming, Kind, Record


def list_records(catalogue: Catalogue) -> list[Incoming]:
    """Return the records in the order of loading: what is linked to comes first."""
    ladders = {one.record.track: one for one in catalogue.sections["ladders"]}
    return [
        *_incoming(catalogue, "sources", kinds.SOURCES, _rename("retrieved", "retrieved_date")),
        *_incoming(catalogue, "tools", kinds.TOOLS),
        *_incoming(
            catalogue, "tracks", kinds.TRACKS, lambda record: _track_record(record, ladders)
        ),
        *_skill_groups(catalogue),
        *_skills(catalogue),
        *_incoming(catalogue, "roles", kinds.ROLES),
        *_incoming(
            catalogue, "occupation_matches", kinds.OCCUPATION_MATCHES, _occupation_match_record
        ),
        *_milestones(catalogue),
        *_incoming(catalogue, "bands", kinds.SALARY_BANDS, _rename("high_open", "high_is_open")),
        *_incoming(catalogue, "demand", kinds.DEMAND),
        *_incoming(catalogue, "insights", kinds.INSIGHTS),
        *_incoming(catalogue, "synergies", kinds.SYNERGIES),
        *_incoming(catalogue, "accelerators", kinds.ACCELERATORS),
        *_incoming(catalogue, "factors", kinds.FACTORS),
        *_incoming(catalogue, "transitions", kinds.TRANSITIONS),
        *_incoming(catalogue, "cost_ranges", kinds.COST_RANGES),
        *_incoming(catalogue, "dimensions", kinds.DIMENSIONS),
        *_incoming(catalogue, "meeting_points", kinds.MEETING_POINTS),
        *_incoming(catalogue, "questions", kinds.QUESTIONS, _rename("help", "help_text")),
    ]


def _same(record: Record) -> Record:
    return record


def _rename(before: str, after: str) -> Callable[[Record], Record]:
    def rename(record: Record) -> Record:
        record[after] = record.pop(before)
        return record

    return rename


def _incoming(
    catalogue: Catalogue,
    section: str,
    kind: Kind,
    shape: Callable[[Record], Record] = _same,
) -> Iterable[Incoming]:
    for position, located in enumerate(catalogue.sections[section], start=1):
        record = shapes.dump(located.record)
        if kind.is_numbered:
            record["position"] = position
        yield Incoming(kind, shape(record), located.position)


def _track_record(record: Record, ladders: dict[str, Located[Any]]) -> Record:
    for stage in record["stages"]:
        stage["milestones"] = [
            {"milestone": placed["key"], "is_optional": placed["optional"]}
            for placed in stage["milestones"]
        ]
    ladder = ladders.get(record["key"])
    record["ladder"] = shapes.dump(ladder.record)["rungs"] if ladder else []
    for rung in record["ladder"]:
        rung["roles"] = [{"role": key} for key in rung["roles"]]
    return record


def _occupation_match_record(record: Record) -> Record:
    occupation = record.pop("occupation") or {}
    record["occupation_code"] = occupation.get("code", "")
    record["occupation_title"] = occupation.get("title", "")
    return record


def _milestones(catalogue: Catalogue) -> Iterable[Incoming]:
    """Return the milestones, what replaces before what it replaces."""
    found = {
        one.key: one
        for one in _incoming(catalogue, "milestones", kinds.MILESTONES, _milestone_record)
    }
    ordered: dict[str, Incoming] = {}
    for key in found:
        chain = [key]
        while successor := found[chain[-1]].record["successor"]:
            chain.append(successor)
        ordered |= {one: found[one] for one in reversed(chain) if one not in ordered}
    return ordered.values()


def _milestone_record(record: Record) -> Record:
    hours = record.pop("hours") or {}
    for name in ("low", "likely", "high"):
        record[f"hours_{name}"] = hours.get(name)
    record["proof_idea"] = record.pop("proof")
    retired = record.pop("retired") or {}
    record["retired_at"] = retired.get("on")
    record["retired_reason"] = retired.get("reason")
    record["successor"] = retired.get("successor")
    return record


def _skill_groups(catalogue: Catalogue) -> Iterable[Incoming]:
    for incoming in _incoming(catalogue, "groups", kinds.SKILL_GROUPS):
        incoming.record.pop("skills")
        yield incoming


def _skills(catalogue: Catalogue) -> Iterable[Incoming]:
    for located in catalogue.sections["groups"]:
        group = shapes.dump(located.record)
        for index, skill in enumerate(group["skills"]):
            record = {**skill, "group": group["key"], "position": index + 1}
            yield Incoming(kinds.SKILLS, record, located.locate("skills", index))
