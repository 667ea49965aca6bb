import pytest

from progress.models import Scenario
from progress.operations.scenarios import (
    SCENARIOS_LIMIT,
    ScenarioNameTaken,
    TooManyScenarios,
    delete_scenario,
    replace_scenario,
    save_scenario,
)
from progress.queries.scenario_settings import ScenarioSettings, read_settings
from tests.factories.progress import NOW, make_enrolment

pytestmark = pytest.mark.django_db


def save(enrolment, name="Faster", **settings):
    return save_scenario(
        enrolment=enrolment, name=name, settings=ScenarioSettings(**settings), now=NOW
    )


class TestSaveScenario:
    def test_keeps_what_was_set(self):
        enrolment = make_enrolment()

        scenario = save(enrolment, hours_per_week=12.0, accelerators={"mentor": 0.05})

        scenario.refresh_from_db()
        assert read_settings(scenario.settings) == ScenarioSettings(
            hours_per_week=12.0, accelerators={"mentor": 0.05}
        )

    def test_replaces_the_one_of_the_same_name(self):
        enrolment = make_enrolment()
        save(enrolment, hours_per_week=12.0)

        save(enrolment, target_rung=2)

        kept = Scenario.objects.get()
        assert kept.settings == {"target_rung": 2}

    def test_refuses_more_than_the_limit_and_keeps_the_others(self):
        enrolment = make_enrolment()
        for number in range(SCENARIOS_LIMIT):
            save(enrolment, name=f"Number {number}")

        with pytest.raises(TooManyScenarios, match="Delete one"):
            save(enrolment, name="One more")

        assert Scenario.objects.count() == SCENARIOS_LIMIT
        save(enrolment, name="Number 0", hours_per_week=3.0)
        assert Scenario.objects.get(name="Number 0").settings == {"hours_per_week": 3.0}


class TestReplaceScenario:
    def replace(self, enrolment, pk, name):
        return replace_scenario(
            enrolment=enrolment,
            pk=pk,
            name=name,
            settings=ScenarioSettings(target_rung=2),
            now=NOW,
        )

    def test_gives_another_name_and_other_settings(self):
        enrolment = make_enrolment()
        kept = save(enrolment, hours_per_week=12.0)

        self.replace(enrolment, kept.pk, "Higher")

        kept.refresh_from_db()
        assert (kept.name, kept.settings) == ("Higher", {"target_rung": 2})

    def test_refuses_the_name_of_another_and_changes_nothing(self):
        enrolment = make_enrolment()
        kept = save(enrolment, hours_per_week=12.0)
        save(enrolment, name="Higher")

        with pytest.raises(ScenarioNameTaken, match="Choose another name"):
            self.replace(enrolment, kept.pk, "Higher")

        kept.refresh_from_db()
        assert kept.settings == {"hours_per_week": 12.0}

    def test_does_not_find_a_stranger_s(self):
        foreign = save(make_enrolment())

        with pytest.raises(Scenario.DoesNotExist):
            self.replace(make_enrolment(), foreign.pk, "Mine now")


class TestDeleteScenario:
    def test_deletes_only_ones_own(self):
        own, other = make_enrolment(), make_enrolment()
        kept, foreign = save(own), save(other)

        assert not delete_scenario(enrolment=own, pk=foreign.pk)
        assert delete_scenario(enrolment=own, pk=kept.pk)

        assert list(Scenario.objects.all()) == [foreign]
