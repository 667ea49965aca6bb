"""Everything that the two founding documents state, counted against the loaded content.

The expected values are typed from the documents, not read from the content files.
"""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from certifications.models import Certification, Claim
from config.env import BASE_DIR
from config.management.commands.load_content import KINDS, read_content
from tracks.models import (
    Accelerator,
    ComparisonEntry,
    CostRange,
    DemandIndicator,
    Insight,
    LadderRung,
    MeetingPoint,
    Milestone,
    Placement,
    QualitativeFactor,
    Question,
    SalaryBand,
    Skill,
    Source,
    Synergy,
    TimeInvestment,
    Track,
    Transition,
)
from tracks.shared.content_rows import Incoming, normalise, read_records, shape_record
from tracks.shared.imports import Problem

TRACKS = ("devops", "mlops", "linux", "python")
COMPREHENSIVE, VERSUS = "seed-comprehensive", "seed-devops-vs-mlops"


@pytest.fixture(scope="module", autouse=True)
def real_content(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Load and publish the content of the repository once for all tests of this module."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_content", apply=True, publish=True, stdout=StringIO())
        yield
        transaction.set_rollback(True)


pytestmark = pytest.mark.django_db


class TestSources:
    def test_names_both_documents(self) -> None:
        seeds = Source.objects.filter(kind="SEED").order_by("key")
        assert [(one.key, one.title) for one in seeds] == [
            (COMPREHENSIVE, "Seed: comprehensive analysis"),
            (VERSUS, "Seed: DevOps vs. MLOps"),
        ]


class TestSalaries:
    @pytest.mark.parametrize(
        ("track", "rung", "role", "low", "high", "is_open"),
        [
            ("devops", 1, None, 80_000, 110_000, False),
            ("devops", 2, None, 120_000, 160_000, False),
            ("devops", 3, None, 150_000, 220_000, False),
            ("devops", 4, None, 180_000, 250_000, True),
            ("mlops", 1, None, 90_000, 120_000, False),
            ("mlops", 2, None, 130_000, 180_000, False),
            ("mlops", 3, None, 160_000, 240_000, False),
            ("mlops", 4, None, 200_000, 300_000, True),
            ("linux", 1, "Junior Linux Admin", 65_000, 85_000, False),
            ("linux", 3, "Senior Linux Engineer", 120_000, 175_000, False),
            ("linux", 4, "Linux Architect", 150_000, 200_000, True),
            ("linux", None, "DevOps Engineer (Linux-focused)", 130_000, 180_000, False),
            ("python", 1, "Junior Python Developer", 70_000, 90_000, False),
            ("python", 3, "Senior Python Engineer", 130_000, 180_000, False),
            ("python", 4, "Python Architect", 160_000, 200_000, True),
            ("python", None, "ML Engineer (Python-focused)", 140_000, 200_000, False),
        ],
    )
    def test_states_each_of_the_sixteen_bands(
        self, track: str, rung: int | None, role: str | None, low: int, high: int, is_open: bool
    ) -> None:
        band = SalaryBand.objects.get(source__key=COMPREHENSIVE, track__key=track, rung=rung)
        assert (band.low, band.high, band.high_is_open) == (low, high, is_open)
        assert (band.role.title if band.role else None) == role
        assert (band.country, band.currency, band.year) == ("US", "USD", 2024)
        assert (band.statistic, band.derivation) == ("RANGE", "PUBLISHED")

    def test_shows_the_sixteen_over_the_api(self, client: Client) -> None:
        answer = client.get(
            "/api/v1/salary-bands/", {"source": COMPREHENSIVE, "page_size": "200"}
        ).json()

        stored = SalaryBand.objects.filter(source__key=COMPREHENSIVE)
        assert answer["count"] == 16
        assert {(row["key"], row["low"], row["high"]) for row in answer["results"]} == {
            (band.key, f"{band.low:.2f}", f"{band.high:.2f}") for band in stored
        }
        assert {row["papers"]["key"] for row in answer["results"]} == {COMPREHENSIVE}

    def test_states_no_seventeenth(self) -> None:
        assert SalaryBand.objects.filter(source__kind="SEED").count() == 16

    def test_calls_the_two_that_disagree_disputed_and_no_other_verified(self) -> None:
        disputed = SalaryBand.objects.filter(source__kind="SEED", state="DISPUTED")
        assert {(one.track.key, one.rung) for one in disputed} == {("devops", 2), ("linux", None)}
        assert len({one.dispute for one in disputed}) == 1
        states = SalaryBand.objects.filter(source__kind="SEED").values_list("state", flat=True)
        assert Counter(states) == {"UNSOURCED": 14, "DISPUTED": 2}


