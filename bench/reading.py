"""Measures the reader of texts: speed on one core, memory, and accuracy where it was not fitted. `just bench-reading`.

Accuracy comes with bootstrap 95 % intervals: on sentences kept apart, by cross-validation over those that train, on the
texts of shared/data/text (when they are there), on events told several times, and, with --names, on the test parts of
the three public corpora of names (some minutes of training). Writes bench/results/reading.json.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import numpy as np
from machine import figure, told, write
from simak import (
    examining,
    exchange,
    gazetteer,
    names_committee,
    names_training,
    scoring,
    sentences,
    tagging,
)
from simak.reading import read
from simak.relating import ONE_EVENT, TICKED, groups, relate

ROOT = HERE.parent
SETS = ROOT / "packages" / "simak" / "tests" / "sets"
SHARED = ROOT.parent / "shared" / "data" / "text"
WHEN = datetime(2025, 1, 15, 12, tzinfo=UTC)
ROUNDS, STORY = 7, 2700
TARGETS = {
    "relevance_recall": 0.99,
    "relevance_precision": 0.90,
    "category": 0.90,
    "category_macro_f1": 0.80,
    "kind": 0.88,
    "severity": 0.80,
    "severity_3_recall": 0.97,
    "place_news": 0.92,
    "place_messages": 0.95,
    "kabupaten_news": 0.97,
    "kabupaten_messages": 0.97,
    "date_news": 0.96,
    "date_messages": 0.96,
    "counts_f1": 0.80,
    "names_recall": 0.95,
}
WHOLE = {
    "first whole set (opened, mended for)": "whole_first.jsonl",
    "second whole set (counts, names opened)": "whole_second.jsonl",
    "third whole set (kept apart)": "whole_third.jsonl",
}
"""Sets with all labels in the manner of the collection, each by a writer who knew the label guide and nothing of the reader."""
NAMES = {"nergrit": 0.74, "nerp": 0.77, "idner": 0.905}
"""In this order: perceptrons shuffle by the random numbers of the C library, which run on from one corpus to the next."""


def texts():
    """Return messages and stories of 2,700 letters, made of our own sentences."""
    rows = sentences.shipped()
    messages = [row.text for row in rows if row.source == "wa"]
    news = [row.text for row in rows if row.source == "news"]
    long = "\n".join(news)
    stories = [long[at : at + STORY] for at in range(0, len(long) - STORY, STORY)]
    return messages, stories


def rate(given):
    """Return texts a second of processor time, some rounds."""
    found = []
    for _ in range(ROUNDS):
        began = time.process_time()
        for text in given:
            read(text, received_at=WHEN)
        found.append(len(given) / (time.process_time() - began))
    return found


def speed():
    """Measure how fast it reads, how much memory it takes and how long the command needs to start."""
    messages, stories = texts()
    for text in (*messages, *stories):
        read(text, received_at=WHEN)
    started = []
    for _ in range(3):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-m", "simak.command", "extract"], input=b"", check=True)
        started.append(time.perf_counter() - began)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [
        figure("messages read, one core", rate(messages), "a second", at_least=1000, digits=0),
        figure(
            f"stories of {STORY} letters read, one core", rate(stories), "a second", at_least=150, digits=0
        ),
        told("memory with all models", memory, "MB", n=1, spread=(), at_most=300, digits=0),
        figure("start of the command", started, "s", at_most=1.0),
    ]


def scored(what, pairs):
    """Return the measures of labelled texts with their intervals and targets."""
    found = []
    for name, each in scoring.score(pairs, rng=np.random.default_rng(1)).items():
        aim = {"at_least": TARGETS[name]} if name in TARGETS else {}
        if name == "category_calibration_error":
            aim = {"at_most": 0.08}
        spread = (each["low"], each["high"])
        found.append(told(f"{what}: {name}", each["value"], "", n=each["n"], spread=spread, digits=3, **aim))
    return found


def kept_apart():
    """Score the sentences that nothing was fitted on, and short field messages that nothing was mended for."""
    return [*apart("kept apart", "sealed.txt"), *apart("new field messages", "field_third.txt")]


def apart(what, file):
    """Score a set of labelled sentences."""
    rows = sentences.read(SETS / file)
    drafts = [read(row.text, received_at=WHEN) for row in rows]
    predictions = [{**exchange.prediction(i, d), "counts": {}, "persons": []} for i, d in enumerate(drafts)]
    return scored(what, scoring.pairs(examining.gold(rows), predictions))


def crossed():
    """Score the sentences that train, each by a model that had not seen it."""
    rows = sentences.shipped()
    predictions = examining.out_of_sample(rows, parts=5, rng=np.random.default_rng(2))
    return scored("cross-validation (raw confidence)", scoring.pairs(examining.gold(rows), predictions))


def collection():
    """Score texts with all their labels: those of the collection, and three sets written in its manner by others."""
    shared = SHARED / "devset" / "dev.jsonl"
    if not shared.exists():
        print(f"{shared.name} is not there: not scored")
    files = {"collection (open: seen when rules were written)": shared} if shared.exists() else {}
    files |= {what: SETS / name for what, name in WHOLE.items()}
    return [one for what, path in files.items() for one in whole(what, path)]


def whole(what, path):
    """Score every field of a set, and which of its reports are held to tell of one event."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    given = [exchange.message(row) for row in rows]
    drafts = [
        read(each.text, received_at=each.received_at, sender_region=each.sender_region) for each in given
    ]
    predictions = [exchange.prediction(row["id"], draft) for row, draft in zip(rows, drafts, strict=True)]
    links = relate(drafts, received=[each.received_at for each in given])
    every = combinations(range(len(rows)), 2)
    group = [row["dup_group"] for row in rows]
    same = {(a, b) for a, b in every if group[a] and group[a] == group[b]}
    return [
        *scored(what, scoring.pairs(rows, predictions)),
        *pairs_told(what, joined(len(rows), links), same),
    ]


