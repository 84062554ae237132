"""Two network namespaces of our own, "phone" and "server", and what can go wrong between them.

Nothing outside the two is touched, and both go away with the test.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

NEEDED = {"ip": "iproute2", "tc": "iproute2", "nft": "nftables"}
PHONE_ADDRESS, SERVER_ADDRESS = "10.213.77.1", "10.213.77.2"
LOSS_PERCENT = 30
SLOW = "64kbit"
PATIENCE_S = 20


def missing() -> str:
    """Return in a few words what this machine does not have, or nothing."""
    if os.geteuid() != 0:
        return "network namespaces need root"
    for program, package in NEEDED.items():
        if not shutil.which(program):
            return f"{program} is not installed (apt install {package})"
    return ""


def run(*words: str, feed: str = "") -> None:
    """Run one command and say what it said if it failed."""
    done = subprocess.run(words, input=feed, capture_output=True, text=True, check=False, timeout=PATIENCE_S)
    if done.returncode:
        message = f"{' '.join(words)}: {done.stderr.strip()}"
        raise OSError(message)


@dataclass(frozen=True)
class Networks:
    """A phone and a server with one wire between them."""

    phone: str
    server: str

    def inside(self, namespace: str, *words: str) -> list[str]:
        """Return a command that runs in one of the two."""
        return ["ip", "netns", "exec", namespace, *words]

    def rules(self, namespace: str, chain: str) -> None:
        """Replace the packet rules of one namespace."""
        table = f"table inet trouble {{\n{chain}\n}}"
        run(
            *self.inside(namespace, "nft", "-f", "-"),
            feed=f"table inet trouble\ndelete table inet trouble\n{table}\n",
        )

    def heal(self) -> None:
        """Let everything through."""
        run(*self.inside(self.phone, "ip", "link", "set", "wire", "up"))
        for namespace in (self.phone, self.server):
            self.rules(namespace, "")
            subprocess.run(
                self.inside(namespace, "tc", "qdisc", "del", "dev", "wire", "root"),
                capture_output=True,
                check=False,
            )

    def lossy(self) -> None:
        """Lose three of ten packets, either way."""
        drop = f"numgen random mod 100 < {LOSS_PERCENT} drop"
        for namespace in (self.phone, self.server):
            self.rules(namespace, f"chain loss {{ type filter hook input priority 0; iifname wire {drop}; }}")

    def deaf(self) -> None:
        """Let the requests arrive and lose every reply that carries something, so the receipt never comes."""
        drop = "meta l4proto tcp meta length > 80 drop"
        self.rules(self.phone, f"chain deaf {{ type filter hook input priority 0; iifname wire {drop}; }}")

    def slow(self) -> None:
        """Let 64 kilobits a second through, either way."""
        for namespace in (self.phone, self.server):
            shaper = f"tc qdisc add dev wire root tbf rate {SLOW} burst 4kb latency 2s"
            run(*self.inside(namespace, *shaper.split()))

    def cut(self) -> None:
        """Take the wire away."""
        run(*self.inside(self.phone, "ip", "link", "set", "wire", "down"))


FAULTS = ("lossy", "deaf", "slow", "cut")


@contextmanager
def networks() -> Iterator[Networks]:
    """Make the two namespaces, or skip in plain words."""
    lacking = missing()
    made = Networks(f"kt-phone-{os.getpid()}", f"kt-server-{os.getpid()}")
    try:
        if not lacking:
            lacking = laid(made)
        if lacking:
            pytest.skip(f"P6 over cut networks was not tried: {lacking}")
        yield made
    finally:
        if shutil.which("ip"):
            for namespace in (made.phone, made.server):
                subprocess.run(["ip", "netns", "del", namespace], capture_output=True, check=False)


def laid(wires: Networks) -> str:
    """Make both ends and the wire and try every fault once; return what this machine does not allow."""
    veth = f"link add wire netns {wires.phone} type veth peer name wire netns {wires.server}"
    try:
        for namespace in (wires.phone, wires.server):
            run("ip", "netns", "add", namespace)
        run("ip", *veth.split())
        for namespace, address in ((wires.phone, PHONE_ADDRESS), (wires.server, SERVER_ADDRESS)):
            run(*wires.inside(namespace, "ip", "address", "add", f"{address}/30", "dev", "wire"))
            for device in ("lo", "wire"):
                run(*wires.inside(namespace, "ip", "link", "set", device, "up"))
        for fault in FAULTS:
            getattr(wires, fault)()
            wires.heal()
    except OSError as error:
        return str(error)
    return ""
