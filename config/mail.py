"""Mail of an installation without a mail server: kept as files, links shown in the terminal."""

import re
import sys
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.filebased import EmailBackend

_ADDRESS = re.compile(r"https?://\S+")


class FileAndTerminalBackend(EmailBackend):
    """Write each mail to a file and say in the terminal to whom it goes and which links it holds.

    Somebody who tries Milepost on a laptop has no mail server; the link that confirms an
    address must still be found. Chosen only when no `EMAIL_URL` is set.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep the mails and return how many."""
        count: Any = super().send_messages(email_messages)
        if settings.IS_PRODUCTION:
            # Logs of a real site hold no addresses.
            return int(count or 0)
        for message in email_messages:
            lines = [f"Mail to {', '.join(message.to)}: {message.subject}"]
            lines += [f"    {link}" for link in _ADDRESS.findall(str(message.body))]
            sys.stdout.write("\n".join(lines) + "\n")
        sys.stdout.flush()
        return int(count or 0)
