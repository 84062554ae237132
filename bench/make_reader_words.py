"""Counts how often the words of the lexicon stand in ordinary texts: packages/simak/simak/data/ordinary_words.csv.

Usage: python bench/make_reader_words.py ../shared/data/text. Only counts are kept of the corpora (IDNER-news-2k, NERGrit,
NERP, STIF-Indonesia).
"""

import csv
import sys
from collections import Counter
from pathlib import Path

from simak import lexicon, names_training
from simak.normal import normalise

OUT = Path(__file__).resolve().parent.parent / "packages" / "simak" / "simak" / "data" / "ordinary_words.csv"


def lines(folder):
    """Yield the texts of the corpora, without their test parts."""
    for files in names_training.CORPORA.values():
        for file in files[:2]:
            for words, _ in names_training.corpus(folder / "ner" / file):
                yield " ".join(words)
    for file in ("train.for", "train.inf"):
        yield from (folder / "lexicons" / "stif" / file).read_text(encoding="utf-8").splitlines()


def main():
    """Count and write."""
    words = lexicon.shipped()
    seen = Counter()
    for text in lines(Path(sys.argv[1])):
        plain = lexicon.line(normalise(text)).words
        for end, (_, head, tail, _, _) in words.machine.iter(plain):
            seen[plain[end - head : end + 1 - tail]] += 1
    with OUT.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("word", "count"))
        rows.writerows(sorted((word, count) for word, count in seen.items() if count > 1))
    print(f"{OUT.name}: {sum(count > 1 for count in seen.values())} words")


if __name__ == "__main__":
    main()