class TestLadders:
    @pytest.mark.parametrize(
        ("track", "rung", "titles"),
        [
            ("devops", 1, ["Junior DevOps Engineer", "Cloud Support Engineer", "Build Engineer"]),
            ("devops", 2, ["DevOps Engineer", "Site Reliability Engineer", "Platform Engineer"]),
            (
                "devops",
                3,
                ["DevOps Architect", "Platform Engineering Lead", "Infrastructure Architect"],
            ),
            ("mlops", 1, ["ML Engineer", "Data Engineer", "MLOps Engineer"]),
            ("mlops", 2, ["Senior ML Engineer", "MLOps Specialist", "ML Platform Engineer"]),
            ("mlops", 3, ["ML Platform Architect", "MLOps Architect", "AI Infrastructure Lead"]),
        ],
    )
    def test_lists_the_roles_of_each_rung_in_order(
        self, track: str, rung: int, titles: list[str]
    ) -> None:
        ladder = LadderRung.objects.get(track__key=track, rung=rung)
        assert ladder.source.key == COMPREHENSIVE
        placements = ladder.placements.order_by("position").select_related("role")
        assert [one.role.title for one in placements] == titles

    @pytest.mark.parametrize("track", TRACKS)
    def test_has_all_four_rungs(self, track: str) -> None:
        rungs = LadderRung.objects.filter(track__key=track).values_list("rung", flat=True)
        assert sorted(rungs) == [1, 2, 3, 4]


class TestCertificationPrices:
    @pytest.mark.parametrize(
        ("key", "low", "high", "unit"),
        [
            ("rhcsa", 450, 450, "ONE_OFF"),
            ("rhce", 800, 800, "ONE_OFF"),
            ("linux-plus", 350, 350, "ONE_OFF"),
            ("lpic-1", 200, 600, "PER_EXAM"),
            ("lpic-2", 200, 600, "PER_EXAM"),
            ("lpic-3", 200, 600, "PER_EXAM"),
            ("pcep", 59, 59, "ONE_OFF"),
            ("pcap", 295, 295, "ONE_OFF"),
            ("google-it-automation-with-python", 49, 49, "PER_MONTH"),
            ("aws-python-specialty", 300, 300, "ONE_OFF"),
        ],
    )
    def test_keeps_each_price_of_the_document_as_a_claim(
        self, key: str, low: int, high: int, unit: str
    ) -> None:
        claim = Claim.objects.get(certification__key=key, field="FEE", source__key=COMPREHENSIVE)
        assert (claim.amount_low, claim.amount_high) == (Decimal(low), Decimal(high))
        assert (claim.currency, claim.unit) == ("USD", unit)

    def test_keeps_no_other_price_of_the_document(self) -> None:
        assert Claim.objects.filter(source__kind="SEED").count() == 10

    def test_says_that_the_aws_python_specialty_does_not_exist(self) -> None:
        row = Certification.objects.get(key="aws-python-specialty")
        assert row.status == "DOES_NOT_EXIST"
        assert not row.claims.filter(is_preferred=True, field="FEE").exists()

    @pytest.mark.parametrize("key", ["rhcsa", "rhce", "linux-plus", "lpic-1"])
    def test_shows_a_newer_price_beside_a_disputed_one(self, key: str) -> None:
        fees = Claim.objects.filter(certification__key=key, field="FEE")
        assert fees.get(source__kind="SEED").state == "DISPUTED"
        assert fees.get(is_preferred=True).source.kind != "SEED"

    @pytest.mark.parametrize(
        ("track", "low", "high"), [("linux", 300, 1500), ("python", 200, 1000)]
    )
    def test_states_the_range_of_a_certification(self, track: str, low: int, high: int) -> None:
        row = CostRange.objects.get(track__key=track, source__key=COMPREHENSIVE)
        assert (row.low, row.high, row.currency) == (Decimal(low), Decimal(high), "USD")

    def test_prefers_at_most_one_fee_of_each_exam(self) -> None:
        preferred = Claim.objects.filter(field="FEE", is_preferred=True)
        spots = Counter(preferred.values_list("certification__key", "exam__code"))
        assert [spot for spot, count in spots.items() if count > 1] == []

    def test_prefers_nothing_that_it_calls_disputed(self) -> None:
        wrong = Claim.objects.filter(field="FEE", is_preferred=True, state="DISPUTED")
        assert list(wrong.values_list("certification__key", flat=True)) == []


