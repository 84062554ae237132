"""Where the service is gets announced when it answers, not when its port is open."""

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import StringIO

import pytest
from django.core.management.base import BaseCommand

from kentongan.upkeep.management.commands import serve


class Page(BaseHTTPRequestHandler):
    """Answers like a service that wants something else first."""

    def do_GET(self) -> None:
        self.send_response(301)
        self.end_headers()

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@pytest.fixture
def door() -> Iterator[socket.socket]:
    """Return an open port behind which nobody answers yet."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(8)
        yield listening


def welcome(port: int) -> tuple[serve.Welcome, StringIO]:
    said = StringIO()
    command = BaseCommand(stdout=said)
    return serve.Welcome(command, "127.0.0.1", port, demo=False, browser=False), said


def test_an_open_port_that_does_not_answer_is_not_announced(
    door: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serve, "PATIENCE_S", 0.05)
    greeting, said = welcome(door.getsockname()[1])

    greeting.when_ready()

    assert said.getvalue() == ""


def test_the_first_answer_of_any_kind_is_announced_once() -> None:
    server = HTTPServer(("127.0.0.1", 0), Page)
    greeting, said = welcome(server.server_port)
    answering = threading.Thread(target=server.handle_request)
    answering.start()

    greeting.when_ready()
    greeting.when_ready()

    answering.join()
    server.server_close()
    assert said.getvalue().count(f"http://localhost:{server.server_port}/") == 1