def joined(size, links):
    """Return the pairs of texts that are held to tell of one event, as `simak extract` does."""
    return {pair for group in groups(size, links, least=ONE_EVENT) for pair in combinations(sorted(group), 2)}


def pairs_told(what, told_pairs, true, name="duplicates", **aims):
    """Return precision and recall of pairs."""
    right = len(told_pairs & true)
    aims = aims or {"at_least": 0.9}
    return [
        told(
            f"{what}: {name}: {measure}", right / max(len(of), 1), "", n=len(of), spread=(), digits=3, **aims
        )
        for measure, of in (("precision", told_pairs), ("recall", true))
    ]


def guarded():
    """Score sets that were scored once as they were written, then mended for: they guard, they do not measure."""
    rows = [row for name in ("grave.txt", "grave_second.txt") for row in sentences.read(SETS / name)]
    drafts = [read(row.text, received_at=WHEN) for row in rows]
    grave = [draft.severity.value == 3 for row, draft in zip(rows, drafts, strict=True) if row.severity == 3]
    shown = [draft.look_now for row, draft in zip(rows, drafts, strict=True) if row.severity == 3]
    left = [draft.severity.value < 3 for row, draft in zip(rows, drafts, strict=True) if row.severity < 3]
    placed = []
    for name in ("where.txt", "where_second.txt"):
        for line in (SETS / name).read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                sender, place, text = (part.strip() for part in line.split("|", 2))
                found = read(text, received_at=WHEN, sender_region=sender).place
                placed.append(found is not None and found.value in place.split("+"))
    return [
        share("guarded: severity_3_recall", grave, at_least=0.97),
        share("guarded: severity 3 shown at once", shown),
        share("guarded: what only looks grave is left", left),
        share("guarded: place_messages with sender region", placed, at_least=0.95),
    ]


def share(what, right, **aim):
    """Return how many are right, with a bootstrap interval."""
    right = np.array(right, dtype=float)
    rng = np.random.default_rng(4)
    drawn = right[rng.integers(0, len(right), (2000, len(right)))].mean(axis=1)
    low, high = np.percentile(drawn, [2.5, 97.5])
    return told(what, right.mean(), "", n=len(right), spread=(low, high), digits=3, **aim)


def related():
    """Score the events that are told several times: pairs of one group, suggested, ticked, and linked as a case."""
    found = []
    sets = {
        "fitted": "related.txt",
        "second": "related_second.txt",
        "third": "related_third.txt",
        "fourth": "related_fourth.txt",
    }
    for what, file in sets.items():
        names, links = related_of(file)
        size = len(names)
        every = list(combinations(range(size), 2))
        same = {(a, b) for a, b in every if names[a][0] == names[b][0]}
        dispute = {(a, b) for a, b in every if names[a][0] != names[b][0] and names[a][1] == names[b][1]}
        duplicates = {(link.first, link.second): link.score for link in links if link.kind != "case"}
        ticked = {pair for pair, score in duplicates.items() if score >= TICKED}
        cases = {(link.first, link.second) for link in links if link.kind == "case"}
        found += pairs_told(f"related, {what}", joined(size, links), same)
        for name, told_pairs, true in (
            ("suggested", set(duplicates), same),
            ("ticked beforehand", ticked, same),
            ("cases", cases, dispute),
        ):
            found += pairs_told(f"related, {what}", told_pairs, true, name, at_least=None)
    return found


def related_of(file):
    """Return event and dispute of each text of a set, and its links."""
    names, drafts, received = [], [], []
    for line in (SETS / file).read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            which, when, region, text = (part.strip() for part in line.split("|", 3))
            names.append(which.split())
            received.append(datetime.fromisoformat(when))
            drafts.append(
                read(text, received_at=received[-1], sender_region=None if region == "-" else region)
            )
    return names, relate(drafts, received=received)


def named():
    """Train the committees and score them on the test parts of the corpora, and on what of them never trained."""
    found = []
    parts = names_training.parts(SHARED)
    committee = names_committee.Committee(parts, names_training.table(SHARED), gazetteer.shipped())
    for name, aim in NAMES.items():
        with tempfile.TemporaryDirectory() as folder:
            given, gold = committee.test(name, Path(folder))
        train, tune, test = parts[name]
        new = names_committee.unseen(test, [*train, *tune])
        found += [
            whole_names(f"names: F1 {name}", given, gold, at_least=aim),
            whole_names(
                f"names: F1 {name}, without sentences that also train",
                [given[i] for i in new],
                [gold[i] for i in new],
            ),
        ]
    return found


def whole_names(what, given, gold, **aim):
    """Return F1 over whole names, with a bootstrap interval over sentences."""
    rng = np.random.default_rng(3)
    drawn = [rng.integers(0, len(gold), len(gold)) for _ in range(200)]
    spread = [tagging.entity_score([given[i] for i in d], [gold[i] for i in d])[2] for d in drawn]
    low, high = np.percentile(spread, [2.5, 97.5])
    f1 = tagging.entity_score(given, gold)[2]
    return told(what, f1, "", n=len(gold), spread=(low, high), digits=3, **aim)


def main():
    """Measure and write down."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--names", action="store_true", help="train and score the fields of names, too")
    parser.add_argument("--quick", action="store_true", help="without cross-validation")
    options = parser.parse_args()
    figures = [*speed(), *kept_apart(), *guarded(), *collection(), *related()]
    if not options.quick:
        figures += crossed()
    if options.names:
        figures += named()
    return write("reading", "just bench-reading", figures)


if __name__ == "__main__":
    sys.exit(main())