class TestTime:
    @pytest.mark.parametrize(
        ("track", "level", "low", "high"),
        [
            ("linux", "CORE", 12, 24),
            ("linux", "GURU", 36, 60),
            ("python", "CORE", 6, 12),
            ("python", "GURU", 24, 48),
        ],
    )
    def test_states_months_to_each_level(self, track: str, level: str, low: int, high: int) -> None:
        row = TimeInvestment.objects.get(track__key=track, level=level, source__key=COMPREHENSIVE)
        assert (row.low_months, row.high_months) == (low, high)

    @pytest.mark.parametrize("track", ["devops", "mlops"])
    def test_says_that_the_other_two_are_assumed(self, track: str) -> None:
        rows = TimeInvestment.objects.filter(track__key=track)
        assert {row.level for row in rows} == {"CORE", "GURU"}
        assert all(row.source.kind == "EDITORIAL" and row.note for row in rows)


class TestDemand:
    @pytest.mark.parametrize(
        ("track", "sector", "level"),
        [
            ("linux", "Cloud infrastructure", "HIGH"),
            ("linux", "Enterprise IT", "VERY_HIGH"),
            ("linux", "Cybersecurity", "HIGH"),
            ("linux", "Telecommunications", "MEDIUM"),
            ("linux", "IoT and embedded systems", "GROWING"),
            ("python", "Web development", "HIGH"),
            ("python", "Data science", "VERY_HIGH"),
            ("python", "AI and machine learning", "VERY_HIGH"),
            ("python", "Finance and fintech", "HIGH"),
            ("python", "Healthcare technology", "GROWING"),
        ],
    )
    def test_rates_each_sector(self, track: str, sector: str, level: str) -> None:
        row = DemandIndicator.objects.get(track__key=track, sector=sector)
        assert (row.level, row.source.key) == (level, COMPREHENSIVE)

    def test_rates_no_other_sector_by_the_document(self) -> None:
        assert DemandIndicator.objects.filter(source__kind="SEED").count() == 10


