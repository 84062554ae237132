"""Trains packages/simak/simak/data/numbers.npz, the second opinion on what a number counts.

Run: .venv/bin/python bench/train_reader_numbers.py. Learns from our own labelled lines (without those of the second
look, `x...`, which test it) and from messages that `kentongan.gladi` makes up, and prints micro-F1 on the lines left
out: the grammar alone, the model alone, and both. The same input gives the same model.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pycrfsuite
from simak import counting, counts, fields, second_opinion, victims
from simak.normal import Text, normalise
from simak.quantities import Number

ROOT = Path(__file__).resolve().parent.parent
OWN = ROOT / "packages" / "simak" / "tests" / "data" / "where_when_how_many.jsonl"
TARGET = ROOT / "packages" / "simak" / "simak" / "data" / second_opinion.MODEL
REGIONS = ("35.08", "61.02", "73.71", "95.01", "16.71")
MESSAGES = 500  # of each region
Line = tuple[str, dict[str, list[int]]]


def main() -> None:
    """Train, write and measure the model."""
    own = [json.loads(line) for line in OWN.read_text(encoding="utf-8").splitlines()]
    own = [line for line in own if line["labels"]["kind"] != "bukan"]
    left_out = [(x["text"], x["labels"]["counts"]) for x in own if x["id"].startswith("x")]
    learnt = [(x["text"], x["labels"]["counts"]) for x in own if not x["id"].startswith("x")]
    train(2 * learnt + made_up())
    second_opinion._model.cache_clear()
    second_opinion._sums.cache_clear()
    print(
        f"{len(learnt)} own lines, {len(REGIONS) * MESSAGES} made-up messages, {TARGET.stat().st_size} bytes"
    )
    print(
        f"grammar alone F1 {score(left_out, by_model=False):.3f}, model alone {score(left_out, by_model=True):.3f}"
    )
    for doubted in (False, True):
        right = [hit for line in left_out for doubt, hit in judged(line) if doubt is doubted]
        print(
            f"counts {'doubted' if doubted else 'not doubted'} by the model: {sum(right)} of {len(right)} right"
        )


def judged(line: Line) -> list[tuple[bool, bool]]:
    """Return of each count of a line whether it is doubted and whether it is right."""
    text, gold = line
    found = counts.count(normalise(text)).items()
    return [
        (
            told.reason == "count.doubted",
            kind in gold and told.value[0] <= gold[kind][1] and told.value[1] >= gold[kind][0],
        )
        for kind, told in found
        if told.value.high
    ]


def made_up() -> list[Line]:
    """Return messages that gladi makes up, with their counts."""
    lines: list[Line] = []
    with tempfile.TemporaryDirectory() as folder:
        for region in REGIONS:
            out = Path(folder) / region
            words = [
                "make",
                "--region",
                region,
                "--days",
                "60",
                "--seed",
                "5",
                "--starts",
                "2026-01-05",
                "--out",
                str(out),
            ]
            subprocess.run(
                [sys.executable, "-m", "kentongan.gladi", *words], check=True, cwd=ROOT, capture_output=True
            )
            truth = json.loads((out / "truth.json").read_text(encoding="utf-8"))["messages"]
            some = [json.loads(line) for line in (out / "stream.jsonl").open(encoding="utf-8")]
            told = [(one["text"], truth.get(one["id"], {}).get("labels", {})) for one in some if one["text"]]
            lines += [(text, labels["counts"]) for text, labels in told if labels.get("counts")][:MESSAGES]
    return lines


def train(lines: list[Line]) -> None:
    """Write the model."""
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({"c1": 0.05, "c2": 0.5, "max_iterations": 100})
    for text, gold in lines:
        read = normalise(text)
        told = counts.numbers_told(read)
        for sentence in {number.sentence for number in told}:
            some = [number for number in told if number.sentence == sentence]
            first, last = read.sentences[sentence]
            labels = ["O"] * (last - first)
            for number in some:
                labels[number.first - first] = label(number, gold)
            trainer.append(second_opinion.features(read, some, first, last), labels)
    with tempfile.TemporaryDirectory() as folder:
        trained = str(Path(folder) / "numbers.crfsuite")
        trainer.train(trained)
        tagger = pycrfsuite.Tagger()
        tagger.open(trained)
        fields.save(fields.of_tagger(tagger), TARGET)


def label(number: Number, gold: dict[str, list[int]]) -> str:
    """Return what a number counts by the labels of its text."""
    fitting = [kind for kind, told in gold.items() if told == list(number.value)]
    if number.kind in fitting:
        return number.kind
    if len(fitting) == 1:
        return fitting[0]
    part = number.kind in gold and number.value.low < gold[number.kind][0]
    return number.kind if part else second_opinion.NOTHING


def score(lines: list[Line], *, by_model: bool) -> float:
    """Return the micro-F1 of the grammar or, instead of it, of the model."""
    hit = wrong = missed = 0
    for text, gold in lines:
        found = answers(normalise(text), by_model=by_model)
        wanted = {kind: told for kind, told in gold.items() if told[1]}
        right = sum(
            found[k][0] <= wanted[k][1] and found[k][1] >= wanted[k][0] for k in wanted.keys() & found.keys()
        )
        hit, wrong, missed = hit + right, wrong + len(found) - right, missed + len(wanted) - right
    return 2 * hit / (2 * hit + wrong + missed)


def answers(text: Text, *, by_model: bool) -> dict[str, Any]:
    """Return the counts of a text."""
    told = counts.numbers_told(text)
    for sentence in {number.sentence for number in told} if by_model else ():
        some = [number for number in told if number.sentence == sentence]
        for number, label in zip(some, second_opinion.labels(text, some, {sentence: some}), strict=True):
            number.kind = label
    told += victims.singles(text, told)
    kinds = {number.kind for number in told if number.kind in counting.KINDS}
    return {kind: counts._together(text, [n for n in told if n.kind == kind]).value for kind in kinds}


if __name__ == "__main__":
    main()
