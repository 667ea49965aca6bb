"""Delete a person and everything that belongs to the person."""

from functools import partial

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from accounts.models import User
from progress.models import CareerPlan


def delete_learner(*, user: User) -> int:
    """Delete an account with all its rows, sessions and files; return how many files.

    Nothing of the person remains. Files are removed once the rows are gone for good, so
    that a failure in between leaves a file without owner rather than a row without file.
    """
    with transaction.atomic():
        plans = CareerPlan.objects.filter(enrolment__user=user).exclude(file="")
        files = sorted({plan.file.name for plan in plans})
        storage = CareerPlan().file.storage
        keys = UserSession.objects.filter(user=user).values_list("session_key", flat=True)
        Session.objects.filter(session_key__in=list(keys)).delete()
        user.delete()
        for name in files:
            if not CareerPlan.objects.filter(file=name).exists():
                transaction.on_commit(partial(storage.delete, name))
    return len(files)
