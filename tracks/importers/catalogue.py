"""The catalogue's content files: parse them, check them as a whole, turn them into records."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tracks.importers import fact_shapes, kinds, shapes
from tracks.shared.content_files import (
    Located,
    RawFile,
    Shape,
    check_sections,
    check_unique_keys,
    read_record,
    read_section,
    read_yaml,
)
from tracks.shared.content_rows import Incoming, Kind, Record
from tracks.shared.imports import Position, Problem

SECTIONS: dict[str, tuple[str, type[Shape]]] = {
    "sources": ("source", shapes.SourceShape),
    "tools": ("tool", shapes.ToolShape),
    "groups": ("skill group", shapes.SkillGroupShape),
    "milestones": ("milestone", shapes.MilestoneShape),
    "roles": ("role", shapes.RoleShape),
    "ladders": ("ladder", shapes.LadderShape),
    "bands": ("salary band", shapes.SalaryBandShape),
    "demand": ("demand indicator", fact_shapes.DemandShape),
    "insights": ("insight", fact_shapes.InsightShape),
    "synergies": ("synergy", fact_shapes.SynergyShape),
    "accelerators": ("accelerator", fact_shapes.AcceleratorShape),
    "factors": ("hidden factor", fact_shapes.FactorShape),
    "transitions": ("transition", fact_shapes.TransitionShape),
    "cost_ranges": ("cost range", fact_shapes.CostRangeShape),
    "dimensions": ("comparison dimension", fact_shapes.DimensionShape),
    "meeting_points": ("meeting point", fact_shapes.MeetingPointShape),
    "questions": ("question", fact_shapes.QuestionShape),
}
# Folders whose files other apps or other commands read.
FOREIGN = ("certifications",)


@dataclass
class Catalogue:
    """Checked records of all files of this app, by section; tracks are whole files."""

    sections: dict[str, list[Located[Any]]] = field(
        default_factory=lambda: {name: [] for name in (*SECTIONS, "tracks")}
    )

    def keys(self, section: str) -> set[str]:
        """Return the keys that a section declares."""
        return {located.record.key for located in self.sections[section]}


def parse_catalogue(root: Path, *, problems: list[Problem]) -> Catalogue:
    """Read every YAML file below `root`; what is wrong is added to `problems`.

    References between records are checked too, so that a catalogue without problems
    loads into an empty database.
    """
    catalogue = Catalogue()
    files = sorted(
        path
        for path in root.rglob("*.yaml")
        if path.relative_to(root).parts[0] not in FOREIGN and path.name != "role_families.yaml"
    )
    if not files:
        reason = "holds no content files. Check the path."
        problems.append(Problem(Position(str(root)), "", reason))
    for path in files:
        raw = read_yaml(path, root=root, problems=problems)
        if raw is None:
            continue
        if path.parent.name == "tracks":
            track = read_record(raw, raw.tree, [], shapes.TrackShape, problems=problems)
            catalogue.sections["tracks"] += [track] if track else []
        else:
            _read_sections(raw, catalogue, problems)
    for name, (what, _) in SECTIONS.items():
        check_unique_keys(catalogue.sections[name], what=what, problems=problems)
    check_unique_keys(catalogue.sections["tracks"], what="track", problems=problems)
    if not problems:
        check_references(catalogue, problems=problems)
        check_placements(catalogue, problems=problems)
    return catalogue


def _read_sections(raw: RawFile, catalogue: Catalogue, problems: list[Problem]) -> None:
    check_sections(raw, list(SECTIONS), problems=problems)
    for name, (_, shape) in SECTIONS.items():
        catalogue.sections[name] += read_section(raw, name, shape, problems=problems)


def check_references(catalogue: Catalogue, *, problems: list[Problem]) -> None:
    """Report keys that no file declares."""
    skills = {skill.key for group in catalogue.sections["groups"] for skill in group.record.skills}
    known = {
        "source": catalogue.keys("sources"),
        "hours_source": catalogue.keys("sources"),
        "tools": catalogue.keys("tools"),
        "track": catalogue.keys("tracks"),
        "tracks": catalogue.keys("tracks"),
        "from_track": catalogue.keys("tracks"),
        "to_track": catalogue.keys("tracks"),
        "skills": skills,
        "role": catalogue.keys("roles"),
        "roles": catalogue.keys("roles"),
        "prerequisites": catalogue.keys("milestones"),
        "milestones": catalogue.keys("milestones"),
    }
    for located in (one for rows in catalogue.sections.values() for one in rows):
        for name, key in _list_references(shapes.dump(located.record)):
            if key not in known[name]:
                reason = f"{key!r} is not declared in any file. Correct it or add it."
                problems.append(Problem(located.position, name, reason))


REFERENCE_FIELDS = (
    "source",
    "hours_source",
    "tools",
    "track",
    "tracks",
    "from_track",
    "to_track",
    "role",
    "roles",
    "prerequisites",
    "skills",
    "milestones",
)


def _list_references(record: Record) -> Iterator[tuple[str, str]]:
    for name, value in record.items():
        items = value if isinstance(value, (list, tuple)) else [value]
        for item in items:
            if isinstance(item, dict):
                if name == "milestones":
                    yield name, item["key"]
                yield from _list_references(item)
            elif name in REFERENCE_FIELDS and item is not None:
                yield name, str(item)


def check_placements(catalogue: Catalogue, *, problems: list[Problem]) -> None:
    """Report tracks in which a milestone comes before something that it needs.

    Because every prerequisite must stand earlier in the same track, a track that passes
    has no cycle and no unreachable milestone.
    """
    needs = {
        one.record.key: (one.record.prerequisites, one.position)
        for one in catalogue.sections["milestones"]
    }
    for track in catalogue.sections["tracks"]:
        seen: set[str] = set()
        rung = 0
        for stage in track.record.stages:
            if stage.rung < rung:
                reason = f"stage {stage.key!r} goes back to rung {stage.rung}. Rungs must not fall."
                problems.append(Problem(track.position, "stages", reason))
            rung = stage.rung
            for placed in stage.milestones:
                problems += _check_placed(track, stage.key, placed.key, needs, seen)
                seen.add(placed.key)


def _check_placed(
    track: Located[Any],
    stage: str,
    key: str,
    needs: dict[str, tuple[Sequence[str], Position]],
    seen: set[str],
) -> Iterator[Problem]:
    where = f"track {track.record.key!r}, stage {stage!r}"
    if key in seen:
        yield Problem(track.position, "milestones", f"{where}: {key!r} is placed twice. Keep one.")
    for needed in needs.get(key, ((), track.position))[0]:
        if needed not in seen:
            reason = f"{where}: {key!r} needs {needed!r}, which is not placed before it."
            problem = f"{reason} Place it earlier or drop the prerequisite."
            yield Problem(track.position, "milestones", problem)


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
        *_incoming(catalogue, "milestones", kinds.MILESTONES, _milestone_record),
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
        # Records that state no place of their own keep the order of their file.
        record.setdefault("position", position)
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


def _milestone_record(record: Record) -> Record:
    hours = record.pop("hours") or {}
    for name in ("low", "likely", "high"):
        record[f"hours_{name}"] = hours.get(name)
    record["proof_idea"] = record.pop("proof")
    return record


def _skill_groups(catalogue: Catalogue) -> Iterable[Incoming]:
    for incoming in _incoming(catalogue, "groups", kinds.SKILL_GROUPS):
        incoming.record.pop("skills")
        yield incoming


def _skills(catalogue: Catalogue) -> Iterable[Incoming]:
    for located in catalogue.sections["groups"]:
        group = shapes.dump(located.record)
        for position, skill in enumerate(group["skills"], start=1):
            record = {**skill, "group": group["key"], "position": position}
            yield Incoming(kinds.SKILLS, record, located.position)
