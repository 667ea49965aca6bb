"""Write the catalogue's rows back as content files: the way of `catalogue_records` in reverse."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from functools import partial
from typing import Any

from tracks.importers import kinds
from tracks.shared.content_rows import Kind, Record
from tracks.shared.content_trees import Tree, read_in_order, rename

# Sections that need nothing but other names for some columns: file, section, kind, names.
_SIMPLE: tuple[tuple[str, str, Kind, dict[str, str]], ...] = (
    ("sources.yaml", "sources", kinds.SOURCES, {"retrieved_date": "retrieved"}),
    ("tools/tools.yaml", "tools", kinds.TOOLS, {}),
    ("salaries/bands.yaml", "bands", kinds.SALARY_BANDS, {"high_is_open": "high_open"}),
    ("facts/demand.yaml", "demand", kinds.DEMAND, {}),
    ("facts/insights.yaml", "insights", kinds.INSIGHTS, {}),
    ("facts/synergies.yaml", "synergies", kinds.SYNERGIES, {}),
    ("facts/accelerators.yaml", "accelerators", kinds.ACCELERATORS, {}),
    ("facts/factors.yaml", "factors", kinds.FACTORS, {}),
    ("facts/transitions.yaml", "transitions", kinds.TRANSITIONS, {}),
    ("facts/comparison.yaml", "dimensions", kinds.DIMENSIONS, {}),
    ("facts/meeting_points.yaml", "meeting_points", kinds.MEETING_POINTS, {}),
    ("facts/questionnaire.yaml", "questions", kinds.QUESTIONS, {"help_text": "help"}),
)


def list_catalogue_files() -> dict[str, Tree]:
    """Return the tree of every content file of this app by its path below the folder.

    All rows of the content kinds are in it, wherever they come from; what the files do
    not hold (who checked a figure, releases) is not.
    """
    files: dict[str, Tree] = {
        path: {section: [rename(one, names) for one in read_in_order(kind)]}
        for path, section, kind, names in _SIMPLE
    }
    tracks = read_in_order(kinds.TRACKS)
    files |= {f"tracks/{one['key']}.yaml": _write_track(one) for one in tracks}
    files["skills.yaml"] = {"groups": _write_groups()}
    files["milestones/milestones.yaml"] = {
        "milestones": [_write_milestone(one) for one in read_in_order(kinds.MILESTONES)]
    }
    files["roles.yaml"] = {
        "roles": read_in_order(kinds.ROLES),
        "ladders": [_write_ladder(one) for one in tracks if one["ladder"]],
    }
    files["occupations/crosswalk.yaml"] = {
        "occupation_matches": [_write_match(one) for one in read_in_order(kinds.OCCUPATION_MATCHES)]
    }
    files["facts/cost_ranges.yaml"] = {
        "cost_ranges": [_write_cost_range(one) for one in read_in_order(kinds.COST_RANGES)]
    }
    return {path: tree for path, tree in files.items() if any(tree.values())}


def list_sections() -> Iterator[tuple[Kind, str, Callable[[Record], Mapping[str, Any]]]]:
    """Yield the kinds whose records stand by themselves, their section and how it says them."""
    for _, section, kind, names in _SIMPLE:
        yield kind, section, partial(rename, names=names)
    yield kinds.MILESTONES, "milestones", _write_milestone
    yield kinds.ROLES, "roles", dict
    yield kinds.OCCUPATION_MATCHES, "occupation_matches", _write_match
    yield kinds.COST_RANGES, "cost_ranges", _write_cost_range


def _write_cost_range(record: Record) -> Tree:
    return {**record, "unit": "PER_CERTIFICATION"}


def _write_track(record: Record) -> Tree:
    track = {name: value for name, value in record.items() if name != "ladder"}
    track["stages"] = [
        {**stage, "milestones": [_write_placement(one) for one in stage["milestones"]]}
        for stage in record["stages"]
    ]
    return track


def _write_placement(placed: Record) -> object:
    if placed["is_optional"]:
        return {"key": placed["milestone"], "optional": True}
    return placed["milestone"]


def _write_ladder(record: Record) -> Tree:
    rungs = [
        {**rung, "roles": [placed["role"] for placed in rung["roles"]]} for rung in record["ladder"]
    ]
    return {"track": record["key"], "rungs": rungs}


def _write_groups() -> list[Tree]:
    skills = read_in_order(kinds.SKILLS)
    return [
        {
            **group,
            "skills": [
                {name: value for name, value in skill.items() if name != "group"}
                for skill in _of_group(skills, group["key"])
            ],
        }
        for group in read_in_order(kinds.SKILL_GROUPS)
    ]


def _of_group(skills: Sequence[Record], key: str) -> Iterable[Record]:
    return (skill for skill in skills if skill["group"] == key)


def _write_milestone(record: Record) -> Tree:
    milestone = dict(record)
    points = {name: milestone.pop(f"hours_{name}") for name in ("low", "likely", "high")}
    milestone["hours"] = points if None not in points.values() else None
    milestone["proof"] = milestone.pop("proof_idea")
    retired = {
        "on": _write_moment(milestone.pop("retired_at")),
        "successor": milestone.pop("successor"),
        "reason": milestone.pop("retired_reason"),
    }
    milestone["retired"] = retired if any(retired.values()) else None
    return milestone


def _write_moment(moment: datetime | None) -> date | datetime | None:
    """Return a day where the moment is the beginning of one."""
    if moment is None:
        return None
    moment = moment.astimezone(UTC)
    return moment.date() if moment.time() == time() else moment


def _write_match(record: Record) -> Tree:
    match = dict(record)
    occupation = {
        "code": match.pop("occupation_code"),
        "title": match.pop("occupation_title"),
    }
    match["occupation"] = occupation
    return match
