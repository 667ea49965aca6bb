"""Keep and forget what-if questions."""

from datetime import datetime

from django.db import transaction

from progress.models import Enrolment, Scenario
from progress.queries.scenario_settings import ScenarioSettings, dump_settings

SCENARIOS_LIMIT = 12


class TooManyScenarios(Exception):
    """The learner keeps as many scenarios of this track as are kept."""

    def __init__(self) -> None:
        super().__init__(
            f"You keep {SCENARIOS_LIMIT} scenarios already. Delete one before you save another."
        )


class ScenarioNameTaken(Exception):
    """Another scenario of the same track has this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Another scenario is called “{name}”. Choose another name.")


def save_scenario(
    *, enrolment: Enrolment, name: str, settings: ScenarioSettings, now: datetime
) -> Scenario:
    """Keep settings under a name; the same name again replaces what it held.

    Raises:
        TooManyScenarios: If the limit is reached; nothing is written.
    """
    with transaction.atomic():
        Enrolment.objects.select_for_update().get(pk=enrolment.pk)
        kept = Scenario.objects.filter(enrolment=enrolment)
        if not kept.filter(name=name).exists() and kept.count() >= SCENARIOS_LIMIT:
            raise TooManyScenarios
        scenario, _ = Scenario.objects.update_or_create(
            enrolment=enrolment,
            name=name,
            defaults={"settings": dump_settings(settings), "saved_at": now},
        )
    return scenario


def replace_scenario(
    *, enrolment: Enrolment, pk: int, name: str, settings: ScenarioSettings, now: datetime
) -> Scenario:
    """Give a scenario another name, other settings, or both.

    Raises:
        Scenario.DoesNotExist: This enrolment keeps no such scenario.
        ScenarioNameTaken: Another one has the name; nothing is written.
    """
    with transaction.atomic():
        Enrolment.objects.select_for_update().get(pk=enrolment.pk)
        kept = Scenario.objects.filter(enrolment=enrolment)
        scenario = kept.get(pk=pk)
        if kept.filter(name=name).exclude(pk=pk).exists():
            raise ScenarioNameTaken(name)
        scenario.name, scenario.saved_at = name, now
        scenario.settings = dump_settings(settings)
        scenario.save(update_fields=["name", "settings", "saved_at"])
    return scenario


def delete_scenario(*, enrolment: Enrolment, pk: int) -> bool:
    """Forget a scenario of this enrolment; whether there was one."""
    deleted, _ = Scenario.objects.filter(enrolment=enrolment, pk=pk).delete()
    return deleted > 0
