"""Add demo people, and print how to sign in as them."""

import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from progress.jobs import request_projection
from progress.operations.demo import (
    APPROVER_EMAIL,
    CURATOR_EMAIL,
    LEARNER_EMAIL,
    DemoImpossible,
    make_demo_people,
)
from progress.operations.projections import InputsMissing

PEOPLE = (("learner", LEARNER_EMAIL), ("curator", CURATOR_EMAIL), ("approver", APPROVER_EMAIL))
# Only this machine's owner may read it; the passwords are for looking around.
CREDENTIALS = "demo-credentials.txt"


class Command(BaseCommand):
    help = (
        "Add a demo learner, curator and approver with random passwords and print them. Safe to "
        "repeat: people and passwords stay the same. Refuses to run in production."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.IS_PRODUCTION:
            raise CommandError("Demo people do not belong in production.")
        path = settings.DATA_DIR / CREDENTIALS
        passwords = _read_or_make_passwords(path)
        try:
            people = make_demo_people(passwords=passwords, now=timezone.now())
        except DemoImpossible as impossible:
            raise CommandError(str(impossible)) from impossible
        try:
            request_projection(enrolment=people.enrolment, today=timezone.localdate())
        except InputsMissing as missing:
            self.stderr.write(f"The demo learner has no projection yet: {missing}")
        self.stdout.write("Demo people:")
        for role, email in PEOPLE:
            self.stdout.write(f"  {role}: {email}  password: {passwords[email]}")
        self.stdout.write(f"(also in {path.name}, readable by you only)")


def _read_or_make_passwords(path: Path) -> dict[str, str]:
    """Return the passwords of an earlier run, or make some and keep them with mode 0600."""
    stored = {}
    if path.exists():
        lines = [line.split() for line in path.read_text(encoding="utf-8").splitlines()]
        stored = {words[0]: words[1] for words in lines if len(words) == 2}
    passwords = {email: stored.get(email) or secrets.token_urlsafe(12) for _, email in PEOPLE}
    if passwords != stored:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        path.touch(mode=0o600)
        text = "".join(f"{email} {password}\n" for email, password in passwords.items())
        path.write_text(text, encoding="utf-8")
    return passwords
