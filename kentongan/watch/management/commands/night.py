"""`kentongan night`: the worker of the watch; it waits for rounds and does them, one at a time, apart from the alarms."""

import logging
import os
import signal
import subprocess
import sys
import time
from argparse import ArgumentParser
from threading import Event
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections
from django.utils import timezone

from kentongan.watch import rounds
from kentongan.watch.models import Run

PAUSE = 5.0
STOP_WITHIN = 5.0
NICENESS = 10

log = logging.getLogger("kentongan.night")


class Command(BaseCommand):
    """Does the rounds of the watch until asked to stop."""

    help = "Jalankan penjagaan malam: mencari pola yang tidak biasa. / Run the night watch."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --once and --run."""
        parser.add_argument("--once", action="store_true", help="satu pekerjaan saja / one round only")
        parser.add_argument(
            "--run", type=UUID, help="kerjakan yang sudah diambil / do a round that was taken"
        )
        parser.add_argument("--again", type=UUID, help="ulangi dan bandingkan / do a round again and compare")

    def handle(self, *_: object, once: bool, run: UUID | None, again: UUID | None, **__: object) -> None:
        """Wait for rounds and do them; each in a process of its own, which gives its memory back."""
        if again is not None:
            return self.compare(again)
        if run is not None:
            os.nice(NICENESS)  # whoever brings a report goes first
            return self.do(run)
        stop = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        while not stop.is_set():
            close_old_connections()
            taken = rounds.claim_next(at=timezone.now())
            if taken:
                self.in_a_process(taken, stop)
            if once:
                return None
            stop.wait(0 if taken else PAUSE)
        return None

    def do(self, pk: UUID) -> None:
        """Do one round here."""
        from kentongan.watch import nightly  # noqa: PLC0415 loads the engine, which only this process needs

        found = Run.objects.select_related("plan").filter(pk=pk, state=Run.State.RUNNING).first()
        if found is None:
            raise CommandError("Pekerjaan ini tidak sedang berjalan.")
        nightly.perform(found, now=timezone.now)

    def compare(self, pk: UUID) -> None:
        """Do a round again and say whether the same comes out."""
        from kentongan.watch import nightly  # noqa: PLC0415 loads the engine

        found = Run.objects.select_related("plan").filter(pk=pk, state=Run.State.DONE).first()
        if found is None:
            raise CommandError("Tidak ada penjagaan yang selesai dengan nomor ini.")
        replay = nightly.again(found)
        if not replay.remembered:
            self.stdout.write(
                "Ingatan dari malam sebelumnya tidak disimpan, karena penjagaan ini tidak menemukan apa-apa."
            )
        if not replay.same_inputs:
            self.stdout.write("Masukannya lain: sejak itu ada laporan yang diperiksa atau diperbaiki.")
        if not replay.same_engine:
            self.stdout.write("Mesinnya lain: versi yang dipakai waktu itu sudah diganti.")
        self.stdout.write("Hasilnya sama." if replay.same_levels else "Hasilnya berbeda.")
        if not replay:
            raise CommandError("Penjagaan ini tidak dapat diulang persis.")

    def in_a_process(self, run: Run, stop: Event) -> None:
        """Do one round in a process of its own, and note when it fails."""
        started = time.monotonic()
        process = subprocess.Popen(  # noqa: S603 our own command
            [sys.executable, "-m", "kentongan", "night", "--run", str(run.pk)], stdin=subprocess.DEVNULL
        )
        while process.poll() is None and not stop.wait(0.2):
            continue
        if process.poll() is None:  # asked to stop: the round waits for when we come back
            process.terminate()
            try:
                process.wait(STOP_WITHIN)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            rounds.put_back(run.pk)
            return
        if process.returncode:
            log.error("penjagaan %s gagal sesudah %.0f detik", run.pk, time.monotonic() - started)
            rounds.fail(run.pk, trouble=f"exit_{process.returncode}", at=timezone.now())
