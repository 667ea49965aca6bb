"""Bad input, asked of every door: the engine, the pages' forms, the pages and the API.

Whatever is missing or out of range is named in words, and there is never a number.
"""

import json
import math
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from progress.forms.learners import CircumstancesForm
from progress.forms.what_ifs import WhatIfForm, fill_form
from progress.models import Learner, Scenario
from progress.operations.learners import get_or_create_learner
from progress.queries.scenario_settings import ScenarioSettings
from progress.queries.scenarios import get_scenario_figures, get_what_if_ground
from progress.roi.assumptions import AssumptionOutOfRange
from progress.roi.shapes import BandInput, RoiInputInvalid
from progress.roi.what_ifs import Changes, apply_changes
from tests.factories.api import get_code, list_pointers, make_caller
from tests.factories.progress import TODAY, make_projectable_enrolment
from tests.progress.roi.learners import make_inputs, make_learner
from tracks.models import SalaryBand

HUGE = 10**300
# How the four doors call one setting: engine, field of the page, field of the API.
NAMES = {
    "hours": ("hours_per_week", "hours", "hours_per_week"),
    "target": ("target_rung", "target", "target_rung"),
    "employer": ("employer_share", "employer", "employer_share"),
    "retakes": ("free_retakes_count", "retakes", "free_retakes_count"),
    "horizon": ("horizon_years", "horizon", "horizon_years"),
    "discount": ("discount_rate", "discount", "discount_rate"),
}
# Setting, its value, and the code that the API gives; a share is a per cent on the page.
OUT_OF_RANGE = [
    ("hours", -3, "min_value"),
    ("hours", 0, "min_value"),
    ("hours", 169, "max_value"),
    ("hours", 81, "max_value"),
    ("hours", 1_000_000, "max_whole_digits"),
    ("hours", HUGE, "max_string_length|max_digits|max_whole_digits"),
    ("target", -1, "invalid_choice"),
    ("target", 9, "invalid_choice"),
    ("target", HUGE, "invalid_choice"),
    ("employer", -0.5, "min_value"),
    ("employer", 1.5, "max_value"),
    ("employer", HUGE, "max_string_length|max_digits|max_whole_digits"),
    ("retakes", -1, "min_value"),
    ("retakes", 11, "max_value"),
    ("horizon", 4, "min_value"),
    ("horizon", 16, "max_value"),
    ("horizon", -10, "min_value"),
    ("horizon", HUGE, "max_value|max_string_length"),
    ("discount", -0.01, "min_value"),
    ("discount", 0.5, "max_value"),
    ("discount", HUGE, "max_string_length|max_digits|max_whole_digits"),
]
# What is no number at all, as text in a form and as JSON in a request.
NO_NUMBERS = ["NaN", "nan", "Infinity", "-Infinity", "1e400", "eight", "8 hours", "0x10"]
WRONG_TYPES: list[Any] = [True, [8], {"value": 8}, "NaN", "Infinity", "eight"]
URL = "/api/v1/me/what-if/"


@pytest.fixture
def enrolment(db, clock):
    return make_projectable_enrolment()


@pytest.fixture
def ground(enrolment):
    return get_what_if_ground(enrolment=enrolment, today=TODAY)


def name_case(value: Any) -> str:
    return "huge" if value == HUGE else str(value)


def ask_form(ground, **fields):
    return WhatIfForm({**fill_form(ScenarioSettings(), ground=ground), **fields}, ground=ground)


def ask_page(enrolment, **fields):
    client = Client()
    client.force_login(enrolment.user)
    return client.get(reverse("what-if"), fields)


def assert_page_refuses(response):
    text = response.content.decode()
    assert response.status_code == 422
    assert "This cannot be worked out" in text
    assert '<th scope="col">What if</th>' not in text


