"""The service behind one socket, in child processes that may be killed at any instant and are there again at once.

The parent has Django imported and the socket open; a child serves until it dies, and the parent forks the
next. So a kill costs milliseconds and no client ever finds the door closed. It is the service's own WSGI
application, settings and database; only the web server before it is the plain one of the standard library.

    python -m tests.promises.forkserver CHILDREN     prints its port, then the number of each child
"""

import gc
import os
import random
import sys
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from typing import Any
from wsgiref.simple_server import ServerHandler, WSGIRequestHandler, WSGIServer

from kentongan.web.wsgi import application


class Door(WSGIServer):
    """A web server with a few threads, each keeping its connection to the database, as in service."""

    request_queue_size = 256
    threads: ThreadPoolExecutor

    def process_request(self, request: Any, client_address: Any) -> None:
        """Hand a request to a thread."""
        self.threads.submit(self.answer, request, client_address)

    def answer(self, request: Any, client_address: Any) -> None:
        """Answer in a thread; a line that breaks is the other side's to repeat."""
        with suppress(OSError):
            self.finish_request(request, client_address)
        self.shutdown_request(request)


class Quiet(WSGIRequestHandler):
    """Writes no log, and waits for nobody for long."""

    timeout = 10

    def log_message(self, *_words: Any) -> None:
        """Say nothing."""

    def address_string(self) -> str:
        """Look up no names."""
        return "127.0.0.1"


ServerHandler.server_software = "kentongan-test"


def serve(children: int) -> None:
    """Keep so many children serving until somebody closes our input."""
    prepare()
    door = Door(("127.0.0.1", 0), Quiet)
    door.set_app(application)
    leave_database()
    print(door.server_port, flush=True)
    alive: set[int] = set()
    threading.Thread(target=end_with_parent, daemon=True, args=(alive,)).start()
    while True:
        while len(alive) < children:
            alive.add(born := fork(door))
            print(born, flush=True)
        died, _status = os.wait()
        alive.discard(died)


def fork(door: Door) -> int:
    """Return the number of a new child that serves."""
    from kentongan.upkeep.management.commands.serve import THREADS

    number = os.fork()
    if number == 0:
        door.threads = ThreadPoolExecutor(THREADS)
        door.serve_forever(poll_interval=60)
        os._exit(0)
    return number


def end_with_parent(alive: set[int]) -> None:
    """End everything when nobody holds our input any more."""
    sys.stdin.read()
    for number in list(alive):
        os.kill(number, 9)
    os._exit(0)


def prepare() -> None:
    """Warm up what the first request would load, and plant the defect that a test asks for."""
    from django.test import Client

    body = {"kejadian": "E04", "kapan": "kini", "wilayah": "35.08.10.1001", "cerita": "pemanasan"}
    key = {"Idempotency-Key": str(uuid.uuid4())}
    answer = Client(SERVER_NAME="127.0.0.1").post(
        "/api/v1/laporan", body, content_type="application/json", headers=key
    )
    assert answer.status_code == 201, answer.content
    gc.freeze()
    defect = os.environ.get("KENTONGAN_SABOTEUR")
    if defect:
        DEFECTS[defect]()


def leave_database() -> None:
    """Close every connection and pool: neither survives a fork."""
    from django.db import connections

    connections.close_all()
    for one in connections.all():
        if one.vendor == "postgresql":
            one.close_pool()  # type: ignore[attr-defined]


def acknowledge_before_commit() -> None:
    """Plant: the reporter gets the receipt at once, the report is written a moment later."""
    from django.db import connections

    from kentongan.reports import actions, seals

    honest = actions.receive

    def hasty(*, client_id: str, draft: Any, by: Any, at: datetime) -> Any:
        def later() -> None:
            time.sleep(0.005)
            honest(client_id=client_id, draft=draft, by=by, at=at)
            connections.close_all()

        threading.Thread(target=later).start()
        return seals.receipt(draft.code or seals.code_for(client_id), at, replay=False)

    actions.receive = hasty


def forget_keys() -> None:
    """Plant: every request is a new report, whatever key it carries."""
    from kentongan.reports import actions

    honest = actions.receive

    def forgetful(*, client_id: str, draft: Any, by: Any, at: datetime) -> Any:
        return honest(client_id=f"{client_id[:20]}-{uuid.uuid4()}", draft=draft, by=by, at=at)

    actions.receive = forgetful


def check_then_insert() -> None:
    """Plant: look whether the key is known, and write if it is not, with nothing unique to stop the second."""
    from kentongan.reports import actions, seals
    from kentongan.reports.models import Report

    honest = actions.receive

    def naive(*, client_id: str, draft: Any, by: Any, at: datetime) -> Any:
        first = Report.objects.filter(client_id__startswith=client_id[:20]).first()
        if first:
            return seals.receipt(first.code, first.received_at, replay=True)
        return honest(client_id=f"{client_id[:20]}-{random.randrange(10**30)}", draft=draft, by=by, at=at)

    actions.receive = naive


DEFECTS = {
    "acknowledge before commit": acknowledge_before_commit,
    "forget keys": forget_keys,
    "check then insert": check_then_insert,
}


if __name__ == "__main__":
    serve(int(sys.argv[1]))
