"""Entry point of scripts/serve and scripts/worker: python -m config.serving [--without-web].

Not one of Django's commands: loading Django first would double the time of a start.
"""

import argparse
import sys

from django.core.exceptions import ImproperlyConfigured

from config.serving.brokers import BrokerUnavailable
from config.serving.installation import CannotServe, Installation
from config.serving.parts import read_address
from config.serving.ports import PortTaken


def main() -> int:
    """Serve until a signal arrives; 1 with one clear line where that cannot be."""
    parser = argparse.ArgumentParser(
        prog="scripts/serve", description="Run broker, web, workers and beat; Ctrl-C stops all."
    )
    parser.add_argument(
        "--without-web", action="store_true", help="only workers and beat, as scripts/worker does"
    )
    options = parser.parse_args()
    try:
        installation = Installation(address=read_address(), output=sys.stdout)
        if options.without_web:
            installation.work()
        else:
            installation.serve()
    except (CannotServe, PortTaken, BrokerUnavailable, ImproperlyConfigured) as problem:
        print(f"Stopped: {problem}", file=sys.stderr)  # noqa: T201  # the one line people see
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