class TestSettingsOutOfRange:
    @pytest.mark.parametrize(("setting", "value", "codes"), OUT_OF_RANGE, ids=name_case)
    def test_are_named_by_form_page_and_api(self, enrolment, ground, setting, value, codes):
        _, field, name = NAMES[setting]
        on_page = value * 100 if setting in {"employer", "discount"} else value

        assert field in ask_form(ground, **{field: on_page}).errors
        assert_page_refuses(ask_page(enrolment, **{field: on_page}))
        answer = make_caller(enrolment.user).post(URL, {name: value})
        assert answer.status_code == 400
        [(pointer, code)] = list_pointers(answer)
        assert (pointer, code in codes.split("|")) == (f"/{name}", True), code
        assert not {"own", "asked"} & answer.json().keys()

    @pytest.mark.parametrize("value", NO_NUMBERS)
    @pytest.mark.parametrize("setting", ["hours", "employer", "horizon", "discount"])
    def test_that_are_no_numbers_are_refused_by_form_and_api(
        self, enrolment, ground, setting, value
    ):
        _, field, name = NAMES[setting]

        assert field in ask_form(ground, **{field: value}).errors
        answer = make_caller(enrolment.user).post(URL, {name: value})
        assert [pointer for pointer, _ in list_pointers(answer)] == [f"/{name}"]

    @pytest.mark.parametrize("setting", ["hours", "employer", "discount"])
    def test_that_only_python_reads_as_numbers_are_refused(self, enrolment, ground, setting):
        _, field, name = NAMES[setting]

        assert field in ask_form(ground, **{field: "0_1"}).errors
        answer = make_caller(enrolment.user).post(URL, {name: "0_1"})
        assert list_pointers(answer) == {(f"/{name}", "invalid")}

    @pytest.mark.parametrize("value", WRONG_TYPES, ids=str)
    @pytest.mark.parametrize("name", [names[2] for names in NAMES.values()])
    def test_of_a_wrong_type_are_refused_by_name(self, enrolment, name, value):
        answer = make_caller(enrolment.user).post(URL, {name: value})

        assert answer.status_code == 400
        assert {pointer.split("/")[1] for pointer, _ in list_pointers(answer)} == {name}

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("left_out_exams", "rhcsa"),
            ("left_out_exams", {"rhcsa": True}),
            ("left_out_exams", [None]),
            ("left_out_exams", [["rhcsa"]]),
            ("accelerators", ["mentor"]),
            ("accelerators", "mentor"),
            ("accelerators", {"mentor": None}),
            ("accelerators", {"mentor": "NaN"}),
            ("accelerators", {"mentor": -0.01}),
            ("accelerators", {"mentor": 0.11}),
            ("accelerators", {"mentor": 1e300}),
        ],
        ids=str,
    )
    def test_of_lists_and_mappings_are_refused_by_name(self, enrolment, name, value):
        answer = make_caller(enrolment.user).post(URL, {name: value})

        assert answer.status_code == 400
        assert {pointer.split("/")[1] for pointer, _ in list_pointers(answer)} == {name}

    @pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "9" * 5_000])
    def test_that_are_no_json_numbers_are_no_body(self, enrolment, number):
        answer = make_caller(enrolment.user).post(
            URL, f'{{"hours_per_week": {number}}}', content_type="application/json"
        )

        assert get_code(answer) == (400, "parse_error")
        assert "sys." not in answer.json()["detail"]

    @pytest.mark.parametrize("name", ["hours_per_week", "employer_share", "discount_rate"])
    def test_that_are_blank_are_no_answer(self, enrolment, name):
        answer = make_caller(enrolment.user).post(URL, {name: " "})

        assert list_pointers(answer) == {(f"/{name}", "invalid")}

    def test_that_are_null_stay_as_the_learner_has_them(self, enrolment):
        nothing = dict.fromkeys(ScenarioSettings.__dataclass_fields__)

        told = make_caller(enrolment.user).post(URL, nothing).json()

        assert told["differences"] == []
        assert told["asked"] == told["own"]

    def test_that_overflow_to_infinity_are_refused(self, enrolment):
        answer = make_caller(enrolment.user).post(
            URL,
            '{"hours_per_week": 1e999, "horizon_years": 1e999}',
            content_type="application/json",
        )

        assert {pointer for pointer, _ in list_pointers(answer)} == {
            "/hours_per_week",
            "/horizon_years",
        }

    @pytest.mark.parametrize("body", ["[]", '"8"', "8", "null", "[[]]"])
    def test_in_a_body_that_is_no_object_are_refused(self, enrolment, body):
        answer = make_caller(enrolment.user).post(URL, body, content_type="application/json")

        assert answer.status_code == 400
        assert answer.json()["code"] in {"invalid", "parse_error"}
        assert [one["detail"] for one in answer.json()["errors"]] == [
            "Give a JSON object: names of fields with their values."
        ]

    @pytest.mark.parametrize("path", ["settings", "name"])
    def test_are_not_kept(self, enrolment, path):
        body = {"name": "Backwards", "settings": {"hours_per_week": 8}}
        body[path] = {"hours_per_week": -1} if path == "settings" else "x" * 61

        answer = make_caller(enrolment.user).post("/api/v1/me/scenarios/", body)

        [(pointer, _)] = list_pointers(answer)
        assert pointer.startswith(f"/{path}")
        assert not Scenario.objects.exists()


