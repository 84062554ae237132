"""`kentongan beat`: the loop that rings, reminds and reacts."""

import fcntl
import json
import logging
import os
import signal
import time
from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from threading import Event

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections
from django.utils import timezone

from kentongan.upkeep.clock import Appointment, Clock, Manners
from kentongan.wiring import CLOCK

PAUSE = 1.0


class Command(BaseCommand):
    """Runs the loop until asked to stop."""

    help = (
        "Jalankan putaran waktu: reaksi, tenggat, pengingat. / Run the loop: reactions, deadlines, reminders."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --once."""
        parser.add_argument("--once", action="store_true", help="satu putaran saja / one round only")

    def handle(self, *_: object, once: bool, **__: object) -> None:
        """Beat until asked to stop; one loop per data folder."""
        logging.basicConfig(format="%(asctime)s %(name)s %(message)s")
        stop = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        clock = Clock(
            [Appointment(every, job) for every, job in CLOCK], partial(Manners, time.monotonic, stop.wait)
        )
        data = Path(settings.DATA_DIR)
        with (data / "beat.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise CommandError("Putaran lain sudah berjalan pada folder data ini.") from None
            while not stop.is_set():
                started = time.monotonic()
                close_old_connections()
                clock.beat(timezone.now())
                self.leave_sign_of_life(data, clock)
                if once:
                    return
                stop.wait(max(0.0, PAUSE - (time.monotonic() - started)))

    def leave_sign_of_life(self, data: Path, clock: Clock) -> None:
        """Write when the loop last went round, and which jobs fail, for the health page."""
        state = {"at": timezone.now().isoformat(), "pid": os.getpid(), "failures": clock.failures}
        fresh = data / "beat.json.new"
        fresh.write_text(json.dumps(state))
        fresh.replace(data / "beat.json")
