"""Every refusal of a value says what would be right, and never in the framework's words."""

from decimal import Decimal

import pytest
from rest_framework import serializers

from accounts.shared.api import DecimalInput, StrictSerializer


class Inner(StrictSerializer):
    size = serializers.IntegerField(min_value=1, max_value=4_000)


class Body(StrictSerializer):
    hours = DecimalInput(
        max_digits=4, decimal_places=1, min_value=Decimal("0.5"), max_value=Decimal(80)
    )
    rung = serializers.ChoiceField(choices=[(1, "Junior"), (2, "Mid-level")], required=False)
    theme = serializers.ChoiceField(choices=[("dark", "Dark"), ("light", "Light")], required=False)
    zone = serializers.ChoiceField(choices=[str(number) for number in range(200)], required=False)
    name = serializers.CharField(max_length=5, required=False)
    day = serializers.DateField(required=False)
    keys = serializers.ListField(
        child=serializers.CharField(max_length=3), max_length=2, required=False
    )
    shares = serializers.DictField(
        child=serializers.FloatField(min_value=0, max_value=1), required=False
    )
    own = serializers.IntegerField(
        min_value=1, max_value=9, required=False, error_messages={"wanted": "Ask for less."}
    )
    inner = Inner(required=False)


HOURS = "Give a number from 0.5 to 80, with at most 1 decimal place."


def refuse(**values):
    body = Body(data={"hours": 8, **values})
    assert not body.is_valid()
    [problems] = body.errors.values()
    return problems


class TestSayPlainly:
    @pytest.mark.parametrize("value", ["ten", 81, 0, -1, "NaN", 1.25, 123456789, "9" * 2_000, True])
    def test_says_all_that_a_number_must_be_whatever_is_wrong_with_it(self, value):
        assert {str(one) for one in refuse(hours=value)} == {HOURS}

    @pytest.mark.parametrize(
        ("values", "words"),
        [
            ({"hours": None}, "Give a value: null is not taken here."),
            ({"rung": 7}, "Give one of: 1 (Junior), 2 (Mid-level)."),
            ({"theme": "{0}"}, "Give one of: dark, light."),
            ({"zone": "x"}, "Give one of the values that the API's description lists for this field."),
            ({"name": "longer"}, "Give text of at most 5 characters, not blank."),
            ({"name": " "}, "Give text of at most 5 characters, not blank."),
            ({"name": ["a"]}, "Give text of at most 5 characters, not blank."),
            ({"day": "1.2.2026"}, "Give a day as YYYY-MM-DD."),
            ({"keys": "abc"}, "Give a list of at most 2 entries."),
            ({"keys": ["a", "b", "c"]}, "Give a list of at most 2 entries."),
            ({"shares": [1]}, "Give an object: names with their values."),
            ({"own": 10}, "Ask for less."),
        ],
    )  # fmt: skip
    def test_says_what_would_be_right(self, values, words):
        assert [str(one) for one in refuse(**values)] == [words]

    def test_names_the_place_within_a_list_or_an_object(self):
        assert refuse(keys=["abc", "abcd"]) == {
            1: ["Give text of at most 3 characters, not blank."]
        }
        assert refuse(shares={"a": 2}) == {"a": ["Give a number from 0 to 1."]}
        assert refuse(inner={"size": 0}) == {"size": ["Give a whole number from 1 to 4,000."]}
        assert refuse(inner=3) == {
            "non_field_errors": ["Give a JSON object: names of fields with their values."]
        }

    def test_keeps_the_codes_of_the_framework(self):
        assert [one.code for one in refuse(hours=81)] == ["max_value"]
        assert [one.code for one in refuse(hours="ten")] == ["invalid"]

    def test_asks_for_what_is_missing(self):
        body = Body(data={})
        assert not body.is_valid()
        assert body.errors == {"hours": ["This is missing: give it a value."]}

    def test_names_the_fields_that_there_are(self):
        body = Inner(data={"sise": 3})
        assert not body.is_valid()
        assert body.errors == {"sise": "There is no such field to set. There are: size."}
