"""A believable career plan: a data analyst on the MLOps track, 45 milestones, four certifications."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from progress.choices import MilestoneStatus
from progress.documents import content as plans
from tracks.shared.charts import FanPoint, TornadoBar

DONE, DOING = MilestoneStatus.DONE, MilestoneStatus.IN_PROGRESS
TODO, SKIPPED = MilestoneStatus.TODO, MilestoneStatus.SKIPPED

# Stage, what it is for, and its milestones: title, outcome, likely hours.
_STAGES = (
    (
        "Start",
        "The tools that everything else is typed into.",
        (
            (
                "Work on the Linux command line",
                "Can find, read, change and move files, and join commands with pipes.",
                12,
            ),
            (
                "Version control with Git",
                "Can branch, merge, resolve a conflict and undo a commit without losing work.",
                10,
            ),
            (
                "Write small programs in Python",
                "Can write a script with functions, files and errors that a colleague can run.",
                30,
            ),
            (
                "Query data with SQL",
                "Can join, group and window over tables, and read a query plan.",
                20,
            ),
            (
                "Debug with a method",
                "Can reproduce a fault, halve the search space and write down the cause.",
                8,
            ),
        ),
    ),
    (
        "Foundation",
        "Enough software engineering that a model can be treated as software.",
        (
            (
                "Package a Python project",
                "Can lock dependencies and install the project on a clean machine with one command.",
                10,
            ),
            (
                "Test with pytest",
                "Can write unit and property tests that fail when the code is wrong.",
                14,
            ),
            (
                "Build container images with Docker",
                "Can write a small image, scan it and explain every layer.",
                12,
            ),
            (
                "Automate with Bash",
                "Can write a script that stops on errors and cleans up after itself.",
                8,
            ),
            (
                "Continuous integration",
                "Can run checks on every push and keep the main branch green.",
                12,
            ),
            (
                "HTTP services with FastAPI",
                "Can serve a typed endpoint with validation, errors and a health probe.",
                16,
            ),
            (
                "Linear algebra and statistics for ML",
                "Can explain least squares, bias, variance and a confidence interval.",
                30,
            ),
            (
                "Data wrangling with pandas",
                "Can clean, join and reshape a data set and test the result.",
                16,
            ),
        ),
    ),
    (
        "Core competency",
        "Train, measure and ship one model, and do it again the same way.",
        (
            (
                "Train models with scikit-learn",
                "Can build a pipeline with preprocessing, cross-validation and a baseline.",
                24,
            ),
            (
                "Deep learning with PyTorch",
                "Can train a small network and explain its loss curve.",
                36,
            ),
            (
                "Choose and read evaluation metrics",
                "Can pick a metric that matches the cost of errors, and defend it.",
                12,
            ),
            (
                "Track experiments with MLflow",
                "Can reproduce any past run from its recorded code, data and parameters.",
                12,
            ),
            ("Version data sets", "Can name the exact data behind a model and restore it.", 10),
            (
                "Data pipelines with Airflow",
                "Can schedule, backfill and alert on a pipeline that loads a table daily.",
                24,
            ),
            (
                "Feature preparation without leakage",
                "Can show that no feature knows the future.",
                12,
            ),
            (
                "Serve a model behind an HTTP interface",
                "Can deploy a model version and roll it back within five minutes.",
                16,
            ),
            (
                "Register and promote models",
                "Can move a model through review to production with a record of who and why.",
                8,
            ),
            (
                "Cloud basics on AWS",
                "Can set up accounts, roles, networks and budgets with least privilege.",
                24,
            ),
        ),
    ),
    (
        "Production",
        "Run models for other people, and know when they go wrong.",
        (
            (
                "Kubernetes for applications",
                "Can deploy, scale, debug and update a service on a cluster.",
                40,
            ),
            (
                "Infrastructure as code with Terraform",
                "Can create and destroy an environment from reviewed code.",
                20,
            ),
            (
                "Monitor services with Prometheus",
                "Can define a service level and alert on its error budget.",
                16,
            ),
            (
                "Monitor data and model drift",
                "Can tell a data fault from a changed world, with evidence.",
                18,
            ),
            (
                "Retraining pipelines",
                "Can retrain, evaluate and promote on a schedule with a gate that can say no.",
                20,
            ),
            (
                "Distributed data with Spark",
                "Can process a data set larger than memory and explain the shuffle.",
                24,
            ),
            (
                "Secrets and access",
                "Can rotate a credential without downtime and prove who had access.",
                8,
            ),
            (
                "A/B tests for models",
                "Can plan, run and stop an online experiment, and report its uncertainty.",
                16,
            ),
            (
                "Cost of serving",
                "Can attribute cloud cost to a model and halve it with a measured change.",
                10,
            ),
        ),
    ),
    (
        "Platform",
        "Make it easy for others to do the right thing.",
        (
            (
                "Kubeflow pipelines",
                "Can offer a pipeline template that a data scientist uses without help.",
                24,
            ),
            (
                "Feature stores",
                "Can serve the same feature for training and inference, and test that.",
                20,
            ),
            ("GPU scheduling", "Can share accelerators fairly and show their use.", 14),
            (
                "Model governance",
                "Can write a model card and an audit trail that a reviewer accepts.",
                10,
            ),
            ("Incident response", "Can lead an incident and write a review without blame.", 12),
            (
                "SageMaker end to end",
                "Can train, deploy and monitor on a managed platform, and name its limits.",
                20,
            ),
            (
                "Large language models in production",
                "Can evaluate, guard and serve a language model with known cost per call.",
                30,
            ),
        ),
    ),
    (
        "Guru",
        "Set direction, teach, and be accountable for the whole.",
        (
            (
                "Design an ML platform",
                "Can write a design that names options, costs and failure modes.",
                30,
            ),
            (
                "Review designs of others",
                "Can find the assumption that breaks, and say so kindly.",
                12,
            ),
            (
                "Mentor two engineers",
                "Can show what each of them can do now that they could not before.",
                40,
            ),
            (
                "Publish a case study",
                "Can explain a production failure and its fix to strangers.",
                20,
            ),
            (
                "Capacity and cost planning",
                "Can forecast a year of compute within a quarter of the truth.",
                16,
            ),
            ("Lead a migration", "Can move a live system with a way back at each step.", 50),
        ),
    ),
)


def _make_dates(number, first):
    likely = first + timedelta(days=int(number * 15.5))
    spread = timedelta(days=3 + number * 2)
    return plans.DateRange(earliest=likely - spread / 2, likely=likely, latest=likely + spread)


def _make_status(number):
    if number <= 11:
        return SKIPPED if number == 9 else DONE
    return DOING if number in (12, 13, 14) else TODO


def make_milestone(
    number, *, title="Serve a model", outcome="Can serve a model.", hours=10, needs=()
):
    status = _make_status(number)
    due = _make_dates(number, date(2026, 5, 4))
    notes = {
        3: ("Repository with a tested log parser", "Took longer than planned; worth it.", ""),
        4: ("", "", "already yours from Python, 12 Mar 2026"),
        14: ("Notebook and report on churn data", "Ask Priya for the labelled set.", ""),
        21: ("Deployed demo with a recorded roll-back", "", ""),
    }
    proof, note, carried = notes.get(number, ("", "", ""))
    return plans.PlanMilestone(
        number=number,
        title=title,
        outcome=outcome,
        status=status,
        is_late=number == 13,
        hours=plans.HourRange(
            low_hours=round(hours * 0.6), likely_hours=hours, high_hours=round(hours * 1.8)
        ),
        due=None if status in (DONE, SKIPPED) else due,
        done_date=due.likely if status is DONE else None,
        needs=needs,
        proof=proof,
        note=note,
        carried_from=carried,
    )


def make_stages():
    stages, number = [], 0
    titles: list[str] = []
    for title, summary, milestones in _STAGES:
        rows = []
        for name, outcome, hours in milestones:
            number += 1
            needs = (
                tuple(titles[-1:])
                if number % 3 == 0
                else tuple(titles[-4:-2])
                if number % 5 == 0
                else ()
            )
            rows.append(
                make_milestone(number, title=name, outcome=outcome, hours=hours, needs=needs)
            )
            titles.append(name)
        stages.append(plans.PlanStage(title=title, summary=summary, milestones=tuple(rows)))
    return tuple(stages)


def make_certifications():
    claim = plans.FeeClaim
    return (
        plans.PlanCertification(
            name="AWS AI Practitioner",
            issuer="Amazon Web Services",
            status="passed 14 Sep 2026",
            is_passed=True,
            exams=("AIF-C01",),
            fee_claims=(
                claim(
                    words="$100 per exam",
                    state="attributed",
                    source_number=4,
                    as_of=date(2026, 6, 8),
                ),
            ),
            chosen_fee=Decimal(100),
            chosen_because="paid",
            validity="3 years",
            renewal="retake, $100",
            five_year_cost=Decimal(200),
            window_start=date(2026, 9, 14),
            window_end=date(2026, 9, 14),
        ),
        plans.PlanCertification(
            name="AWS Machine Learning Engineer - Associate",
            issuer="Amazon Web Services",
            exams=("MLA-C01",),
            fee_claims=(
                claim(
                    words="$150 per exam",
                    state="secondary",
                    source_number=5,
                    as_of=date(2026, 4, 15),
                ),
                claim(words="$300 per exam", state="unsourced", source_number=1),
            ),
            chosen_fee=Decimal(150),
            chosen_because="newest dated claim",
            employer_pays=Decimal(75),
            validity="3 years",
            renewal="retake, fee unknown",
            five_year_cost=None,
            window_start=date(2027, 5, 3),
            window_end=date(2027, 6, 28),
            note="The older Machine Learning - Specialty was retired on 31 March 2026.",
        ),
        plans.PlanCertification(
            name="Certified Kubernetes Administrator",
            issuer="Linux Foundation",
            exams=("CKA",),
            fee_claims=(
                claim(
                    words="$445 with one retake",
                    state="attributed",
                    source_number=4,
                    as_of=date(2026, 8, 9),
                ),
                claim(words="$375", state="stale", source_number=6, as_of=date(2024, 7, 1)),
                claim(words="$395", state="stale", source_number=7, as_of=date(2023, 5, 1)),
            ),
            chosen_fee=Decimal(445),
            chosen_because="newest dated claim",
            employer_pays=Decimal(445),
            validity="2 years when earned from 1 Apr 2024",
            renewal="retake, $445",
            five_year_cost=Decimal(1335),
            window_start=date(2027, 9, 6),
            window_end=date(2027, 11, 15),
        ),
        plans.PlanCertification(
            name="Terraform Associate",
            issuer="HashiCorp",
            exams=("004",),
            fee_claims=(
                claim(
                    words="$70.50 plus tax",
                    state="vendor",
                    source_number=8,
                    as_of=date(2026, 10, 2),
                ),
            ),
            chosen_fee=Decimal("70.50"),
            chosen_because="vendor's own page",
            validity="2 years",
            renewal="pass the current version",
            five_year_cost=Decimal("211.50"),
        ),
    )


def make_budget():
    line = plans.BudgetLine
    amounts = (100, 147, 147, 0, 297, 147, 592, None, 70.5, 0, 147)
    return plans.PlanBudget(
        lines=(
            line(
                label="AWS AI Practitioner, exam",
                amount=Decimal(100),
                note="paid in September 2026",
            ),
            line(
                label="AWS Machine Learning Engineer, exam",
                amount=Decimal(150),
                employer_pays=Decimal(75),
            ),
            line(
                label="Certified Kubernetes Administrator, exam",
                amount=Decimal(445),
                employer_pays=Decimal(445),
            ),
            line(label="Terraform Associate, exam", amount=Decimal("70.50"), note="before tax"),
            line(label="Course subscription, 18 months at $49", amount=Decimal(882)),
            line(
                label="AWS Machine Learning Engineer, renewal",
                amount=None,
                note="no dated price on record",
            ),
        ),
        known_total=Decimal("1647.50"),
        employer_total=Decimal(520),
        unknown_count=1,
        quarters=tuple(
            plans.QuarterSpending(
                year=2026 + (index + 2) // 4,
                quarter=(index + 2) % 4 + 1,
                amount=None if amount is None else Decimal(str(amount)),
            )
            for index, amount in enumerate(amounts)
        ),
        note="Prices before tax, in US dollars of 2026.",
    )


def make_ladder():
    seed: dict[str, Any] = {"source_title": "Seed: DevOps vs. MLOps", "source_number": 1}
    data: dict[str, Any] = {
        "source_title": "ai-jobs and infosec-jobs",
        "source_number": 3,
        "statistic": "P25 to P75",
        "as_of": date(2024, 12, 31),
        "state": "attributed",
    }
    band, usd = plans.PlanBand, Decimal
    return (
        plans.PlanRung(
            title="Junior MLOps engineer",
            bands=(band(low=usd(90000), high=usd(120000), state="unsourced", **seed),),
        ),
        plans.PlanRung(
            title="MLOps engineer",
            is_target=True,
            bands=(
                band(low=usd(130000), high=usd(180000), state="disputed", **seed),
                band(low=usd(119000), high=usd(176000), mid=usd(160000), n=20, **data),
            ),
        ),
        plans.PlanRung(
            title="Senior MLOps engineer",
            bands=(
                band(low=usd(160000), high=usd(240000), state="disputed", **seed),
                band(low=usd(139000), high=usd(216000), mid=usd(180000), n=48, **data),
            ),
        ),
        plans.PlanRung(
            title="MLOps architect",
            bands=(
                band(
                    low=usd(200000), high=usd(250000), is_open_above=True, state="unsourced", **seed
                ),
            ),
        ),
    )


def make_projection():
    fan = []
    for month in range(0, 121, 6):
        grown = max(0, month - 18)
        dip = -min(month, 20)
        fan.append(
            FanPoint(
                month=month,
                p5=dip * 720.0,
                p10=dip * 560.0,
                p25=dip * 430.0,
                p50=dip * 320.0 + grown * 34,
                p75=dip * 260.0 + grown * 610,
                p90=dip * 200.0 + grown * 1520,
                p95=dip * 180.0 + grown * 2100,
                mean=dip * 280.0 + grown * 330,
            )
        )
    losses = (-17.2, -14.1, -11.9, -10.4, -9.1, -8.2, -7.0, -6.1, -5.0, -4.1, -3.2, -2.4, -1.1)
    return plans.PlanProjection(
        headlines=(
            "Of 10 people in your position, about 3 end 10 years better off than if they had not studied, after paying for everything including their time; about 7 do not. If you finish the plan it is about 5 in 10.",
            "About 5 in 10 finish at your current pace. In the middle case you are about $3k behind; one in ten does worse than −$11k, one in ten better than about $150k. The average is $28k: few large gains, many small losses.",
        ),
        outcomes=(
            *(1000 * loss for loss in losses),
            3200.0,
            18400.0,
            41000.0,
            77500.0,
            112000.0,
            151000.0,
            204000.0,
        ),
        fan=tuple(fan),
        payback_words="3 in 10 ever pay back; half of those by month 36",
        payback_month=36,
        comparison=(
            plans.ComparisonRow(
                measure="At least mid-level within 5 years",
                with_path="4 in 10",
                without_path="1 in 10",
                if_finished="6 in 10",
            ),
            plans.ComparisonRow(
                measure="Months until mid-level, middle case",
                with_path="41",
                without_path="not within 10 years",
                if_finished="33",
            ),
            plans.ComparisonRow(
                measure="Pay after 5 years, middle case",
                with_path="$92k",
                without_path="$84k",
                if_finished="$118k",
            ),
        ),
        base_result=28000.0,
        levers=(
            TornadoBar("Finishing the plan", "stop in month 6", "finish", -7000.0, 91000.0, True),
            TornadoBar("Hours a week", "4 h", "16 h", -2000.0, 52000.0, True),
            TornadoBar("Sitting the CKA", "no", "yes", 19000.0, 31000.0, True),
            TornadoBar("Share of the raise that the path causes", "0.3", "0.9", 4000.0, 49000.0),
            TornadoBar("Chance a month to land the target role", "0.02", "0.09", 6000.0, 47000.0),
            TornadoBar("Value of an hour of your time", "$40", "$0", 17000.0, 39000.0),
        ),
        changes=(
            "Seven weeks of logged pace replace the planned 10 hours: the chance to finish rises from 4 to 5 in 10.",
            "The CKA fee went from $395 to $445.",
        ),
        disclaimers=(
            "A projection, not a promise and not financial advice. US ranges of 2024 that describe themselves; before tax.",
            "How much of a raise the path itself causes is uncertain, and most of the benefit depends on finishing and on the hiring market.",
        ),
    )


def make_assumptions():
    row = plans.PlanAssumption
    return (
        row(name="Present pay", value="$78,000", unit="gross a year", is_yours=True),
        row(
            name="Planned study time",
            value="10",
            unit="hours a week",
            low_to_high="4 to 16",
            is_yours=True,
        ),
        row(
            name="Logged pace",
            value="8.6",
            unit="hours a week, 7 weeks",
            low_to_high="6.1 to 11.2",
            is_yours=True,
        ),
        row(
            name="Discount rate",
            value="3 %",
            unit="a year, real",
            low_to_high="1 % to 7 %",
            source="OMB Circular A-94",
            source_number=9,
        ),
        row(
            name="Chance to go on each month",
            value="0.955",
            unit="share",
            low_to_high="0.93 to 0.98",
            source="completion rates of open courses",
            source_number=10,
        ),
        row(
            name="Chance to land a role each month once ready",
            value="0.05",
            unit="share",
            low_to_high="0.02 to 0.09",
        ),
        row(
            name="Share of a raise that the path causes",
            value="0.6",
            unit="share",
            low_to_high="0.3 to 0.9",
        ),
        row(
            name="Growth of pay bands",
            value="0 %",
            unit="a year, real",
            low_to_high="−1 % to 1 %",
            source="BLS OEWS 2021 to 2024",
            source_number=2,
        ),
        row(
            name="Value of an hour of your time",
            value="$15",
            unit="an hour",
            low_to_high="$0 to $40",
        ),
        row(
            name="First attempt passed, MLA-C01",
            value="0.65",
            unit="share",
            low_to_high="0.5 to 0.8",
            source="Certification Magazine survey 2023",
            source_number=11,
        ),
        row(
            name="First attempt passed, CKA", value="0.60", unit="share", low_to_high="0.45 to 0.75"
        ),
        row(
            name="Months as junior before mid-level",
            value="18",
            unit="months",
            low_to_high="12 to 24",
        ),
        row(
            name="Lifetime of a skill",
            value="6",
            unit="years to half its value",
            low_to_high="3 to 12",
        ),
        row(name="Horizon", value="120", unit="months"),
        row(
            name="Course subscription",
            value="$49",
            unit="a month while studying",
            source="Seed: comprehensive analysis",
            source_number=12,
        ),
    )


def make_sources():
    row, read = plans.PlanSource, date(2026, 11, 21)
    return (
        row(
            number=1,
            title="DevOps Engineer vs. MLOps Engineer",
            publisher="founding document",
            state="unsourced",
            used_for="pay bands, skills, one fee",
            as_of=date(2024, 1, 1),
        ),
        row(
            number=2,
            title="Occupational Employment and Wage Statistics",
            publisher="US Bureau of Labor Statistics",
            url="https://www.bls.gov/oes/",
            state="attributed",
            licence="public domain",
            as_of=date(2024, 5, 1),
            retrieved=read,
            used_for="growth of pay",
        ),
        row(
            number=3,
            title="Salaries of AI, ML and security jobs",
            publisher="ai-jobs.net, infosec-jobs.com",
            url="https://aijobs.net/salaries/download/",
            state="attributed",
            licence="CC0",
            as_of=date(2024, 12, 31),
            retrieved=read,
            used_for="pay bands",
        ),
        row(
            number=4,
            title="Certification data 0.2.0",
            publisher="RoleMath",
            url="https://github.com/rolemath/certifications",
            state="attributed",
            licence="CC BY 4.0",
            as_of=date(2026, 8, 9),
            retrieved=read,
            used_for="fees, validity",
        ),
        row(
            number=5,
            title="AWS certification prices",
            publisher="study site",
            state="secondary",
            as_of=date(2026, 4, 15),
            retrieved=read,
            used_for="one fee",
        ),
        row(
            number=6,
            title="Security Certification Roadmap",
            publisher="Paul Jerimy",
            url="https://pauljerimy.com/security-certification-roadmap/",
            state="stale",
            licence="CC BY-SA",
            as_of=date(2024, 7, 1),
            retrieved=read,
            used_for="fees",
        ),
        row(
            number=7,
            title="Kubernetes exams explained",
            publisher="training blog",
            state="stale",
            as_of=date(2023, 5, 1),
            used_for="one fee",
        ),
        row(
            number=8,
            title="HashiCorp certification pages",
            publisher="HashiCorp",
            url="https://developer.hashicorp.com/certifications",
            state="vendor",
            licence="MPL 2.0",
            as_of=date(2026, 10, 2),
            retrieved=read,
            used_for="one fee",
        ),
        row(
            number=9,
            title="Circular A-94",
            publisher="US Office of Management and Budget",
            url="https://www.whitehouse.gov/omb/information-for-agencies/circulars/",
            state="attributed",
            licence="public domain",
            as_of=date(2023, 11, 9),
            used_for="discount rate",
        ),
        row(
            number=10,
            title="HarvardX and MITx: four years of open online courses",
            publisher="Chuang and Ho",
            state="attributed",
            as_of=date(2016, 12, 23),
            used_for="chance to go on",
        ),
        row(
            number=11,
            title="Salary survey 2023",
            publisher="Certification Magazine",
            url="http://certmag.com/",
            state="secondary",
            as_of=date(2023, 1, 1),
            used_for="pass rates",
        ),
        row(
            number=12,
            title="Comprehensive analysis of career paths",
            publisher="founding document",
            state="unsourced",
            used_for="subscription",
        ),
        row(
            number=13,
            title="Effort of milestones",
            publisher="Milepost editors",
            state="our estimate",
            as_of=date(2026, 11, 1),
            used_for="hours",
        ),
    )


def make_glossary():
    entries = (
        (
            "P10, P50, P90",
            "The values that 1, 5 and 9 in 10 futures stay below. P50 is the middle case.",
        ),
        (
            "Average",
            "The sum of all futures divided by their number. A few large gains pull it above the middle case.",
        ),
        (
            "Payback",
            "The first month in which everything paid, study time included, has come back as higher pay.",
        ),
        (
            "Release",
            "A numbered, unchangeable edition of a track. You follow one until you choose to move.",
        ),
        ("Disputed", "Sources of the same rank state figures that cannot both be right."),
        ("Stale", "The date of the figure is too long ago to rely on it."),
        ("Unsourced", "Somebody states the figure, but not where it comes from."),
        ("Skipped", "Left out by your own choice. It no longer counts in the whole."),
        ("Effort", "Hours of study, as a low, a likely and a high estimate by the editors."),
        ("Drift", "A change in the data that makes a model worse without a change in its code."),
    )
    return tuple(plans.GlossaryEntry(term=term, meaning=meaning) for term, meaning in entries)


def make_career_plan_content(**overrides):
    """Make the whole plan; every field can be overridden."""
    values: dict[str, Any] = {
        "issued_at": datetime(2026, 11, 22, 9, 30, tzinfo=UTC),
        "cover": plans.PlanCover(
            learner_name="Amara Okonkwo-Lindqvist",
            track_title="MLOps",
            release_number=3,
            start_role="Data Analyst",
            target_role="MLOps Engineer",
            place="Leeds, United Kingdom",
            hours_per_week=10,
            start_date=date(2026, 5, 4),
            target_date=date(2028, 6, 30),
            finish=plans.DateRange(
                earliest=date(2028, 1, 10), likely=date(2028, 4, 3), latest=date(2028, 9, 25)
            ),
            headline="Of 10 people in this position about 3 end ten years better off than without the path, and about 5 in 10 of those who finish it.",
        ),
        "summary": plans.PlanSummary(
            paragraphs=(
                "The plan leads from data analyst to MLOps engineer in six stages and 45 milestones. At ten hours a week it ends between January and September 2028.",
                "Ten milestones are done, one is skipped, three are under way and one of them is late. Four certifications are planned; one is passed.",
            ),
            figures=(
                plans.KeyFigure(
                    value="10 of 44", words="milestones done; one is skipped and not counted"
                ),
                plans.KeyFigure(value="640 h", words="likely effort left, 390 to 1,150 h"),
                plans.KeyFigure(value="$1,127.50", words="left for you to pay, one price unknown"),
                plans.KeyFigure(
                    value="3 in 10", words="end better off after 10 years; 5 in 10 if they finish"
                ),
            ),
            what_could_change=(
                "At six hours a week the plan ends about fourteen months later and 4 in 10 finish.",
                "The renewal fee of the AWS engineer certification is unknown and not in the total.",
                "The pay bands of the founding document and the 2024 data disagree for mid-level and senior roles.",
            ),
        ),
        "next_steps": (
            plans.NextStep(
                title="Data wrangling with pandas",
                reason="Late since 18 November and needed by two further milestones.",
                due=date(2026, 11, 30),
                likely_hours=9,
            ),
            plans.NextStep(
                title="Train models with scikit-learn",
                reason="Opens four milestones of the core stage.",
                due=date(2026, 12, 20),
                likely_hours=24,
            ),
            plans.NextStep(
                title="Ask your employer about exam fees",
                reason="The policy pays half of job-related exams; the claim needs approval before booking.",
            ),
            plans.NextStep(
                title="Book the MLA-C01 exam",
                reason="Slots in May fill about ten weeks ahead.",
                due=date(2027, 2, 22),
            ),
        ),
        "stages": make_stages(),
        "certifications": make_certifications(),
        "budget": make_budget(),
        "own_pay": Decimal(78000),
        "ladder": make_ladder(),
        "ladder_note": "United States, 2024.",
        "projection": make_projection(),
        "assumptions": make_assumptions(),
        "sources": make_sources(),
        "glossary": make_glossary(),
        "verification": plans.PlanVerification(
            plan_id="MP-6CD68-244296",
            verify_url="https://milepost.example/verify/MP-6CD68-244296/",
            snapshot_id="PR-20261122-71F3",
            model_version="1.0",
            data_date=date(2026, 11, 21),
        ),
    }
    return plans.CareerPlanContent(**(values | overrides))


def make_empty_plan_content(**overrides):
    """Make the least that can be printed: a name, a track and an id."""
    values: dict[str, Any] = {
        "issued_at": datetime(2026, 11, 22, 9, 30, tzinfo=UTC),
        "cover": plans.PlanCover(learner_name="Bo", track_title="Linux", release_number=1),
        "verification": plans.PlanVerification(
            plan_id="MP-1", verify_url="https://milepost.example/verify/MP-1/"
        ),
    }
    return plans.CareerPlanContent(**(values | overrides))


def make_long_plan_content():
    """Make a plan with as many milestones as can be printed."""
    stages = tuple(
        plans.PlanStage(
            title=f"Stage {stage + 1}",
            milestones=tuple(
                make_milestone(
                    stage * 20 + row + 1,
                    title=f"Milestone {stage * 20 + row + 1} with a title of usual length",
                    outcome="Can show that it was learned, with a proof that others accept.",
                )
                for row in range(20)
            ),
        )
        for stage in range(6)
    )
    return make_career_plan_content(stages=stages)


def rename_learner(content, name):
    """Give the plan to somebody else."""
    return replace(content, cover=replace(content.cover, learner_name=name))