# Track, kind and a word of every statement, in the order of the document.
INSIGHTS = [
    ("linux", "STRENGTH", "operating system|security and hardening|system level|infrastructure"),
    ("python", "STRENGTH", "application|data analysis and machine learning|travel|cycle"),
    ("linux", "PRO", "control of hardware|system-level access|security|enterprise"),
    ("linux", "CON", "learning curve|platform|configuration|commands"),
    ("python", "PRO", "platform|rapid|libraries|easy"),
    ("python", "CON", "run time|interpreter lock|compatibility|package"),
    ("devops", "EMERGING_TREND", "gitops|platform engineering"),
    ("mlops", "EMERGING_TREND", "automl|feature stores"),
    (
        "devops",
        "FOCUS",
        "platform engineering|developer experience|devsecops|edge computing|finops",
    ),
    ("mlops", "FOCUS", "automated|real-time|edge|governance|responsible ai"),
    ("devops", "EMERGING_TECHNOLOGY", "service mesh|webassembly|zero-trust|green"),
    (
        "mlops",
        "EMERGING_TECHNOLOGY",
        "federated learning|neural architecture search|quantum|edge ai",
    ),
    (
        "linux",
        "GROWTH_AREA",
        "container orchestration|cloud native|hardening|infrastructure as code|edge computing",
    ),
    ("python", "GROWTH_AREA", "mlops|big data|api development|rpa|quantum computing"),
]
TRENDS = [
    ("linux", "cloud|security|edge computing|automation|container orchestration"),
    ("python", "ai boom|data engineering|performance|scientific computing|quantum"),
]


class TestInsights:
    @pytest.mark.parametrize(("track", "kind", "words"), INSIGHTS)
    def test_holds_every_statement_of_a_list(self, track: str, kind: str, words: str) -> None:
        rows = Insight.objects.filter(track__key=track, kind=kind, source__key=COMPREHENSIVE)
        titles = [one.title.lower() for one in rows.order_by("position")]
        expected = words.split("|")
        assert len(titles) == len(expected)
        missing = [word for word, title in zip(expected, titles, strict=True) if word not in title]
        assert missing == [], titles

    @pytest.mark.parametrize(("track", "words"), TRENDS)
    def test_dates_the_market_trends(self, track: str, words: str) -> None:
        rows = Insight.objects.filter(track__key=track, kind="MARKET_TREND", period="2024-2025")
        titles = [one.title.lower() for one in rows.order_by("position")]
        assert len(titles) == 5
        assert [
            word for word, title in zip(words.split("|"), titles, strict=True) if word not in title
        ] == []

    @pytest.mark.parametrize(
        ("title", "tools"),
        [
            ("GitOps", {"Flux", "Argo CD"}),
            ("Platform engineering", {"Backstage", "Port"}),
            ("AutoML operations", {"Google Cloud AutoML", "H2O.ai"}),
            ("Feature stores", {"Feast", "Tecton", "AWS Feature Store"}),
        ],
    )
    def test_names_the_tools_of_each_trend(self, title: str, tools: set[str]) -> None:
        row = Insight.objects.get(kind="EMERGING_TREND", title=title)
        assert {simplify(tool.name) for tool in row.tools.all()} == {simplify(t) for t in tools}

    @pytest.mark.parametrize("track", ["devops", "mlops"])
    def test_says_what_the_first_document_says_of_each_role(self, track: str) -> None:
        rows = Insight.objects.filter(track__key=track, source__key=VERSUS)
        assert Counter(row.kind for row in rows) == {"STRENGTH": 2, "MARKET_TREND": 2}


def simplify(name: str) -> str:
    """Ignore spelling: "Amazon SageMaker Feature Store" is the document's "AWS Feature Store"."""
    plain = "".join(letter for letter in name.lower() if letter.isalnum())
    return plain.replace("amazonsagemaker", "aws").replace("googlecloud", "google")


