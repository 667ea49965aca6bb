"""plan.json read back: the same content, the documented shape, and refusals in words."""

import json

import jsonschema
import pytest

from config.env import BASE_DIR
from progress.documents.career_plan import plan_json
from progress.documents.cleaning import clean_content
from progress.documents.plan_files import (
    SIZE_LIMIT,
    PlanFileInvalid,
    describe_plan_file,
    read_plan_file,
    write_plan_schema,
)
from tests.factories.career_plan_content import (
    make_career_plan_content,
    make_empty_plan_content,
    make_long_plan_content,
)

PLANS = [make_career_plan_content, make_empty_plan_content, make_long_plan_content]


class TestReadPlanFile:
    @pytest.mark.parametrize("make", PLANS)
    def test_gives_the_content_that_was_written(self, make):
        assert read_plan_file(plan_json(make())) == clean_content(make())

    @pytest.mark.parametrize("make", PLANS)
    def test_settles_on_the_same_bytes(self, make):
        again = plan_json(read_plan_file(plan_json(make())))
        assert plan_json(read_plan_file(again)) == again

    @pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"[]", b"{}", b'{"schema": "other/1"}'])
    def test_refuses_what_is_no_plan(self, data):
        with pytest.raises(PlanFileInvalid):
            read_plan_file(data)

    def test_says_where_it_is_wrong(self):
        body = json.loads(plan_json(make_empty_plan_content()))
        body["plan"]["cover"]["release_number"] = "three"
        with pytest.raises(PlanFileInvalid, match=r"plan\.cover\.release_number: Input should be"):
            read_plan_file(json.dumps(body).encode())

    def test_refuses_a_plan_beyond_the_limits(self):
        body = json.loads(plan_json(make_empty_plan_content()))
        body["plan"]["cover"]["learner_name"] = "x" * 121
        with pytest.raises(PlanFileInvalid, match="at most 120 can be printed"):
            read_plan_file(json.dumps(body).encode())

    def test_refuses_a_huge_file_unread(self):
        with pytest.raises(PlanFileInvalid, match="bytes; at most"):
            read_plan_file(b" " * (SIZE_LIMIT + 1))


class TestSchema:
    @pytest.mark.parametrize("make", PLANS)
    def test_describes_every_plan_that_is_written(self, make):
        jsonschema.validate(json.loads(plan_json(make())), describe_plan_file())

    def test_refuses_a_plan_without_its_cover(self):
        body = json.loads(plan_json(make_empty_plan_content()))
        del body["plan"]["cover"]
        with pytest.raises(jsonschema.ValidationError, match="'cover' is a required property"):
            jsonschema.validate(body, describe_plan_file())

    def test_is_the_one_in_the_documentation(self):
        stored = (BASE_DIR / "docs" / "plan.schema.json").read_text(encoding="utf-8")
        assert stored == write_plan_schema(), "run manage.py write_plan_schema"
