"""The catalogue's content files: parse them, check them as a whole, turn them into records."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tracks.importers import fact_shapes, shapes
from tracks.importers.milestone_shapes import MilestoneShape
from tracks.shared.content_files import (
    Located,
    RawFile,
    Shape,
    check_sections,
    check_unique_keys,
    is_in_circle,
    list_declared_keys,
    list_yaml_files,
    read_record,
    read_section,
    read_yaml,
)
from tracks.shared.content_rows import Record
from tracks.shared.imports import Position, Problem

SECTIONS: dict[str, tuple[str, type[Shape]]] = {
    "sources": ("source", shapes.SourceShape),
    "tools": ("tool", shapes.ToolShape),
    "groups": ("skill group", shapes.SkillGroupShape),
    "milestones": ("milestone", MilestoneShape),
    "roles": ("role", shapes.RoleShape),
    "ladders": ("ladder", shapes.LadderShape),
    "occupation_matches": ("occupation match", shapes.OccupationMatchShape),
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
# What other apps or other commands read.
FOREIGN = ("certifications", "role_families.yaml")


@dataclass
class Catalogue:
    """Checked records of all files of this app, by section; tracks are whole files."""

    sections: dict[str, list[Located[Any]]] = field(
        default_factory=lambda: {name: [] for name in (*SECTIONS, "tracks")}
    )
    # Keys by section, also of records that have a fault and are not in `sections`.
    declared: dict[str, set[str]] = field(
        default_factory=lambda: {name: set() for name in (*SECTIONS, "tracks", "skills")}
    )
    # Whether every file could be read, so that a key that is not declared is missing.
    is_whole: bool = True


def parse_catalogue(root: Path, *, problems: list[Problem]) -> Catalogue:
    """Read every YAML file below `root`; what is wrong is added to `problems`.

    References between records are checked too, so that a catalogue without problems
    loads into an empty database.
    """
    catalogue = Catalogue()
    files = [
        path
        for path in list_yaml_files(root, problems=problems)
        if path.relative_to(root).parts[0] not in FOREIGN
    ]
    if not files:
        reason = "holds no content files. Check the path."
        problems.append(Problem(Position(str(root)), "", reason))
    for path in files:
        raw = read_yaml(path, root=root, problems=problems)
        if raw is None:
            catalogue.is_whole = False
        elif path.relative_to(root).parts[0] == "tracks":
            _read_track(raw, catalogue, problems)
        else:
            _read_sections(raw, catalogue, problems)
    for name, (what, _) in {**SECTIONS, "tracks": ("track", shapes.TrackShape)}.items():
        check_unique_keys(catalogue.sections[name], what=what, problems=problems)
    if catalogue.is_whole:
        check_references(catalogue, problems=problems)
        check_placements(catalogue, problems=problems)
        check_successors(catalogue, problems=problems)
    return catalogue


def _read_track(raw: RawFile, catalogue: Catalogue, problems: list[Problem]) -> None:
    track = read_record(raw, raw.tree, (), shapes.TrackShape, problems=problems)
    catalogue.sections["tracks"] += [track] if track else []
    if isinstance(raw.tree.get("key"), str):
        catalogue.declared["tracks"].add(raw.tree["key"])


def _read_sections(raw: RawFile, catalogue: Catalogue, problems: list[Problem]) -> None:
    check_sections(raw, list(SECTIONS), problems=problems)
    for name, (_, shape) in SECTIONS.items():
        catalogue.sections[name] += read_section(raw, name, shape, problems=problems)
        catalogue.declared[name] |= set(list_declared_keys(raw, name))
    catalogue.declared["skills"] |= set(list_declared_keys(raw, "groups", inside="skills"))


# The section in which each field that names other records looks them up.
REFERENCES = {
    "source": "sources",
    "hours_source": "sources",
    "tools": "tools",
    "track": "tracks",
    "tracks": "tracks",
    "from_track": "tracks",
    "to_track": "tracks",
    "role": "roles",
    "roles": "roles",
    "prerequisites": "milestones",
    "milestones": "milestones",
    "milestone": "milestones",
    "successor": "milestones",
    "skills": "skills",
}


def check_references(catalogue: Catalogue, *, problems: list[Problem]) -> None:
    """Report keys that no file declares, at the place that names them."""
    for located in (one for rows in catalogue.sections.values() for one in rows):
        for path, name, key in _list_references(shapes.dump(located.record), ()):
            if key not in catalogue.declared[REFERENCES[name]]:
                reason = f"{key!r} is not declared in any file. Correct it or add it."
                problems.append(Problem(located.locate(*path), name, reason))


def _list_references(
    record: Record, above: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    """Yield the path, field and key of everything that a record names."""
    for name, value in record.items():
        is_list = isinstance(value, (list, tuple))
        for index, item in enumerate(value if is_list else [value]):
            path = (*above, name, index) if is_list else (*above, name)
            if isinstance(item, dict):
                if name == "milestones":
                    yield path, name, item["key"]
                yield from _list_references(item, path)
            elif name in REFERENCES and item is not None:
                yield path, name, str(item)


def check_placements(catalogue: Catalogue, *, problems: list[Problem]) -> None:
    """Report tracks in which a milestone comes before something that it needs.

    Because every prerequisite must stand earlier in the same track, a track that passes
    has no cycle and no unreachable milestone. Milestones that no track places are checked
    for circles on their own.
    """
    needs = {
        one.record.key: tuple(one.record.prerequisites) for one in catalogue.sections["milestones"]
    }
    placed: set[str] = set()
    retired = {one.record.key for one in catalogue.sections["milestones"] if one.record.retired}
    for track in catalogue.sections["tracks"]:
        seen: set[str] = set()
        rung = 0
        for index, stage in enumerate(track.record.stages):
            if stage.rung < rung:
                reason = f"stage {stage.key!r} goes back to rung {stage.rung}. Rungs must not fall."
                position = track.locate("stages", index, "rung")
                problems.append(Problem(position, "rung", reason))
            rung = stage.rung
            for number, one in enumerate(stage.milestones):
                position = track.locate("stages", index, "milestones", number)
                for reason in _list_placement_faults(
                    one.key, needs.get(one.key, ()), seen, is_retired=one.key in retired
                ):
                    problems.append(Problem(position, "milestones", reason))
                seen.add(one.key)
        placed |= seen
    for located in catalogue.sections["milestones"]:
        if located.record.key not in placed and is_in_circle(located.record.key, needs):
            reason = f"{located.record.key!r} ends up needing itself. Break the circle."
            problems.append(Problem(located.locate("prerequisites"), "prerequisites", reason))


def check_successors(catalogue: Catalogue, *, problems: list[Problem]) -> None:
    """Report retired milestones that in the end are replaced by themselves."""
    successors = {
        one.record.key: (one.record.retired.successor,)
        for one in catalogue.sections["milestones"]
        if one.record.retired and one.record.retired.successor
    }
    for located in catalogue.sections["milestones"]:
        if is_in_circle(located.record.key, successors):
            reason = f"{located.record.key!r} ends up replacing itself. Break the circle."
            position = located.locate("retired", "successor")
            problems.append(Problem(position, "successor", reason))


def _list_placement_faults(
    key: str, needs: Sequence[str], seen: set[str], *, is_retired: bool
) -> Iterator[str]:
    if key in seen:
        yield f"{key!r} is placed twice in this track. Keep one."
    if is_retired:
        yield f"{key!r} is retired. Take it out, or place what replaces it."
    for needed in needs:
        if needed not in seen:
            yield (
                f"{key!r} needs {needed!r}, which is not placed before it in this track. "
                "Place it earlier or drop the prerequisite."
            )
