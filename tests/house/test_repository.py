"""What lies in the repository is ours to give away, and tells nobody's secrets."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GIT = shutil.which("git")
FORBIDDEN = {
    "a package host": re.compile(
        r"\b(py"
        r"pi\.org|pythonhos"
        r"ted|np"
        r"mjs|crates\.io|registry\.|jsdel"
        r"ivr|unp"
        r"kg|cdnjs)"
    ),
    "a path of somebody's machine": re.compile(r"(?<![\w./])/(root|home/\w+|work|Users)/(?!\.)\w"),
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE " + r"KEY-----"),
    "a token": re.compile(
        r"\b(gh[pousr]_[A-Za-z0-9]{30,}|AK" + r"IA[0-9A-Z]{16}|xox[bp]-\w{10,}|eyJhbGciOi\w{10,}\.\w+)"
    ),
    "a national identity number": re.compile(
        r"(?<![\d.])[1-9]\d(0[1-9]|[1-7]\d)\d{2}(0[1-9]|[1-6]\d|7[01])(0[1-9]|1[0-2])\d{6}(?![\d.])"
    ),
}
TEXT = {
    ".py",
    ".md",
    ".toml",
    ".lock",
    ".html",
    ".css",
    ".js",
    ".po",
    ".txt",
    ".json",
    ".service",
    ".yml",
    ".sh",
    "",
}
SETTING = re.compile(r"\bKENTONGAN_[A-Z_]+\b")


def tracked() -> list[Path]:
    """Return the files of the repository; of an unpacked copy without git, all but what set-up makes."""
    if GIT and (ROOT / ".git").exists():
        said = subprocess.run(
            [GIT, "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout
        return [ROOT / name for name in said.split("\0") if name and (ROOT / name).is_file()]
    made = {
        ".venv",
        "var",
        "__pycache__",
        ".mypy_cache",
        ".ruff_cache",
        ".pytest_cache",
        ".hypothesis",
        "build",
    }
    return [
        path for path in ROOT.rglob("*") if path.is_file() and not made & set(path.relative_to(ROOT).parts)
    ]


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_holds(what: str) -> None:
    found = []
    for path in tracked():
        if path.suffix == ".lock" and what.startswith("a national"):
            continue  # digests are long numbers
        if path.suffix in TEXT and "pack" not in path.parts and path != Path(__file__).resolve():
            found += [
                f"{path.relative_to(ROOT)}: {match.group()}"
                for match in FORBIDDEN[what].finditer(path.read_text(errors="replace"))
            ]

    assert found == []


def test_nothing_that_set_up_makes_is_in_the_repository() -> None:
    made = [path for path in tracked() if path.suffix in {".mo", ".pyc", ".sqlite3"} or ".venv" in path.parts]

    assert made == []


def test_every_setting_is_explained() -> None:
    used = set()
    for path in [*(ROOT / "kentongan").rglob("*.py"), ROOT / "start.py"]:
        used |= set(SETTING.findall(path.read_text()))
    explained = set(SETTING.findall((ROOT / "docs/reference/settings.md").read_text()))

    assert used - {"KENTONGAN_"} == explained


def test_the_server_in_front_lets_through_the_largest_form_and_no_more() -> None:
    from kentongan.reports.middleware import FORM_BYTES

    stated = re.findall(r"max_size (\d+)MiB$", (ROOT / "deploy" / "Caddyfile").read_text(), re.MULTILINE)

    assert [int(size) * 1024 * 1024 for size in stated] == [FORM_BYTES]
