"""Keeps the web server and the loop running side by side, and ends them together."""

import ctypes
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

STOP_WITHIN = 10.0
"""Seconds a child has for finishing what it is doing."""
SETTLED_AFTER = 20.0
"""Seconds after which a child counts as well, so that its next fall is a first one."""
FALLS_ALLOWED = 5
PAUSE = 0.2
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG

log = logging.getLogger("kentongan.serve")


@dataclass
class Child:
    """One process under care."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    falls: int = 0
    wait_until: float = 0.0


class GaveUp(Exception):
    """A child fell again and again; starting it once more would only hide that."""


def die_with_parent() -> None:
    """Ask the kernel to end this child when its parent is killed, so that nothing is left behind."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(DIE_WITH_PARENT, signal.SIGTERM)


class Supervisor:
    """Starts children, starts them again when they fall, and stops them all on request."""

    def __init__(self, children: Sequence[Child], *, monotonic: Callable[[], float] = time.monotonic) -> None:
        """Take the children; nothing runs until `run`."""
        self.children = list(children)
        self.monotonic = monotonic
        self.asked_to_stop = False

    def ask_to_stop(self, *_: object) -> None:
        """Remember that somebody wants us to stop; also the handler of SIGTERM and Ctrl-C."""
        self.asked_to_stop = True

    def run(self, on_round: Callable[[], None] = lambda: None) -> None:
        """Keep the children running until asked to stop.

        Raises:
            GaveUp: If one of them falls too often in a row.

        """
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self.ask_to_stop)
        try:
            while not self.asked_to_stop:
                for child in self.children:
                    self.look_after(child)
                on_round()
                time.sleep(PAUSE)
        finally:
            self.stop_all()

    def look_after(self, child: Child) -> None:
        """Start a child that does not run, a little later after each fall."""
        now = self.monotonic()
        if child.process is not None:
            if child.process.poll() is None:
                if now - child.started > SETTLED_AFTER:
                    child.falls = 0
                return
            self.note_fall(child, now)
        if now >= child.wait_until:
            child.process = subprocess.Popen(  # noqa: S603 our own commands
                child.command,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                preexec_fn=die_with_parent,  # noqa: PLW1509 no threads here
            )
            child.started = now

    def note_fall(self, child: Child, now: float) -> None:
        """Count a fall and decide when to try again."""
        ended = child.process.returncode if child.process else None
        child.process = None
        child.falls += 1
        child.wait_until = now + min(30, 2 ** (child.falls - 1))
        log.error("%s berhenti (%s), dimulai lagi", child.name, ended)
        if child.falls >= FALLS_ALLOWED:
            message = f"{child.name} jatuh {child.falls} kali berturut-turut"
            raise GaveUp(message)

    def stop_all(self) -> None:
        """End every child: first politely, then for certain, with everything they started."""
        running = [child.process for child in self.children if child.process is not None]
        for process in running:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        deadline = self.monotonic() + STOP_WITHIN
        for process in running:
            try:
                process.wait(max(0.1, deadline - self.monotonic()))
            except subprocess.TimeoutExpired:
                log.error("proses %s tidak berhenti sendiri", process.pid)  # noqa: TRY400
        for process in running:
            end_group(process.pid)
            process.wait()


def end_group(group: int) -> None:
    """Kill what may be left of a child and its own children."""
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return
