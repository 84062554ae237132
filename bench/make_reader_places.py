"""Writes packages/simak/simak/data/regions.npz: all regions, the keys of their names, how common these are as words.

Run: .venv/bin/python bench/make_reader_places.py [TEXT_DATA]. Reads the region pack of the office (names and codes,
MIT), packages/simak/simak/data/aliases.csv (ours) and, for the counts of words, the corpora of shared/data/text (IDNER,
NERGrit, NERP, STIF: MIT and Apache-2.0). Only counts are kept of them, never a sentence. The same input gives the
same bytes.
"""

import csv
import gzip
import io
import re
import sys
import zipfile
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
from simak import spelling, words

ROOT = Path(__file__).resolve().parent.parent
PACK = ROOT / "kentongan" / "wilayah" / "pack" / "regions"
TARGET = ROOT / "packages" / "simak" / "simak" / "data" / "regions.npz"
HOW = {"name": 0, "short": 1, "seat": 2, "former": 3, "parted": 4}
KIND = re.compile(r"^(kabupaten|kota)( administrasi)? ")


def regions() -> list[tuple[str, str]]:
    """Return code and name of all regions, sorted by code."""
    found = []
    for path in sorted(PACK.glob("*.csv.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            found += [(row["code"], row["name"].strip()) for row in csv.DictReader(lines)]
    return sorted(found)


def spellings(code: str, name: str) -> set[str]:
    """Return the keys under which a region is found."""
    bare = KIND.sub("", name.lower()) if len(code) == 5 else name
    forms = [bare, *re.split(r"[/(),]", bare)] if re.search(r"[/(,]", bare) else [bare]
    keys = set()
    for form in forms:
        parts = spelling.pieces(form)
        keys |= {spelling.key(parts), spelling.full_key(parts)}
    return {key for key in keys if 3 <= len(key) <= spelling.LONGEST_KEY}


def keys_of(rows: list[tuple[str, str]]) -> dict[str, list[tuple[int, int, int]]]:
    """Return all keys with the regions that bear them, how and until which year (0: still)."""
    at = {code: number for number, (code, _) in enumerate(rows)}
    keys: dict[str, dict[int, tuple[int, int]]] = defaultdict(dict)
    for number, (code, name) in enumerate(rows):
        for key in spellings(code, name):
            keys[key][number] = (HOW["name"], 0)
    for name, code, how, until in words.rows("aliases"):
        parts = spelling.pieces(name)
        for key in {spelling.key(parts), spelling.full_key(parts)}:
            keys[key].setdefault(at[code], (HOW[how], int(until or 0)))
    return {key: [(number, *how) for number, how in sorted(bearers.items())] for key, bearers in keys.items()}


def corpora(data: Path) -> tuple[Counter[str], Counter[str]]:
    """Count words that stand in small letters outside names, and parts of names of persons."""
    common: Counter[str] = Counter()
    persons: Counter[str] = Counter()
    for path in sorted(data.glob("ner/*_train.txt")):
        sentence: list[str] = []
        for line in path.read_text(encoding="utf-8").splitlines():
            cells = line.split()
            if len(cells) < 2:
                count(sentence, common)
                sentence = []
                continue
            if re.search(r"PER|PPL|PERSON", cells[-1]):
                persons[cells[0].lower()] += 1
            sentence.append(cells[0] if cells[-1] == "O" and cells[0].islower() else "|")
        count(sentence, common)
    for path in sorted(data.glob("lexicons/stif/train.*")):
        for line in path.read_text(encoding="utf-8").splitlines():
            count([w if w.islower() else "|" for w in re.findall(r"[^\W\d_]+|[^\w\s]", line)], common)
    return common, persons


def count(sentence: list[str], common: Counter[str]) -> None:
    """Count the words and runs of words of a sentence; "|" stands for what is left out."""
    for size in (1, 2, 3):
        for first in range(len(sentence) - size + 1):
            run = sentence[first : first + size]
            if "|" not in run and all(word.isalpha() for word in run):
                common["".join(run)] += 1


def main() -> None:
    """Write the file."""
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "data" / "text"
    rows = regions()
    keys = keys_of(rows)
    common, persons = corpora(data)
    by_hand = {row[0]: 5 for row in words.rows("number_words")}
    by_hand |= {row[0]: int(row[1]) for row in words.rows("common_words")}
    order = sorted(keys)
    bearers = [keys[key] for key in order]
    level = [commonness(key, keys[key], rows, common, by_hand) for key in order]
    named = [min(9, int(np.log2(1 + persons[key]))) for key in order]
    save(
        {
            "codes": text([code for code, _ in rows]),
            "names": text([name for _, name in rows]),
            "keys": text(order),
            "first": np.cumsum([0, *map(len, bearers)]).astype(np.int32),
            "bearers": np.array([number for some in bearers for number, _, _ in some], dtype=np.int32),
            "how": np.array([how for some in bearers for _, how, _ in some], dtype=np.int8),
            "until": np.array([until for some in bearers for _, _, until in some], dtype=np.int16),
            "common": np.array(level, dtype=np.int8),
            "persons": np.array(named, dtype=np.int8),
        }
    )
    print(f"{len(rows)} regions, {len(order)} keys, {sum(x >= 3 for x in level)} of them common words")


def commonness(
    key: str,
    bearers: list[tuple[int, int, int]],
    rows: list[tuple[str, str]],
    common: Counter[str],
    by_hand: dict[str, int],
) -> int:
    """Return how common a name is as a word, 0 to 9; names of kabupaten and above are often written in small letters."""
    if key in by_hand:
        return by_hand[key]
    if any(len(rows[number][0]) <= 5 for number, _, _ in bearers):
        return 0
    return min(9, int(np.log2(1 + common[key])))


def text(lines: list[str]) -> np.ndarray:
    """Return lines as an array of bytes."""
    return np.frombuffer("\n".join(lines).encode(), dtype=np.uint8)


def save(arrays: dict[str, np.ndarray]) -> None:
    """Write the arrays without a time stamp."""
    with zipfile.ZipFile(TARGET, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, array in arrays.items():
            raw = io.BytesIO()
            np.lib.format.write_array(raw, array, allow_pickle=False)
            archive.writestr(
                zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0)), raw.getvalue(), zipfile.ZIP_DEFLATED
            )


if __name__ == "__main__":
    main()
