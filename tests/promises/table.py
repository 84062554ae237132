"""`just promises`: run the promises and print one table; with --write, put it into the two README files."""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

from tests.promises.report import FIGURES, SET, SHARE

ROOT = Path(__file__).resolve().parents[2]
BEGIN, END = "<!-- promises: begin -->", "<!-- promises: end -->"
HEADINGS = {
    "README.md": ("Promise", "Cases", "Failures", "Saboteurs caught"),
    "README.id.md": ("Janji", "Percobaan", "Kegagalan", "Penyabot tertangkap"),
}
# Two sets side by side, one for each processor: what kills, cuts and floods a service of its own spends much of
# its time waiting; everything else works without a pause.
SERVICES = ("p01_kill", "p03_failing_disk", "p06_cut_networks", "p07_phone_dies", "p08_once")
# These may go with either, and make both equally long.
WITH_THEM = (
    "p02_power_cut",
    "p29_secrets",
    "p32_neutral",
    "p25_bad_input",
)
# The longest of all is walked by both, each taking every other address.
HALF = "tests/promises/test_p15_access.py::test_p15_no_address_gives_what_the_policy_does_not_give[odd]"
NOTHING_CHOSEN = 5
"""What pytest answers when the words leave nothing of a set."""
WORDS = {
    "P1": "what was acknowledged survives `kill -9`",
    "P2": "what was acknowledged survives a power cut",
    "P3": "a full disk and a failing write are refused without loss",
    "P6": "retries over a cut network lose and double nothing",
    "P7": "what the phone has saved survives the end of its browser",
    "P8": "the same report many times at once is one report",
    "P15": "nobody reaches what the policy table does not give",
    "P16": "nobody learns from hints about what they may not see",
    "P18": "whatever is done to the written logbook shows",
    "P25": "bad input gets a sentence in Bahasa Indonesia, never a crash",
    "P29": "an office that is set up unsafely does not start, and its key is nowhere else",
    "P32": "alerts do not look at belief, origin or party",
    "P33": "what a machine read counts nowhere before a person has confirmed it",
    "P34": "a masked name and a number of a person are shown nowhere",
}


def main() -> int:
    """Run the promise tests, print the table, and answer as pytest did."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--night", action="store_true", help="the long set")
    parser.add_argument(
        "--share", type=int, default=1, help="with --night: one case of so many (50: a fiftieth)"
    )
    parser.add_argument("--write", action="store_true", help="put the table into the README files")
    wanted, words = parser.parse_known_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = Path(folder) / "figures.jsonl"
        figures.touch()
        sort = {SET: "night", SHARE: str(wanted.share), "HYPOTHESIS_PROFILE": "night"} if wanted.night else {}
        ended = side_by_side({SET: "quick", FIGURES: str(figures)} | sort, words)
        rows = added_up(figures.read_text().splitlines())
    for name, headings in HEADINGS.items():
        table = as_table(rows, headings)
        if name == "README.md":
            print("\n" + table)
        if wanted.write and not ended:
            write(ROOT / name, table)
    return ended


def side_by_side(more: dict[str, str], words: list[str]) -> int:
    """Run both sets at once; what the second says is printed when the first has ended."""
    of_services = [f"tests/promises/test_{name}.py" for name in (*SERVICES, *WITH_THEM)]
    others = [str(path.relative_to(ROOT)) for path in sorted(ROOT.glob("tests/promises/test_*.py"))]
    pytest = [sys.executable, "-m", "pytest", "-q", "-rs", "--durations=5"]
    sets = (
        [*of_services, HALF],
        [*(path for path in others if path not in of_services), f"--deselect={HALF}"],
    )
    environment = os.environ | more
    with tempfile.TemporaryFile("w+") as said:
        beside = subprocess.Popen([*pytest, *sets[0], *words], cwd=ROOT, env=environment, stdout=said)
        try:
            here = subprocess.run([*pytest, *sets[1], *words], cwd=ROOT, env=environment, check=False)
        except BaseException:
            beside.terminate()
            raise
        finally:
            beside.wait()
            said.seek(0)
            print(said.read())
    ends = {beside.returncode, here.returncode}
    return max(ends - {NOTHING_CHOSEN}, default=NOTHING_CHOSEN)


def added_up(lines: list[str]) -> dict[str, list[int]]:
    """Return cases, failures, saboteurs caught and saboteurs of each promise, in their order."""
    rows: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for line in lines:
        one = json.loads(line)
        for place, name in enumerate(("cases", "failures", "saboteurs_caught", "saboteurs")):
            rows[one["promise"]][place] += one[name]
    return dict(sorted(rows.items(), key=lambda row: int(row[0].lstrip("P"))))


def as_table(rows: dict[str, list[int]], headings: tuple[str, ...]) -> str:
    """Return the table in Markdown, with the day and the machine below."""
    lines = ["| " + " | ".join(headings) + " |", "| --- | --: | --: | --: |"]
    for promise, (cases, failures, caught, saboteurs) in rows.items():
        said = f"{promise} {WORDS.get(promise, '')}".strip()
        lines.append(f"| {said} | {cases:,} | {failures} | {caught} / {saboteurs} |")
    machine = (
        f"{platform.system()} {platform.machine()}, Python {platform.python_version()}, {os.cpu_count()} CPU"
    )
    return "\n".join([*lines, "", f"`just promises`, {datetime.now(UTC):%Y-%m-%d}, {machine}."])


def write(path: Path, table: str) -> None:
    """Replace what stands between the two marks."""
    before, _, rest = path.read_text().partition(BEGIN)
    _, _, after = rest.partition(END)
    path.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}")


if __name__ == "__main__":
    sys.exit(main())
