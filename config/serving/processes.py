"""Starts processes, passes their lines on, restarts those that fall over, and stops them all."""

import ctypes
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType
from typing import IO, TextIO

# How long a process may take to end after it was asked to.
GRACE_SECONDS = 20.0
_LONGEST_PAUSE_SECONDS = 30.0
# A process that ran this long was healthy: its next restart is immediate again.
_HEALTHY_SECONDS = 60.0
_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def end_with_parent() -> None:
    """Ask the kernel to end this process when the one that started it dies, however it dies."""
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """One process to keep running, with what is needed to start it again."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes]
    started_at: float
    failure_count: int = 0
    restart_at: float | None = None
    unfinished_line: bytes = field(default=b"", repr=False)

    @property
    def is_running(self) -> bool:
        """Tell whether the process has not ended; collects its exit code if it has."""
        return self.process.poll() is None


class Stopped(Exception):
    """Somebody asked for an end: Ctrl-C, SIGTERM, or the terminal went away."""


class Supervisor:
    """Keeps children running until a signal arrives; one thread, so that forking stays safe."""

    def __init__(self, *, output: TextIO) -> None:
        self.output = output
        self.children: dict[str, Child] = {}
        self.signal_count = 0
        self._selector = selectors.DefaultSelector()
        self._name_width = 8

    def listen_for_signals(self) -> None:
        """Turn the signals that mean "stop" into a flag that the loops look at."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._note_signal)

    def _note_signal(self, number: int, frame: FrameType | None) -> None:
        self.signal_count += 1

    def say(self, text: str, *, name: str = "serve") -> None:
        """Print a line with the name of who says it."""
        print(f"{name:<{self._name_width}}| {text}", file=self.output, flush=True)

    def start(self, *, name: str, command: Sequence[str], environment: Mapping[str, str]) -> Child:
        """Start a process in a session of its own, so that a Ctrl-C reaches only the supervisor."""
        child = Child(
            name=name,
            command=command,
            environment=environment,
            process=self._spawn(command, environment),
            started_at=time.monotonic(),
        )
        self._watch(child)
        self.children[name] = child
        return child

    def _spawn(
        self, command: Sequence[str], environment: Mapping[str, str]
    ) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603  # commands are made in config.serving only
            command,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=end_with_parent,
        )

    def _watch(self, child: Child) -> None:
        stream = _output_of(child)
        os.set_blocking(stream.fileno(), False)
        self._selector.register(stream, selectors.EVENT_READ, child)

    def run_to_end(
        self, *, name: str, command: Sequence[str], environment: Mapping[str, str]
    ) -> int:
        """Run a command that should finish and return its exit code.

        Raises:
            Stopped: a signal came first; the command was ended.
        """
        child = self.start(name=name, command=command, environment=environment)
        while child.is_running:
            self._raise_if_stopped()
            self._pump(0.2)
        self._forget(child)
        return child.process.returncode

    def wait_until(self, condition: Callable[[], bool], *, seconds: float) -> bool:
        """Pass lines on until the condition holds; False when the time is over or a child ended.

        Raises:
            Stopped: a signal came first.
        """
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self._raise_if_stopped()
            if condition():
                return True
            if not all(child.is_running for child in self.children.values()):
                return False
            self._pump(0.1)
        return False

    def run(self) -> None:
        """Keep every child running until a signal arrives."""
        while not self.signal_count:
            self.tend(0.5)

    def tend(self, seconds: float) -> None:
        """Do one round: pass lines on for at most so long, then start again what has ended."""
        self._pump(seconds)
        for child in list(self.children.values()):
            self._keep_running(child)

    def _raise_if_stopped(self) -> None:
        if self.signal_count:
            raise Stopped

    def _keep_running(self, child: Child) -> None:
        now = time.monotonic()
        if child.restart_at is not None:
            if now >= child.restart_at:
                child.restart_at = None
                child.process = self._spawn(child.command, child.environment)
                child.started_at = now
                self._watch(child)
            return
        if child.is_running:
            return
        self._unwatch(child)
        was_healthy = now - child.started_at > _HEALTHY_SECONDS
        child.failure_count = 1 if was_healthy else child.failure_count + 1
        pause = min(2.0 ** (child.failure_count - 1), _LONGEST_PAUSE_SECONDS)
        child.restart_at = now + pause
        code = child.process.returncode
        self.say(f"{child.name} ended ({_describe_exit(code)}); starting it again in {pause:.0f} s")

    def _pump(self, seconds: float) -> None:
        """Pass on what the children have written, waiting at most so long for something."""
        if not self._selector.get_map():
            time.sleep(seconds)
            return
        for key, _ in self._selector.select(seconds):
            child: Child = key.data
            chunk = os.read(key.fd, 65_536)
            if not chunk:
                self._unwatch(child)
                continue
            *lines, child.unfinished_line = (child.unfinished_line + chunk).split(b"\n")
            for line in lines:
                self.say(line.decode("utf-8", "replace"), name=child.name)

    def _unwatch(self, child: Child) -> None:
        stream = _output_of(child)
        if stream.closed:
            return
        self._selector.unregister(stream)
        rest = child.unfinished_line + (stream.read() or b"")
        for line in rest.splitlines():
            self.say(line.decode("utf-8", "replace"), name=child.name)
        child.unfinished_line = b""
        stream.close()

    def _forget(self, child: Child) -> None:
        self._unwatch(child)
        self.children.pop(child.name, None)

    def stop(self, names: Sequence[str] | None = None) -> None:
        """End children: ask their main processes, wait, and only then kill their whole groups."""
        chosen = [child for name, child in self.children.items() if names is None or name in names]
        for child in chosen:
            if child.is_running:
                child.process.terminate()
        deadline = time.monotonic() + GRACE_SECONDS
        impatient_at = self.signal_count + 1
        while any(child.is_running for child in chosen):
            if time.monotonic() > deadline or self.signal_count > impatient_at:
                self._kill(chosen)
                break
            self._pump(0.1)
        for child in chosen:
            self._forget(child)

    def _kill(self, children: Sequence[Child]) -> None:
        for child in children:
            if child.is_running:
                self.say(f"{child.name} did not end in time and is killed")
                os.killpg(child.process.pid, signal.SIGKILL)
                child.process.wait()


def _output_of(child: Child) -> IO[bytes]:
    stream = child.process.stdout
    if stream is None:
        raise RuntimeError("a child is always started with a pipe for its output")
    return stream


def _describe_exit(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
