"""The futures of a stored projection that end with the plan finished, or without."""

from progress.models import Projection
from progress.queries.roi_inputs import restore_inputs
from progress.roi.draws import MODEL_VERSION, load_draws
from progress.roi.endings import Ending, describe_ending


def can_tell_endings(*, projection: Projection) -> bool:
    """Whether the futures of a projection can be played again just as they were."""
    return projection.model_version == MODEL_VERSION


def find_ending(*, projection: Projection, is_finished: bool) -> Ending | None:
    """Play a projection's futures again and return those with this end; None for too few."""
    inputs = restore_inputs(projection.inputs)
    return describe_ending(inputs, draws=load_draws(inputs.track_key), is_finished=is_finished)