class TestOwnLimits:
    def test_hours_beyond_what_this_learner_can_ask_for(self, enrolment, ground):
        assert "hours" in ask_form(ground, hours=60).errors
        answer = make_caller(enrolment.user).post(URL, {"hours_per_week": 60})
        assert list_pointers(answer) == {("/hours_per_week", "out_of_range")}
        assert "1 to 40 hours" in answer.json()["errors"][0]["detail"]

    @pytest.mark.django_db
    def test_a_level_that_is_not_ahead(self):
        enrolment = make_projectable_enrolment(current_rung=2)
        ground = get_what_if_ground(enrolment=enrolment, today=TODAY)

        assert "target" in ask_form(ground, target=2).errors
        answer = make_caller(enrolment.user).post(URL, {"target_rung": 2})
        assert list_pointers(answer) == {("/target_rung", "out_of_range")}
        assert "3 senior, 4 architect" in answer.json()["errors"][0]["detail"]


class TestUnknownNames:
    def test_of_an_exam(self, enrolment, ground):
        assert "sit" in ask_form(ground, sit=["fate"]).errors
        assert_page_refuses(ask_page(enrolment, sit="fate"))
        answer = make_caller(enrolment.user).post(URL, {"left_out_exams": ["fate"]})
        assert list_pointers(answer) == {("/left_out_exams/0", "does_not_exist")}
        assert self.read_problem(ground, left_out_exams=("fate",)).startswith("“fate” is not")

    def test_of_an_accelerator(self, enrolment, ground):
        # A page has a slider for each accelerator and no other, so none can be asked for there.
        assert "boost_fate" not in ask_form(ground, boost_fate=5).fields
        answer = make_caller(enrolment.user).post(URL, {"accelerators": {"fate": 0.05}})
        assert list_pointers(answer) == {("/accelerators/fate", "does_not_exist")}
        assert self.read_problem(ground, accelerators={"fate": 0.05}).startswith("“fate” is not")

    def read_problem(self, ground, **settings):
        figures = get_scenario_figures(
            ground=ground, settings=ScenarioSettings(**settings), name="asked"
        )
        assert figures.projection.figures is None
        return figures.projection.problem


def take_bands_away(enrolment):
    SalaryBand.objects.filter(track=enrolment.track, rung=3).delete()


def forget(**circumstances):
    def change(enrolment):
        Learner.objects.filter(user=enrolment.user).update(**circumstances)

    return change


MISSING = {
    "a band": (take_bands_away, "/country", "no sourced pay for Senior"),
    "pay": (forget(current_pay=None), "/current_pay", "what you earn now"),
    "hours": (forget(hours_per_week=None), "/hours_per_week", "how many hours a week"),
    "rung": (forget(current_rung=None), "/current_rung", "where you stand today"),
    "a step up": (forget(current_rung=4), "/current_rung", "No step up is left"),
    "country": (forget(country=""), "/country", "in which country"),
    "dollars": (forget(pay_currency="EUR"), "/pay_currency", "Your pay is in EUR"),
    # What no form would take, but an older or another program may have left behind.
    "pay in range": (forget(current_pay=Decimal(500)), "/current_pay", "out of range"),
    "pay below ten million": (
        forget(current_pay=Decimal(9_999_999)),
        "/current_pay",
        "out of range",
    ),
    "hours in range": (forget(hours_per_week=Decimal(-8)), "/hours_per_week", "out of range"),
    "any hours": (forget(hours_per_week=Decimal(0)), "/hours_per_week", "no hours a week"),
    "a horizon in range": (
        forget(assumption_overrides={"horizon_months": 600}),
        "",
        "horizon",
    ),
}


class TestMissing:
    @pytest.mark.parametrize("what", MISSING)
    def test_is_named_by_api_and_page_without_a_number(self, enrolment, what):
        change, pointer, words = MISSING[what]
        change(enrolment)
        caller = make_caller(enrolment.user)

        for answer in (
            caller.post(URL, {"hours_per_week": 12}),
            caller.get("/api/v1/me/scenarios/compare/own/own/"),
            caller.post("/api/v1/me/scenarios/", {"name": "Any", "settings": {}}),
        ):
            assert get_code(answer) == (409, "inputs_missing")
            [one] = answer.json()["errors"]
            assert (one["pointer"], one["code"]) == (pointer, "missing")
            assert words in one["detail"]
        text = ask_page(enrolment, hours=12).content.decode()
        assert "There is no number yet" in text
        assert words in text
        assert "$" not in text.split("<main")[1].split("</main")[0]


