"""Since when a learner's own assumptions are in use, as told by the projections that used them."""

from datetime import datetime

from progress.models import Learner, Projection

# A learner has a few dozen; more of them would say nothing newer.
_LOOKED_AT = 200


def find_own_assumption_dates(*, learner: Learner) -> dict[str, datetime]:
    """Return when each own value first entered the unbroken run of projections that use it.

    One query. A value that no projection has used yet is left out.
    """
    if not learner.assumption_overrides:
        return {}
    rows = Projection.objects.filter(enrolment__user_id=learner.user_id)
    newest_first = list(
        rows.order_by("-requested_at", "-pk").values_list("requested_at", "inputs__assumptions")[
            :_LOOKED_AT
        ]
    )
    found: dict[str, datetime] = {}
    for key, own in learner.assumption_overrides.items():
        for requested_at, used in newest_first:
            if (used or {}).get(key) != own:
                break
            found[key] = requested_at
    return found
