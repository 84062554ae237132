"""Draw the night of the tutorial from UCDP's Bangladesh: python docs/titir/tutorial_picture.py EVENTS.csv."""

import sys
from datetime import date
from pathlib import Path

import matplotlib as mpl

mpl.use("svg")
mpl.rcParams.update({"svg.hashsalt": "titir", "svg.fonttype": "none", "font.size": 9})

import matplotlib.pyplot as plt
import numpy as np
from titir.events import read_events
from titir.night import Past, Settings, watch

DAYS, EVENING = 6000, date(2013, 3, 10)


def main(file):
    """Watch the evening and draw its map beside its days."""
    events = read_events(Path(file))
    north, east = events.centres()
    first = int(events.day.max()) - DAYS + 1
    past = Past(events.counts[:, -DAYS:], north, east, events.group, first_day=first)
    night = watch(past.until(EVENING.toordinal() - first + 1), Settings(alarms_per_year=4), seed=1)
    top = night.findings[0]
    picture, (left, right) = plt.subplots(1, 2, figsize=(8, 3.6), width_ratios=(1, 1.6))
    left.plot(east, north, "o", markersize=3, color="#b8c4d0", markeredgewidth=0)
    left.plot(east[top.areas], north[top.areas], "o", markersize=4, color="#b22", markeredgewidth=0)
    left.set(title="districts, and the circle", aspect="equal", xlabel="longitude", ylabel="latitude")
    days, series = np.arange(-27, 1), night.series(top.areas)
    right.bar(days, series.observed, color="#9bb", label="events")
    right.fill_between(days, series.low, series.high, step="mid", color="#b22", alpha=0.15, label="9 in 10")
    right.plot(days, series.expected, color="#b22", label="usual")
    right.set(
        title="in the circle",
        yticks=range(int(series.observed.max()) + 1),
        xlabel="days from the evening",
        ylabel="events",
    )
    right.legend()
    picture.tight_layout()
    picture.savefig(Path(__file__).with_name("tutorial.svg"), metadata={"Date": None})


if __name__ == "__main__":
    main(sys.argv[1])
