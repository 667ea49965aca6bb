"""Render in a child process with hard limits, because a time-out inside WeasyPrint is swallowed."""

import os
import resource
import select
import signal
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from progress.documents.failures import RenderFailed

_DONE = b"\x00"
_FAILED = b"\x01"
_CHUNK = 1 << 16
_MIB = 1 << 20


@dataclass(frozen=True, kw_only=True)
class ChildLimits:
    """What a child may use. `memory_mib` is address space on top of what the parent maps."""

    cpu_seconds: int = 20
    wall_seconds: float = 45.0
    memory_mib: int = 1024


def render_in_child(*, render: Callable[[], bytes], limits: ChildLimits | None = None) -> bytes:
    """Run a render in a forked child and give its bytes.

    Args:
        render: Called once, in the child; must not use database connections of the parent.
        limits: CPU, wall and memory limits; the defaults fit the largest allowed plan many times.

    Returns:
        What `render` returned.

    Raises:
        RenderFailed: The child raised, ran out of time or memory, or died; never partial bytes.
    """
    limits = limits or ChildLimits()
    reader, writer = os.pipe()
    with warnings.catch_warnings():
        # Newer Pythons warn of forking beside Pango's helper threads; the child only renders.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        os.close(reader)
        _run_child(render, limits, writer)
    os.close(writer)
    try:
        answer = _read_answer(reader, time.monotonic() + limits.wall_seconds)
    finally:
        os.close(reader)
        status = _end_child(child)
    if answer is None:
        reason = f"The render took longer than {limits.wall_seconds:g} seconds and was stopped."
        raise RenderFailed(reason=reason)
    return _read_outcome(answer, status)


def _run_child(render: Callable[[], bytes], limits: ChildLimits, writer: int) -> None:
    """Render and write the outcome to the pipe; leaves without running the parent's clean-up."""
    try:
        _limit_child(limits)
        with os.fdopen(writer, "wb") as pipe:
            pipe.write(_attempt(render))
    finally:
        os._exit(0)


def _attempt(render: Callable[[], bytes]) -> bytes:
    try:
        return _DONE + render()
    except RenderFailed as failure:
        return _FAILED + failure.reason.encode(errors="replace")
    except BaseException as error:  # the parent must learn of every end, exits and alarms included
        return _FAILED + f"{type(error).__name__}: {error}".encode(errors="replace")


def _limit_child(limits: ChildLimits) -> None:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGALRM, signal.SIGXCPU):
        signal.signal(number, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, 0)
    _lower_limit(resource.RLIMIT_CORE, 0)
    _lower_limit(resource.RLIMIT_CPU, limits.cpu_seconds)
    _lower_limit(resource.RLIMIT_AS, _measure_mapped_bytes() + limits.memory_mib * _MIB)


def _lower_limit(kind: int, value: int) -> None:
    _, hard = resource.getrlimit(kind)
    allowed = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (allowed, hard))


def _measure_mapped_bytes() -> int:
    """Give the address space in use; 0 where the system does not tell."""
    statm = Path("/proc/self/statm")
    if not statm.exists():
        return 0
    return int(statm.read_text().split()[0]) * resource.getpagesize()


def _read_answer(reader: int, deadline: float) -> bytes | None:
    """Read until the child closes its end; None when the deadline passes first."""
    chunks: list[bytes] = []
    while (left := deadline - time.monotonic()) > 0:
        ready, _, _ = select.select([reader], [], [], left)
        if ready:
            chunk = os.read(reader, _CHUNK)
            if not chunk:
                return b"".join(chunks)
            chunks.append(chunk)
    return None


def _end_child(child: int) -> int:
    """Kill the child if it still runs, and give how it ended."""
    finished, status = os.waitpid(child, os.WNOHANG)
    if not finished:
        # It has closed its pipe or is out of time; either way nothing more is wanted of it.
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def _read_outcome(answer: bytes, exit_code: int) -> bytes:
    mark, rest = answer[:1], answer[1:]
    if mark == _DONE:
        return rest
    if mark == _FAILED:
        raise RenderFailed(reason=rest.decode(errors="replace"))
    if exit_code < 0:
        name = signal.Signals(-exit_code).name
        raise RenderFailed(reason=f"The render was ended by {name}: a limit or a crash.")
    raise RenderFailed(reason="The render ended without an answer.")
