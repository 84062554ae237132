"""A line between a browser and the service that a test can cut, silence or spoil, whatever the browser believes."""

import http.client
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.service import Service

PASS, CUT, SILENT, REFUSE, LOSE_ANSWER = "pass", "cut", "silent", "refuse", "lose answer"
HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "accept-encoding"}
PATIENCE_S = 30

Fate = Callable[[str, str], str]


@dataclass
class Line:
    """What happens to each request; a test changes it at any time."""

    service: Service
    port: int = 0
    fate: Fate = lambda _method, _path: PASS
    rewrite: Callable[[str, str], str] = lambda _path, text: text
    held: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        """Return the address that the browser uses."""
        return f"http://127.0.0.1:{self.port}"

    def always(self, fate: str) -> None:
        """Let the same happen to every request from now on; a silent line lets go of what it held."""
        self.fate = lambda _method, _path: fate
        self.held.set()
        if fate == SILENT:
            self.held = threading.Event()


class Between(BaseHTTPRequestHandler):
    """Hands one request on, or not."""

    line: Line
    protocol_version = "HTTP/1.1"
    timeout = PATIENCE_S

    def log_message(self, *_words: Any) -> None:
        """Say nothing."""

    def pass_on(self) -> None:
        """Do with this request what the line does just now."""
        line = self.line
        self.close_connection = True
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        fate = line.fate(self.command, self.path)
        if fate == CUT:
            return
        if fate == SILENT:
            line.held.wait(PATIENCE_S)
            return
        if fate == REFUSE:
            self.answer(503, [("Retry-After", "0")], b"")
            return
        status, headers, content = self.asked(body)
        if fate != LOSE_ANSWER:
            self.answer(status, headers, content)

    def asked(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        """Ask the service and return its answer, with scripts as the test wants them."""
        service = http.client.HTTPConnection("127.0.0.1", self.line.service.port, timeout=PATIENCE_S)
        try:
            headers = {k: v for k, v in self.headers.items() if k.lower() not in HOP_BY_HOP}
            service.request(self.command, self.path, body, headers)
            answer = service.getresponse()
            content = answer.read()
            kept = [(k, v) for k, v in answer.getheaders() if k.lower() not in HOP_BY_HOP]
        finally:
            service.close()
        if "javascript" in (answer.getheader("Content-Type") or ""):
            content = self.line.rewrite(self.path, content.decode()).encode()
            kept = [(k, v) for k, v in kept if k.lower() not in {"etag", "last-modified"}]
        return answer.status, kept, content

    def answer(self, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
        """Answer the browser."""
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_HEAD = pass_on  # noqa: N815 the names http.server calls


class Exchange(ThreadingHTTPServer):
    """Waits for nobody when it ends, and takes no offence at a browser that is gone."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: browsers are killed here."""


@contextmanager
def line_to(service: Service) -> Iterator[Line]:
    """Lay a line to a running service."""
    line = Line(service)
    handler = type("Handler", (Between,), {"line": line})
    exchange = Exchange(("127.0.0.1", 0), handler)
    line.port = exchange.server_port
    thread = threading.Thread(target=exchange.serve_forever, kwargs={"poll_interval": 0.1})
    thread.start()
    try:
        yield line
    finally:
        line.held.set()
        exchange.shutdown()
        thread.join()
        with suppress(OSError):
            exchange.server_close()
