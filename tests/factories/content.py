"""A small content folder that loads cleanly; tests change single spots of it."""

from pathlib import Path

SOURCES = """\
sources:
  - {key: survey, title: A survey, kind: DATASET}
  - {key: editorial, title: Our estimate, kind: EDITORIAL}
"""
SKILLS = """\
groups:
  - key: basics
    name: Basics
    source: survey
    tracks: [ops]
    skills:
      - {key: shell, name: Shell, tools: [bash], tracks: [ops], source: survey}
"""
TOOLS = """\
tools:
  - {key: bash, name: Bash, url: "https://www.gnu.org/software/bash/", summary: a shell}
  - {key: git, name: Git, url: "https://git-scm.com/", summary: version control}
"""
_MILESTONE = """\
  - key: step-{number}
    title: Step {number}
    outcome: Can do step {number}
    description: What it is.
    hours: {{low: 8, likely: 12, high: 20}}
    prerequisites: [{needs}]
    skills: [shell]
    tools: [bash]
    proof: A log
    resources:
      - {{title: One, url: "https://example.org/{number}/one", kind: BOOK}}
      - {{title: Two, url: "https://example.org/{number}/two", kind: REFERENCE}}
"""
MILESTONES = "milestones:\n" + "".join(
    _MILESTONE.format(number=number, needs=f"step-{number - 1}" if number > 1 else "")
    for number in range(1, 6)
)
TRACK = """\
key: ops
name: Ops
tagline: One line
summary: Two sentences. Here.
colour: teal
position: 1
time_investment:
  - {level: CORE, low_months: 12, high_months: 24, source: survey}
stages:
  - {key: start, title: Start, level: START, rung: 1, milestones: [step-1]}
  - {key: base, title: Base, level: FOUNDATION, rung: 1, milestones: [step-2]}
  - {key: core, title: Core, level: CORE, rung: 2, milestones: [step-3]}
  - {key: expert, title: Expert, level: EXPERT, rung: 3, milestones: [step-4]}
  - key: guru
    title: Guru
    level: GURU
    rung: 4
    milestones:
      - {key: step-5, optional: true}
"""
ROLES = """\
roles:
  - {key: junior, title: Junior Engineer}
ladders:
  - track: ops
    rungs:
      - {rung: 1, name: Entry level, roles: [junior], source: survey}
"""
BANDS = """\
bands:
  - key: ops-junior
    track: ops
    rung: 1
    year: 2024
    low: 80000
    high: 110000
    source: survey
"""
INSIGHTS = """\
insights:
  - {key: first, track: ops, kind: PRO, title: First, source: survey}
  - {key: second, track: ops, kind: CON, title: Second, tools: [git, bash], source: survey}
"""
CERTIFICATIONS = """\
issuers:
  - {key: body, name: A body, url: "https://example.org/"}
certifications:
  - key: cert-one
    name: Certificate One
    short_name: C1
    issuer: body
    kind: EXAM
    status: ACTIVE
    tracks: [{track: ops, rung: 1}]
    exams: [{code: EX1, name: Exam one}]
    covers: [step-1]
    claims:
      - {field: FEE, exam: EX1, amount_low: 450, currency: USD, unit: ONE_OFF, source: survey, as_of: "2024", state: ATTRIBUTED, preferred: true}
      - {field: VALIDITY, months: 36, source: survey, as_of: "2024", state: ATTRIBUTED}
  - key: cert-two
    name: Certificate Two
    short_name: C2
    kind: EXAM
    status: RETIRED
    successor: cert-one
    requires_all: [cert-one]
"""
FILES = {
    "sources.yaml": SOURCES,
    "skills.yaml": SKILLS,
    "tools/seed.yaml": TOOLS,
    "milestones/steps.yaml": MILESTONES,
    "tracks/ops.yaml": TRACK,
    "roles.yaml": ROLES,
    "salaries/bands.yaml": BANDS,
    "facts/insights.yaml": INSIGHTS,
    "certifications/body.yaml": CERTIFICATIONS,
}
# Rows of the kinds above: sources, tools, track, group, skill, role, milestones, band,
# insights, issuer, certifications, claims.
RECORD_COUNT = 2 + 2 + 1 + 1 + 1 + 1 + 5 + 1 + 2 + 1 + 2 + 2


def make_content(folder: Path, **files: str) -> Path:
    """Write the content below `folder`; keyword arguments replace or add files by name."""
    root = folder / "content"
    for name, text in {**FILES, **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def edit(root: Path, name: str, old: str, new: str) -> None:
    """Replace the one spot of a file that reads `old`."""
    path = root / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} is in {name} {text.count(old)} times"
    path.write_text(text.replace(old, new), encoding="utf-8")
