"""The figures of the gladi benchmark from what was counted in its worlds: one row for every system, with intervals."""

from functools import partial

from bench.gladi_reader import ENDING
from kentongan.gladi.scores.answers import FIGURES, NAMES, Answered
from kentongan.gladi.scores.equal_price import ahead, at_equal_price
from kentongan.gladi.scores.intervals import interval
from kentongan.gladi.scores.measures import by_group, estimates, silence_estimates
from kentongan.gladi.scores.rivals.line_up import ORACLE
from kentongan.gladi.scores.silence import SilenceTally, threshold
from kentongan.gladi.scores.silence import recall as silent_recall
from kentongan.gladi.scores.tally import Detection, Group, Tally
from kentongan.gladi.scores.work import Work

ENGINE = "titir"
AHEAD = (f"{ENGINE}{ENDING}", ENGINE)
"""Whose lead over every baseline is worked out."""
SILENT = ("silent-days", "silent-rhythm", "titir-silence")
WORK = {
    "keys_per_matter": lambda some: share(sum(one.keys for one in some), sum(one.matters for one in some)),
    "minutes_per_matter": lambda some: share(
        sum(one.seconds for one in some) / 60, sum(one.matters for one in some)
    ),
    "matters_seen": lambda some: share(
        sum(one.matters for one in some), sum(one.all_matters for one in some)
    ),
}
ANSWER_DRAWS = 400
"""Fewer than elsewhere: every draw puts ten thousand matters in order."""
DIGITS = 4


def share(part, whole):
    """Return part of the whole, or None when there is no whole."""
    return part / whole if whole else None


def tally_of(row):
    """Make what was put aside into what it was."""
    silent = row["silence"]
    return Tally(
        kabupaten_months=row["kabupaten_months"],
        all=Detection(**row["all"]),
        best=Detection(**row["best"]),
        luck=row["luck"],
        silence=SilenceTally(
            tuple((why, score) for why, score in silent["noticed"]),
            tuple(silent["false_scores"]),
            silent["quiet_cycles"],
        ),
        groups={name: Group(**group) for name, group in row["groups"].items()},
    )


def row_of(name, worlds):
    """Return every figure of one system, each with its interval."""
    tallies = [tally_of(world["systems"][name]["tally"]) for world in worlds]
    works = [Work(**world["systems"][name]["work"]) for world in worlds]
    row = {}
    if name in SILENT:
        found = silence_estimates(tallies, key=name)
        cut = threshold([one.silence for one in tallies])
        row["silent_recall_by_reason"] = {
            why: rounded(silent_recall([one.silence for one in tallies], cut, why))
            for why in sorted({why for one in tallies for why, _ in one.silence.noticed})
        }
    else:
        found = estimates(tallies, key=name)
        row["groups"] = {
            group: {key: rounded(value) for key, value in values.items()}
            for group, values in by_group(tallies).items()
        }
        row["at_equal_price"] = {
            str(price): {key: valued(one.value, one.interval) for key, one in told_at.items()}
            for price, told_at in at_equal_price(
                [world["systems"][name]["ranked"] for world in worlds],
                [size_of(one) for one in tallies],
                key=name,
            ).items()
        }
        for key, figure in WORK.items():
            row[key] = valued(figure(works), interval(works, figure, key=f"{name}|{key}"))
        row |= answer_figures(name, [world["systems"][name]["answers"] for world in worlds], tallies)
    return row | {key: valued(one.value, one.interval) for key, one in found.items()}


def answer_figures(name, played_desks, tallies):
    """Return how soon the desk answered with one system, and how often in a month it was woken."""
    row = {}
    for which in ("serious", "all"):
        counted = [Answered(**one[which]) for one in played_desks]
        for kind, said in NAMES.items():
            for key, of in FIGURES.items():
                figure, label = partial(of, kind=kind), f"{which}_{said}_{key}"
                row[label] = valued(
                    figure(counted), interval(counted, figure, key=f"{name}|{label}", draws=ANSWER_DRAWS)
                )
    nights = [
        (one["woken"], world.kabupaten_months) for one, world in zip(played_desks, tallies, strict=True)
    ]
    row["woken_a_month"] = valued(woken(nights), interval(nights, woken, key=f"{name}|woken"))
    return row


def woken(nights):
    """Return how often a desk was woken, for one kabupaten and month."""
    return share(sum(count for count, _ in nights), sum(months for _, months in nights))


def ahead_of(name, worlds):
    """Return how far one system is ahead of every baseline at each price; no system reads perfectly, so no oracle."""
    sizes = [size_of(tally_of(world["systems"][name]["tally"])) for world in worlds]
    mine = [world["systems"][name]["ranked"] for world in worlds]
    found = {}
    for other in worlds[0]["systems"]:
        if other not in SILENT and not other.startswith(ENGINE) and not other.endswith(ORACLE):
            theirs = [world["systems"][other]["ranked"] for world in worlds]
            found[other] = {
                str(price): valued(one.value, one.interval)
                for price, one in ahead(mine, theirs, sizes, key=f"{name}|{other}").items()
            }
    return found


def size_of(one):
    """Return the kabupaten-months of a world, and the episodes that broke out."""
    return one.kabupaten_months, one.all.episodes


def mean_of(values):
    """Return the mean over worlds, or None where a world has no value."""
    known = [one for one in values if one is not None]
    return rounded(sum(known) / len(known)) if known else None


def valued(value, spread):
    """Return a figure and its interval as they are written down."""
    return {"value": rounded(value), "interval": [rounded(one) for one in spread or ()]}


def rounded(value):
    """Cut a number to what it can mean."""
    return None if value is None else round(value, DIGITS)
