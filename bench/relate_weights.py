"""Fits the weights by which reports are related (simak.relating.WEIGHTS): `python bench/relate_weights.py WORLD...`.

Each WORLD is a folder that `python -m kentongan.gladi make` wrote. They teach how crowded a stream is; the events of
packages/simak/tests/sets/related*.txt, counted more, how people tell one event twice. What is told of one event is also
taken as if it had been told of another place, which makes it no duplicate. Generated worlds train here and score nothing.
That an agreement speaks for one event and a difference against it is known beforehand: the weights keep these signs.
"""

import json
import sys
from datetime import datetime
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from simak import agreeing, comparing, pairing
from simak.agreeing import EVIDENCE
from simak.reading import read
from simak.relating import is_quiet

SETS = Path(__file__).resolve().parents[1] / "packages" / "simak" / "tests" / "sets"
RELATED = ("related.txt", "related_second.txt", "related_third.txt", "related_fourth.txt")
"""Sets that are fitted; the later ones were scored before they were (docs/simak/related.md)."""
WORTH, RUMOR, DISPUTES = 25.0, 0.1, 75.0
"""What a pair of RELATED counts, what one of a flood of rumors, and what one of RELATED counts for disputes."""
MOVED = {"elsewhere": 1.0, "kabupaten": 0.5, "kecamatan": 0.25}
"""How much it counts that an event told of another place is another event."""
RIDGE = 0.3
"""Variance of the weights beforehand."""
AGAINST = frozenset(
    [
        "crowd",
        "kecamatan",
        "kabupaten",
        "elsewhere",
        "one day apart",
        "more days apart",
        "hour far",
        "hours between",
        "category differs",
        "kind differs",
        "settlement and not",
        "accident and not",
        "counts differ",
        "nothing in common",
    ]
)
"""What speaks against one event."""
EITHER = frozenset(
    ["inside kecamatan", "inside kabupaten", "kabupaten alone"]
    + [name for name in EVIDENCE if name.startswith("crowded")]
)
"""What may speak for or against: one report tells less than the other; and what changes where everybody writes."""
NO_MATTER = frozenset(
    [
        "crowd",
        "one day apart",
        "more days apart",
        "same hour",
        "hour near",
        "hour far",
        "hours between",
        "within an hour",
        "kind differs",
        "settlement and not",
        "counts same",
        "counts agree",
        "counts differ",
    ]
)
"""What may speak for or against one dispute: when, how many and whether it was settled."""
PLACES = slice(EVIDENCE.index("village"), EVIDENCE.index("elsewhere") + 1)


