"""Try a write and take it back, to learn what it would do."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def rolled_back() -> Iterator[None]:
    """Undo everything that is written inside, whether it succeeds or fails.

    The row locks it takes are released with it, except inside another transaction.
    """
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