class TestAccelerators:
    @pytest.mark.parametrize(
        ("track", "horizon", "words"),
        [
            ("linux", "SHORT_TERM", "certification|security|automation|container"),
            ("linux", "LONG_TERM", "architecture|clouds|enterprise system|performance"),
            ("python", "SHORT_TERM", "machine learning|web framework|data analysis|api"),
            ("python", "LONG_TERM", "full stack|cloud-native|leadership|open-source"),
        ],
    )
    def test_lists_four_of_each_sort(self, track: str, horizon: str, words: str) -> None:
        rows = Accelerator.objects.filter(track__key=track, horizon=horizon).order_by("position")
        names = [row.name.lower() for row in rows]
        assert len(names) == 4
        assert [
            word for word, name in zip(words.split("|"), names, strict=True) if word not in name
        ] == []

    @pytest.mark.parametrize("track", ["linux", "python"])
    def test_lists_three_hidden_factors_of_each_sort(self, track: str) -> None:
        rows = QualitativeFactor.objects.filter(track__key=track, source__key=COMPREHENSIVE)
        assert Counter(row.kind for row in rows) == {"JOB_SECURITY": 3, "CAREER_MOBILITY": 3}

    def test_lists_the_transitions(self) -> None:
        rows = Transition.objects.filter(source__key=COMPREHENSIVE).order_by("position")
        assert [
            (one.from_track.key, one.to_field, one.to_track.key if one.to_track else None)
            for one in rows
        ] == [
            ("linux", "DevOps", "devops"),
            ("linux", "Security", None),
            ("linux", "Cloud architecture", None),
            ("python", "Data science", None),
            ("python", "ML engineering", "mlops"),
            ("python", "Product development", None),
        ]


class TestComparison:
    @pytest.mark.parametrize(
        ("dimension", "devops", "mlops"),
        [
            ("Infrastructure focus", "application service", "data model"),
            ("Pipeline complexity", "line clear stages", "cycle experiment"),
            ("Versioning", "code configuration", "code data model experiment"),
            ("Testing", "unit integration system", "data validation model validation a/b"),
        ],
    )
    def test_answers_each_key_difference(self, dimension: str, devops: str, mlops: str) -> None:
        for track, words in (("devops", devops), ("mlops", mlops)):
            entry = ComparisonEntry.objects.get(dimension__name=dimension, track__key=track)
            assert entry.source.key == COMPREHENSIVE
            assert [word for word in words.split() if word not in entry.text.lower()] == []

    @pytest.mark.parametrize(
        ("category", "tools"),
        [
            ("Kubernetes ecosystem", ["Kubeflow", "Istio", "Knative", "Argo Workflows"]),
            ("Observability stack", ["Prometheus", "ELK", "Jaeger", "Grafana"]),
            ("Version control", ["Git", "DVC", "MLflow", "GitOps"]),
            ("CI/CD systems", ["Jenkins", "GitHub Actions", "GitLab CI", "CircleCI"]),
        ],
    )
    def test_lists_the_integration_points(self, category: str, tools: list[str]) -> None:
        rows = list(
            MeetingPoint.objects.filter(category=category, source__key=COMPREHENSIVE).order_by(
                "position"
            )
        )
        assert len(rows) == 4
        assert [tool for tool, row in zip(tools, rows, strict=True) if tool not in row.name] == []
        for row in rows:
            assert {"devops", "mlops"} <= {track.key for track in row.tracks.all()}

    def test_lists_the_synergies(self) -> None:
        pairs = Counter(
            tuple(sorted(track.key for track in one.tracks.all()))
            for one in Synergy.objects.filter(source__kind="SEED")
        )
        assert pairs == {("linux", "python"): 4, ("devops", "mlops"): 3}

    def test_asks_a_short_questionnaire_that_can_suggest_every_track(self) -> None:
        questions = Question.objects.prefetch_related("options__effects__track")
        assert 7 <= len(questions) <= 9
        raised = {
            effect.track.key
            for question in questions
            for option in question.options.all()
            for effect in option.effects.all()
            if effect.weight > 0 and effect.reason
        }
        assert raised == set(TRACKS)


