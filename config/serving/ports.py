"""Says before anything starts that an address is taken."""

import errno
import socket


class PortTaken(Exception):
    """Another program listens at the address; the message says what to do."""


def refuse_taken_port(*, host: str, port: int) -> None:
    """Bind the address for a moment.

    Raises:
        PortTaken: the address is in use, not allowed, or not one of this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            # Binding alone succeeds beside a listener that reuses addresses.
            probe.listen(1)
        except OSError as error:
            raise PortTaken(_explain(error, host, port)) from error


def _explain(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use by another program: choose another with  PORT={port + 1} scripts/serve"
    if error.errno == errno.EACCES:
        return f"Port {port} needs more rights: choose one above 1023 with  PORT=8000 scripts/serve"
    return f"Cannot listen at {host}:{port}: {error.strerror or error}"
