"""What a typical starter may get out of either track, when two are compared."""

from datetime import date

from django.db.models import Model

from progress.queries.scenario_settings import ScenarioSettings
from progress.queries.scenarios import ScenarioFigures
from progress.queries.typical_starters import PAY_SOURCE_KEY, TypicalStarter, get_typical_starter
from progress.views.scenario_words import draw_scenarios, list_measures, list_outlooks
from tracks.models import Source, Track
from tracks.shared.comparison_parts import ComparisonPart


def make_worth_part(left: Model, right: Model, today: date) -> ComparisonPart | None:
    """Project both tracks for the same typical starter; None when one has no release."""
    starters = [
        get_typical_starter(track=track, today=today)
        for track in (left, right)
        if isinstance(track, Track)
    ]
    found = [one for one in starters if one]
    if len(found) < len((left, right)):
        return None
    pair = [_name(one) for one in found]
    is_whole = len(list_outlooks(pair)) == len(pair)
    context = {
        "starter": found[0],
        "pair": pair,
        "picture": draw_scenarios(scenarios=pair, title="Ten futures on each track"),
        "measures": list_measures(pair) if is_whole else [],
        "source": Source.objects.filter(key=PAY_SOURCE_KEY).first(),
    }
    return ComparisonPart("worth", "What it may be worth", "progress/_worth_part.html", context)


def _name(starter: TypicalStarter) -> ScenarioFigures:
    return ScenarioFigures(starter.track.name, ScenarioSettings(), (), starter.projection)