# Every skill of the mind map and of both core skill lists, and the tools named with it.
SKILLS = [
    ("devops", "Container orchestration", "kubernetes"),
    ("devops", "Infrastructure as code", "terraform cloudformation"),
    ("devops", "Configuration management", "ansible chef puppet"),
    ("devops", "Cloud platforms", "aws gcp azure"),
    ("devops", "Containerization", "docker kubernetes"),
    ("devops", "Pipeline automation", "jenkins gitlab-ci github-actions azure-devops"),
    ("devops", "GitOps", "argo-cd flux"),
    ("devops", "Builds and artifacts", ""),
    ("devops", "Deployment strategies", ""),
    ("devops", "Metrics and dashboards", "prometheus grafana"),
    ("devops", "Log management", "elk-stack"),
    ("devops", "Application performance monitoring", "new-relic datadog"),
    ("devops", "Alerting", "prometheus grafana"),
    ("devops", "Automation scripting", "bash python ruby"),
    ("mlops", "Data versioning", "dvc pachyderm"),
    ("mlops", "Feature stores", "feast tecton"),
    ("mlops", "Data validation", "great-expectations"),
    ("mlops", "ETL and ELT workflows", "spark airflow"),
    ("mlops", "Data wrangling", ""),
    ("mlops", "Machine learning fundamentals", "tensorflow pytorch scikit-learn"),
    ("mlops", "Machine learning frameworks", "tensorflow pytorch"),
    ("mlops", "Experiment tracking", "mlflow weights-and-biases"),
    ("mlops", "Distributed training", ""),
    ("mlops", "GPU infrastructure", ""),
    ("mlops", "Model serving", "tensorflow-serving seldon"),
    ("mlops", "A/B testing", ""),
    ("mlops", "Model performance monitoring", ""),
    ("mlops", "Concept drift detection", ""),
    ("mlops", "Machine learning pipelines", "kubeflow mlflow metaflow"),
    ("mlops", "Machine learning cloud platforms", "sagemaker azure-ml google-ai-platform"),
    ("mlops", "Model evaluation and experiments", ""),
    ("linux", "Process management", ""),
    ("linux", "User management", ""),
    ("linux", "Network configuration", ""),
    ("linux", "Security hardening", ""),
    ("linux", "Bash", "bash"),
    ("linux", "Awk", "awk"),
    ("linux", "Sed", "sed"),
    ("linux", "Resource monitoring", ""),
    ("linux", "Optimization", ""),
    ("linux", "Troubleshooting", ""),
    ("python", "Object-oriented programming", ""),
    ("python", "Functional programming", ""),
    ("python", "Data structures", ""),
    ("python", "Algorithms", ""),
    ("python", "Django", "django"),
    ("python", "Flask", "flask"),
    ("python", "FastAPI", "fastapi"),
    ("python", "NumPy", "numpy"),
    ("python", "pandas", "pandas"),
    ("python", "scikit-learn", "scikit-learn"),
]
SHARED_SKILLS = [
    "Git",
    "CI/CD",
    "Debugging",
    "Documentation",
    "Testing",
    "Code organization",
    "Performance",
    "Security",
]


class TestSkills:
    @pytest.mark.parametrize(("track", "name", "tools"), SKILLS)
    def test_holds_each_skill_with_its_tools(self, track: str, name: str, tools: str) -> None:
        skill = Skill.objects.get(name=name, tracks__key=track)
        assert skill.source.kind == "SEED"
        assert set(tools.split()) <= {tool.key for tool in skill.tools.all()}

    @pytest.mark.parametrize("name", SHARED_SKILLS)
    def test_shares_the_shared_skills_between_linux_and_python(self, name: str) -> None:
        skill = Skill.objects.get(name=name, group__tracks__key="linux", tracks__key="linux")
        assert skill.tracks.filter(key="python").exists()
        assert skill.group.tracks.filter(key="python").exists()

    @pytest.mark.parametrize("name", ["Communication", "Continuous improvement"])
    def test_shares_the_overlap_between_devops_and_mlops(self, name: str) -> None:
        assert {"devops", "mlops"} <= {
            track.key for track in Skill.objects.get(name=name).tracks.all()
        }


def list_placements(track: str) -> list[Placement]:
    rows = Placement.objects.filter(stage__track__key=track).select_related("stage", "milestone")
    return list(rows.order_by("stage__position", "position"))


