"""Say in words how one edition of a track differs from another."""

from collections.abc import Iterable

from tracks.queries.editions import EditionStage
from tracks.queries.release_differences import Added, ReleaseDifference

NOTHING_TO_TELL = "Details of stages changed; the milestones are the same."


def write_release_notes(*, difference: ReleaseDifference) -> str:
    """Return notes as plain text: a heading for each stage, a line for each change."""
    lines: list[str] = []
    for heading, items in list_note_parts(difference=difference):
        lines += [heading, *(f"- {item}" for item in items)]
    return "\n".join(lines) or NOTHING_TO_TELL


def list_note_parts(*, difference: ReleaseDifference) -> list[tuple[str, list[str]]]:
    """Return headings with their lines, the stages in the order of their first change."""
    return [(heading, items) for heading, items in _list_parts(difference) if items]


def summarise_difference(*, difference: ReleaseDifference) -> str:
    """Return the difference in one line of counts: “3 new, 1 retired, 2 merged”."""
    counts = (
        (len(difference.added), "new"),
        (len(difference.retired), "retired"),
        (difference.merged_count, "merged"),
        (difference.replaced_count, "replaced"),
        (len(difference.moved), "moved"),
        (len(difference.renamed), "renamed"),
        (len(difference.loosened), "optional now"),
        (len(difference.tightened), "no longer optional"),
    )
    said = [f"{count} {word}" for count, word in counts if count]
    return ", ".join(said) or "stages or order changed, the milestones are the same"


def list_names(names: Iterable[object]) -> str:
    """Return names in quotes as a list in words."""
    quoted = [f"“{name}”" for name in names]
    return f"{', '.join(quoted[:-1])} and {quoted[-1]}" if len(quoted) > 1 else "".join(quoted)


def _list_parts(difference: ReleaseDifference) -> list[tuple[str, list[str]]]:
    stages: dict[str, tuple[str, list[str]]] = {}
    for stage, words in _list_lines(difference):
        stages.setdefault(stage.key, (f"In “{stage.title}”", []))[1].append(words)
    gone = [f"{one.milestone}: {_say_why(one.reason, one.successor)}" for one in difference.retired]
    gone += [f"The stage “{stage.title}”." for stage in difference.gone_stages]
    return [*stages.values(), ("No longer part of it", gone)]


def _list_lines(difference: ReleaseDifference) -> list[tuple[EditionStage, str]]:
    return [
        *(
            (one.stage, f"The stage was called “{one.before}”.")
            for one in difference.renamed_stages
        ),
        *((stage, "The stage is new.") for stage in difference.new_stages),
        *((one.stage, f"New: {_name(one)}.") for one in difference.added),
        *((one.stage, _say_replaced(one)) for one in difference.replaced),
        *(
            (one.to_stage, f"{one.milestone} moved here from “{one.from_stage.title}”.")
            for one in difference.moved
        ),
        *(
            (one.stage, f"“{one.before}” is now called “{one.after}”.")
            for one in difference.renamed
        ),
        *((one.stage, f"Optional now: {one.milestone}.") for one in difference.loosened),
        *((one.stage, f"No longer optional: {one.milestone}.") for one in difference.tightened),
        *((stage, "The order changed.") for stage in difference.reordered),
    ]


def _say_replaced(added: Added) -> str:
    verb = "merges" if len(added.replaces) > 1 else "replaces"
    return f"{_name(added)} {verb} {list_names(added.replaces)}."


def _name(added: Added) -> str:
    return f"{added.milestone} (optional)" if added.placed.is_optional else str(added.milestone)


def _say_why(reason: str, successor: object) -> str:
    elsewhere = f"“{successor}” takes its place outside this track." if successor else ""
    return " ".join(part for part in (reason.strip(), elsewhere) if part) or "no reason recorded."
