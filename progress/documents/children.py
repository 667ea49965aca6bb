"""Render in a child process with hard limits, because a time-out inside WeasyPrint is swallowed."""

import os
import resource
import select
import signal
import struct
import tempfile
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from progress.documents.failures import RenderFailed
from progress.documents.print_folders import lend_print_folder

# Each message of the child: its kind, the length of its body, the body.
_HEAD = struct.Struct(">cQ")
_DONE, _FAILED, _STAGE = b"D", b"F", b"S"
_CHUNK = 1 << 16
# Seconds between two looks at a silent child.
_PATIENCE = 5.0
_MIB = 1 << 20


@dataclass(frozen=True, kw_only=True)
class ChildLimits:
    """What a child may use. `memory_mib` is address space on top of what the parent maps."""

    cpu_seconds: int = 20
    wall_seconds: float = 45.0
    memory_mib: int = 1024


def render_in_child(
    *,
    render: Callable[[Callable[[str], None]], bytes],
    limits: ChildLimits | None = None,
    watch: Callable[[str], None] | None = None,
) -> bytes:
    """Run a render in a forked child and give its bytes.

    Args:
        render: Called once, in the child, with a function that tells the stage it is in; must
            not use database connections of the parent. Its temporary files are removed, however
            it ends.
        limits: CPU, wall and memory limits; the defaults fit the largest allowed plan many times.
        watch: Called in the parent with the stage when it changes, and every few seconds. What
            it raises ends the child and is passed on.

    Returns:
        What `render` returned.

    Raises:
        RenderFailed: The child raised, ran out of time or memory, or died; never partial bytes.
    """
    limits = limits or ChildLimits()
    listener = _Listener(watch)
    with lend_print_folder() as folder:
        child, reader = _start_child(render, limits, folder)
        try:
            is_whole = _listen(reader, listener, time.monotonic() + limits.wall_seconds)
        finally:
            os.close(reader)
            status = _end_child(child)
    if not is_whole:
        reason = f"The render took longer than {limits.wall_seconds:g} seconds and was stopped."
        raise RenderFailed(reason=reason)
    return _read_outcome(listener, status)


class _Listener:
    """Take the child's messages apart, whatever pieces they arrive in."""

    def __init__(self, watch: Callable[[str], None] | None) -> None:
        self._watch = watch
        self._stage = ""
        self._pending = bytearray()
        self.done: bytes | None = None
        self.failure: str | None = None

    def hear(self, piece: bytes) -> None:
        self._pending += piece
        while len(self._pending) >= _HEAD.size:
            kind, length = _HEAD.unpack_from(self._pending)
            if len(self._pending) < _HEAD.size + length:
                return
            body = bytes(self._pending[_HEAD.size : _HEAD.size + length])
            del self._pending[: _HEAD.size + length]
            self._take(kind, body)

    def wait(self) -> None:
        if self._watch:
            self._watch(self._stage)

    def _take(self, kind: bytes, body: bytes) -> None:
        if kind == _DONE:
            self.done = body
        elif kind == _FAILED:
            self.failure = body.decode(errors="replace")
        else:
            self._stage = body.decode(errors="replace")
            self.wait()


def _start_child(
    render: Callable[[Callable[[str], None]], bytes], limits: ChildLimits, folder: Path
) -> tuple[int, int]:
    """Fork a child that renders; return its id, and the end of the pipe where it is heard."""
    reader, writer = os.pipe()
    with warnings.catch_warnings():
        # Newer Pythons warn of forking beside Pango's helper threads; the child only renders.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        os.close(reader)
        _run_child(render, limits, folder, writer)
    os.close(writer)
    return child, reader


def _run_child(
    render: Callable[[Callable[[str], None]], bytes],
    limits: ChildLimits,
    folder: Path,
    writer: int,
) -> None:
    """Render and write the outcome to the pipe; leaves without running the parent's clean-up."""
    try:
        tempfile.tempdir = str(folder)
        _limit_child(limits)
        with os.fdopen(writer, "wb", buffering=0) as pipe:

            def send(kind: bytes, body: bytes) -> None:
                message = memoryview(_HEAD.pack(kind, len(body)) + body)
                while message:
                    message = message[pipe.write(message) or 0 :]

            send(*_attempt(render, lambda stage: send(_STAGE, stage.encode())))
    finally:
        os._exit(0)


def _attempt(
    render: Callable[[Callable[[str], None]], bytes], tell: Callable[[str], None]
) -> tuple[bytes, bytes]:
    try:
        return _DONE, render(tell)
    except RenderFailed as failure:
        return _FAILED, failure.reason.encode(errors="replace")
    except BaseException as error:  # the parent must learn of every end, exits and alarms included
        return _FAILED, f"{type(error).__name__}: {error}".encode(errors="replace")


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


def _listen(reader: int, listener: _Listener, deadline: float) -> bool:
    """Listen until the child closes its end; False when the deadline passes first."""
    while (left := deadline - time.monotonic()) > 0:
        ready, _, _ = select.select([reader], [], [], min(left, _PATIENCE))
        if not ready:
            listener.wait()
            continue
        piece = os.read(reader, _CHUNK)
        if not piece:
            return True
        listener.hear(piece)
    return False


def _end_child(child: int) -> int:
    """Kill the child if it still runs, and give how it ended."""
    finished, status = os.waitpid(child, os.WNOHANG)
    if not finished:
        # It has closed its pipe or is out of time; either way nothing more is wanted of it.
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def _read_outcome(listener: _Listener, exit_code: int) -> bytes:
    if listener.failure is not None:
        raise RenderFailed(reason=listener.failure)
    if listener.done is not None:
        return listener.done
    if exit_code < 0:
        name = signal.Signals(-exit_code).name
        raise RenderFailed(reason=f"The render was ended by {name}: a limit or a crash.")
    raise RenderFailed(reason="The render ended without an answer.")