def of_world(folder):
    """Return pairs of a made-up stream: evidence, whether of one event, of one dispute, and what they count."""
    messages = json.loads((folder / "truth.json").read_text(encoding="utf-8"))["messages"]
    lines = (folder / "stream.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["kind"] != "nihil"]
    seen = []
    for number, row in enumerate(rows):
        came = datetime.fromisoformat(row["received_at"])
        code = (row.get("claimed_place") or {}).get("code") or ""
        sender = row["sender"]["region"] or row_seat(rows)
        draft = read(str(row["text"]), received_at=came, sender_region=sender)
        seen.append(comparing.Seen(number, draft, comparing.hours(came), code))
    truth = [messages[row["id"]] for row in rows]
    counts = [RUMOR if each["nature"] == "rumor" else 1.0 for each in truth]
    names = [(each["occurrence"], each["episode"] or f"none{n}") for n, each in enumerate(truth)]
    return pairs(seen, names, counts)


def row_seat(rows):
    """Return the kabupaten of a stream."""
    return next(row["sender"]["region"] for row in rows if row["sender"]["region"])[:5]


def of_related(file):
    """Return pairs of the events that are told several times."""
    seen, names = [], []
    for line in (SETS / file).read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            which, when, region, text = (part.strip() for part in line.split("|", 3))
            came = datetime.fromisoformat(when)
            draft = read(text, received_at=came, sender_region=None if region == "-" else region)
            seen.append(comparing.Seen(len(seen), draft, comparing.hours(came)))
            names.append(tuple(which.split()))
    return pairs(seen, names, [WORTH] * len(seen))


def pairs(seen, names, counts):
    """Return evidence, one event or not, one dispute or not, and weight, of the pairs worth comparing."""
    loud = [each for each in seen if not is_quiet(each)]
    among = comparing.stream(loud)
    found = [(loud[a], loud[b]) for a, b in pairing.candidates(loud)]
    evidence = np.array([agreeing.evidence(a, b, among) for a, b in found])
    both = [(names[a.number], names[b.number]) for a, b in found]
    event = np.array([one[0] == other[0] for one, other in both])
    dispute = np.array([one[0] != other[0] and one[1] == other[1] for one, other in both])
    weight = np.array([min(counts[a.number], counts[b.number]) for a, b in found])
    return evidence, event, dispute, weight


def moved(evidence, event, weight):
    """Return pairs of one event as if one of both had been told of another place."""
    found = []
    for name, worth in MOVED.items():
        other = evidence[event].copy()
        other[:, PLACES] = 0.0
        other[:, EVIDENCE.index(name)] = 1.0
        found.append((other, weight[event] * worth))
    return np.vstack([each for each, _ in found]), np.concatenate([each for _, each in found])


def signs(free):
    """Return between which bounds each weight lies."""
    return [
        (None, None) if name in free else (None, 0.0) if name in AGAINST else (0.0, None) for name in EVIDENCE
    ]


def fitted(rows, truth, worth, bounds):
    """Return the weights and the constant of a logistic regression whose weights keep their signs."""
    with_one = np.hstack([rows, np.ones((len(rows), 1))])
    side = np.where(truth, 1.0, -1.0)

    def loss(weights):
        margin = side * (with_one @ weights)
        pull = worth * side / (1 + np.exp(np.clip(margin, -50, 50)))
        slope = -(with_one * pull[:, None]).sum(axis=0)
        slope[:-1] += weights[:-1] / RIDGE
        return (worth * np.logaddexp(0, -margin)).sum() + (weights[:-1] ** 2).sum() / (2 * RIDGE), slope

    start = np.zeros(with_one.shape[1])
    found = minimize(
        loss, start, jac=True, method="L-BFGS-B", bounds=[*bounds, (None, None)], options={"maxiter": 3000}
    )
    return found.x[:-1], found.x[-1]


def weights(worlds, told):
    """Return what each agreement says for one event, and for one dispute, with the constants."""
    every = [*worlds, *told]
    extra, worth = (
        np.concatenate(each) for each in zip(*(moved(x, y, w) for x, y, _, w in told), strict=True)
    )
    event = fitted(
        np.vstack([*(each[0] for each in every), extra]),
        np.concatenate([*(each[1] for each in every), np.zeros(len(extra), bool)]),
        np.concatenate([*(each[3] for each in every), worth]),
        signs(EITHER),
    )
    apart = [(x, z, w) for x, y, z, w in every for x, z, w in [(x[~y], z[~y], w[~y])] if z.any()]
    scale = [np.where(w > 1, w / WORTH * DISPUTES, 1.0) for _, _, w in apart]
    dispute = fitted(
        np.vstack([x for x, _, _ in apart]),
        np.concatenate([z for _, z, _ in apart]),
        np.concatenate(scale),
        signs(EITHER | NO_MATTER),
    )
    return event, dispute


def main():
    """Fit both and print the table."""
    worlds = [of_world(Path(folder)) for folder in sys.argv[1:]]
    (event, one), (dispute, other) = weights(worlds, [of_related(file) for file in RELATED])
    print("WEIGHTS = {")
    print(f'    "always": ({one:.2f}, {other:.2f}),')
    for name, first, second in zip(EVIDENCE, event + 0.0, dispute + 0.0, strict=True):
        print(f'    "{name}": ({first:.2f}, {second:.2f}),')
    print("}")


if __name__ == "__main__":
    main()