class TestMilestones:
    @pytest.mark.parametrize("track", TRACKS)
    def test_has_five_to_seven_stages_from_start_to_guru(self, track: str) -> None:
        stages = list(Track.objects.get(key=track).stages.order_by("position"))
        assert 5 <= len(stages) <= 7
        assert (stages[0].level, stages[-1].level) == ("START", "GURU")
        assert Counter(stage.level for stage in stages)["CORE"] == 1
        rungs = [stage.rung for stage in stages]
        assert rungs == sorted(rungs)
        assert set(rungs) == {1, 2, 3, 4}

    @pytest.mark.parametrize("track", TRACKS)
    def test_completes_the_middle_rung_with_core_competency(self, track: str) -> None:
        stages = Track.objects.get(key=track).stages
        core = stages.get(level="CORE")
        later = stages.filter(position__gt=core.position)
        assert core.rung == 2
        assert all(stage.rung > 2 for stage in later)

    @pytest.mark.parametrize("track", TRACKS)
    def test_places_at_least_thirty_six_different_milestones(self, track: str) -> None:
        keys = [placed.milestone.key for placed in list_placements(track)]
        assert len(keys) == len(set(keys))
        assert len(keys) >= 36

    def test_shares_at_least_twelve_milestones(self) -> None:
        counts = Counter(
            placed.milestone.key for track in TRACKS for placed in list_placements(track)
        )
        assert sum(count >= 2 for count in counts.values()) >= 12

    @pytest.mark.parametrize("track", TRACKS)
    def test_places_everything_after_what_it_needs(self, track: str) -> None:
        seen: set[int] = set()
        for placed in list_placements(track):
            needs = set(placed.milestone.prerequisites.values_list("pk", flat=True))
            assert needs <= seen, placed.milestone.key
            seen.add(placed.milestone.pk)

    def test_gives_every_milestone_what_a_learner_needs(self) -> None:
        for row in Milestone.objects.prefetch_related("resources", "skills"):
            assert row.hours_low is not None, row.key
            assert row.hours_likely is not None, row.key
            assert row.hours_high is not None, row.key
            assert 1 <= row.hours_low <= row.hours_likely <= row.hours_high, row.key
            assert 2 <= len(row.resources.all()) <= 5, row.key
            assert row.outcome.startswith("Can "), row.key
            assert row.proof_idea, row.key
            assert row.skills.all(), row.key
            assert all(one.url.startswith("https://") for one in row.resources.all()), row.key

    def test_places_every_milestone_somewhere(self) -> None:
        nowhere = Milestone.objects.filter(placements=None)
        assert list(nowhere.values_list("key", flat=True)) == []

    def test_teaches_every_skill_of_each_track_somewhere(self) -> None:
        untaught = Skill.objects.filter(milestones=None)
        assert list(untaught.values_list("key", flat=True)) == []

    @pytest.mark.parametrize("track", TRACKS)
    def test_publishes_what_is_drafted(self, track: str) -> None:
        release = Track.objects.get(key=track).releases.get()
        assert release.number == 1
        assert sum(stage.placements.count() for stage in release.stages.all()) == len(
            list_placements(track)
        )


@pytest.fixture(scope="module")
def incoming() -> list[Incoming]:
    problems: list[Problem] = []
    records = read_content(BASE_DIR / "content", problems)
    assert problems == []
    return records


class TestRoundTrip:
    @pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
    def test_reads_every_row_back_as_the_record_that_made_it(
        self, kind: object, incoming: list[Incoming]
    ) -> None:
        of_kind = {one.key: one for one in incoming if one.kind is kind}
        assert of_kind
        one_kind = next(iter(of_kind.values())).kind
        rows = list(one_kind.model._default_manager.all())
        assert {row.key for row in rows} == set(of_kind)
        read = read_records(one_kind, rows)
        for row in rows:
            wanted = shape_record(one_kind, of_kind[row.key].record)
            assert normalise(read[row.pk]) == normalise(wanted)