CIRCUMSTANCES: list[tuple[str, Any]] = [
    ("current_pay", 1_000_000),
    ("current_pay", 999),
    ("current_pay", 0),
    ("current_pay", -52_000),
    ("current_pay", "NaN"),
    ("current_pay", "Infinity"),
    ("current_pay", HUGE),
    ("current_pay", "much"),
    ("hours_per_week", -8),
    ("hours_per_week", 0),
    ("hours_per_week", 81),
    ("hours_per_week", "NaN"),
    ("hours_per_week", "Infinity"),
    ("hours_per_week", HUGE),
    ("employer_share", 101),
    ("employer_share", -1),
    ("employer_share", "NaN"),
    ("current_rung", 7),
    ("country", "ZZ"),
]


class TestCircumstances:
    @pytest.mark.parametrize(("field", "value"), CIRCUMSTANCES, ids=name_case)
    def test_that_cannot_be_are_refused_by_form_and_api(self, enrolment, field, value):
        before = Learner.objects.values().get(user=enrolment.user)
        form = CircumstancesForm(
            {field: str(value)},
            instance=get_or_create_learner(user=enrolment.user),
            track=enrolment.track,
            today=TODAY,
        )

        assert field in form.errors
        answer = make_caller(enrolment.user).patch(
            "/api/v1/me/circumstances/", json.dumps({field: value}), content_type="application/json"
        )
        assert [pointer for pointer, _ in list_pointers(answer)] == [f"/{field}"]
        assert Learner.objects.values().get(user=enrolment.user) == before

    @pytest.mark.parametrize("value", [59, 181, 1_200, -60, "NaN", "Infinity", 1e300])
    def test_a_horizon_out_of_range_is_no_assumption(self, enrolment, value):
        answer = make_caller(enrolment.user).put(
            "/api/v1/me/assumptions/", {"overrides": {"horizon_months": value}}
        )

        assert answer.status_code == 400
        assert Learner.objects.get(user=enrolment.user).assumption_overrides == {}


ENGINE: dict[str, dict[str, Any]] = {
    "negative pace": {"planned_hours_per_week": -1.0},
    "no hours": {"planned_hours_per_week": 0.0},
    "more hours than a week has": {"planned_hours_per_week": 169.0},
    "no pay": {"current_pay_usd_per_year": 0.0},
    "negative pay": {"current_pay_usd_per_year": -52_000.0},
    "pay beyond belief": {"current_pay_usd_per_year": 1e12},
    "an employer who pays twice": {"employer_share": 2.0},
    "retakes without end": {"free_retakes_count": 1_000},
    "a horizon past the range": {"assumptions": {"horizon_months": 600.0}},
    "no horizon": {"assumptions": {"horizon_months": 0.0}},
    "a discount beyond belief": {"assumptions": {"real_discount_rate": 5.0}},
    "hours left beyond belief": {"rung_hours": {1: 1e9}},
    "negative hours left": {"rung_hours": {1: -1.0}},
}
for _name in ("planned_hours_per_week", "current_pay_usd_per_year", "employer_share"):
    for _value in (math.nan, math.inf, -math.inf, 1e300):
        ENGINE[f"{_value} as {_name}"] = {_name: _value}


class TestEngine:
    @pytest.mark.parametrize("changes", ENGINE.values(), ids=list(ENGINE))
    def test_refuses_changes_with_what_is_wrong_and_what_to_use(self, changes):
        with pytest.raises((RoiInputInvalid, AssumptionOutOfRange)) as refused:
            apply_changes(make_learner("A"), Changes(**changes))

        assert len(str(refused.value)) > 20

    def test_refuses_a_ladder_with_a_missing_band(self):
        inputs = make_inputs()

        with pytest.raises(RoiInputInvalid, match="no pay band for rung 2"):
            replace(inputs, rungs=tuple(one for one in inputs.rungs if one.rung != 2))

    @pytest.mark.parametrize(
        ("low", "high"),
        [(None, 90_000), (90_000, 60_000), (math.nan, 90_000), (60_000, math.inf), (-1, 90_000)],
    )
    def test_refuses_a_band_that_is_none(self, low, high):
        with pytest.raises(RoiInputInvalid):
            BandInput(low_usd_per_year=low, high_usd_per_year=high)

    @pytest.mark.parametrize(
        "changed",
        [
            {"hours_per_week": math.nan},
            {"hours_per_week": -3.0},
            {"hours_per_week": 1e300},
            {"employer_share": math.inf},
            {"horizon_years": 50},
            {"discount_rate": math.nan},
        ],
        ids=str,
    )
    def test_says_so_of_a_kept_scenario_that_somebody_spoiled(self, ground, changed):
        figures = get_scenario_figures(
            ground=ground, settings=ScenarioSettings(**changed), name="spoiled"
        )

        assert figures.projection.figures is None
        assert figures.projection.problem
