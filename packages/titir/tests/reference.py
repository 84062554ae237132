"""Reads what SaTScan printed, so that our answers can be laid beside it."""

import gzip
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).resolve().parents[4] / "shared" / "data" / "detection"


@dataclass(frozen=True)
class Printed:
    """One cluster as printed."""

    locations: list[str]
    radius: float
    start: str
    end: str
    observed: int
    expected: str
    llr: float
    p: float
    gumbel: str | None
    risk: str | None


def clusters(path: Path) -> list[Printed]:
    text = path.read_text()
    text = text[text.index("CLUSTERS DETECTED") : text.index("PARAMETER SETTINGS")]
    return [_one(part) for part in re.split(r"\n(?=\d+\.Location)", text)[1:]]


def _one(part: str) -> Printed:
    def field(name: str) -> str | None:
        found = re.search(rf"{name}\.*: (.+)", part)
        return found.group(1).strip() if found else None

    names = re.search(r"included\.: ((?:.|\n)*?)\n +Coordinates", part).group(1)
    start, _, end = field("Time frame").partition(" to ")
    return Printed(
        locations=[one.strip() for one in names.replace("\n", " ").split(",")],
        radius=float(field("Coordinates / radius").split("/")[-1].split()[0]),
        start=_iso(start),
        end=_iso(end),
        observed=int(field("Number of cases")),
        expected=field("Expected cases"),
        llr=float(field("Log likelihood ratio") or field("Test statistic")),
        p=float(field("P-value")),
        gumbel=field("Gumbel P-value"),
        risk=field("Relative risk"),
    )


def _iso(day: str) -> str:
    year, month, date = map(int, day.split("/"))
    return f"{year:04}-{month:02}-{date:02}"


def unpacked(folder: Path, into: Path) -> Path:
    """Copy the files of a case, without their compression."""
    for file in folder.iterdir():
        if file.suffix == ".gz":
            with gzip.open(file) as source, (into / file.stem).open("wb") as target:
                shutil.copyfileobj(source, target)
        elif file.suffix != ".txt":
            shutil.copy(file, into / file.name)
    return into
