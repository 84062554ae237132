"""`just bench-gladi`: every system that is compared, over many made-up months of one kabupaten.

Each world is made, every system reads its stream, and what it did is counted and put aside, so that a run that was
ended with Ctrl-C goes on where it stopped. Nothing is put aside half. What was put aside belongs to the code it was
counted with: change a line of the worlds or the scores, and everything is counted anew.
"""

import argparse
import hashlib
import json
import os
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, replace
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench import gladi_engine, gladi_reader, gladi_silence
from bench.gladi_rows import AHEAD, SILENT, ahead_of, mean_of, row_of
from bench.machine import told, write
from kentongan.gladi.scores.alerts import alert_of, in_order
from kentongan.gladi.scores.answers import answered
from kentongan.gladi.scores.country import country_of
from kentongan.gladi.scores.desk import played
from kentongan.gladi.scores.equal_price import ranked
from kentongan.gladi.scores.linking import score_linking
from kentongan.gladi.scores.reading import score_reading
from kentongan.gladi.scores.rivals.line_up import oracles, readers, rivals
from kentongan.gladi.scores.rivals.signs import Keywords, Oracle, received_at
from kentongan.gladi.scores.tally import tally
from kentongan.gladi.scores.truth import since, truth_of
from kentongan.gladi.scores.work import work
from kentongan.gladi.telling.in_world import Words
from kentongan.gladi.world.scenario import read
from kentongan.gladi.world.simulation import NoOffice, Plan, simulate

SCENARIO = Path(__file__).with_suffix(".toml")
PAST = 56
"""Days of ordinary life before, from which a system may learn and by which it is not judged."""
HEADLINES = {
    "found_before_gn": ("found before GN", ""),
    "lead_hours_median": ("lead, median", "h"),
    "false_per_kabupaten_month": ("false a month", ""),
    "precision_at_5_a_day": ("precision at 5 a day", ""),
    "minutes_per_matter": ("minutes per matter", "min"),
    "serious_owned_within_hour": ("serious matters with an owner within the hour", ""),
    "silent_recall": ("silent posts noticed", ""),
}


def made(region, days, seed):
    """Make one world and return its stream, what arrives after the past, and what is true about that."""
    scenario = read(SCENARIO)
    later = {
        part: tuple(replace(one, day=one.day + PAST) for one in getattr(scenario, part))
        for part in ("conflicts", "harms", "singles")
    }
    starts = scenario.starts - timedelta(days=PAST)
    scenario = replace(scenario, **later)
    plan = Plan((region,), seed, days=days + PAST, scenario=scenario, starts=starts, tell=Words(seed))
    stream = [message.as_json() for message in simulate(plan, NoOffice())]
    whole = truth_of(plan.truth.as_json())
    begins_at = whole.starts_at + timedelta(days=PAST)
    judged = [one for one in stream if received_at(one) >= begins_at]
    return stream, judged, since(whole, PAST, [one["id"] for one in judged]), whole


def count_world(region, days, seed):
    """Make one world, let every system read it, and return what each did after the past."""
    stream, judged, truth, whole = made(region, days, seed)
    country = country_of(truth.regions)
    reader = gladi_reader.Reader(country) if gladi_reader.is_there() else None
    known, counted = truth.messages, {}
    for rival in systems(country, whole, reader):
        alerts = [one for one in in_order(map(alert_of, rival.alerts(stream))) if one.at >= truth.starts_at]
        counted[rival.name] = {
            "tally": asdict(tally(alerts, truth, country.neighbours)),
            "ranked": [[score, lead] for score, lead in ranked(alerts, truth, country.neighbours)],
            "work": asdict(work(alerts, judged, truth)),
            "answers": answers_of(alerts, judged, truth) if rival.name not in SILENT else None,
        }
    about = {
        "messages": len(judged),
        "reports": sum(one["kind"] != "nihil" for one in judged),
        "actionable": sum(bool(known[one["id"]]["is_actionable"]) for one in judged),
        "episodes": sum(one.gn_at is not None for one in truth.episodes),
        "calm_episodes": sum(one.gn_at is None for one in truth.episodes),
        "silences": len(truth.silences),
        "posts": len(truth.posts),
    }
    return {"about": about, "systems": counted, "reading": reading_scores(judged, truth, country, reader)}


def answers_of(alerts, judged, truth):
    """Let the made-up desk work with the alerts of one system; return the hours of all matters and of the serious ones."""
    lines, woken = played(alerts, judged, truth.seats)
    return {which: asdict(one) for which, one in answered(lines, judged, truth).items()} | {"woken": woken}


def systems(country, whole, reader):
    """Return everybody who is compared: rivals, what this house builds as far as it is there, and the oracles."""
    oracle = Oracle(whole.messages)
    found = [*rivals(country)]
    if reader is not None:
        found += [*readers(country, reader, "list", gladi_reader.ENDING), gladi_reader.LookNow(reader)]
    if gladi_engine.is_there():
        people = {code: village.people for code, village in whole.villages.items()}
        found.append(gladi_silence.TitirSilence(country))
        found.append(gladi_engine.NightWatch(Keywords(country), country, people))
        if reader is not None:
            found.append(gladi_engine.NightWatch(reader, country, people, f"titir{gladi_reader.ENDING}"))
        found.append(gladi_engine.NightWatch(oracle, country, people, "titir-oracle"))
    return [*found, *oracles(country, oracle)]


def reading_scores(judged, truth, country, reader):
    """Score how the messages were read: by words that count, and by simak where it is there."""
    words = Keywords(country)
    reports = [one for one in judged if one["kind"] != "nihil"]
    rows = [{"id": one["id"], "category": words.category(one), "place": words.place(one)} for one in reports]
    found = {"keywords": score_reading(rows, truth)}
    if reader is not None:
        read_by_simak = gladi_reader.readings(reader, judged)
        found["simak"] = score_reading(read_by_simak, truth) | score_linking(read_by_simak, truth)
    return found


def fingerprint(region, days):
    """Return what the counts depend on, in a few letters."""
    whole = hashlib.sha256(f"{region}|{days}".encode())
    for part in ("scores", "telling", "world"):
        for path in sorted((ROOT / "kentongan" / "gladi" / part).rglob("*.py")):
            whole.update(path.read_bytes())
    for place in (SCENARIO, *sorted(Path(__file__).parent.glob("gladi*.py"))):
        whole.update(place.read_bytes())
    for library in ("titir", "simak"):
        for path in sorted((ROOT / "packages" / library / library).rglob("*.py")):
            whole.update(path.read_bytes())
    return whole.hexdigest()[:16]


def counted_or_kept(words):
    """Count one world, or take what was put aside; nothing is put aside half."""
    place, region, days, seed, anew = words
    if anew or not place.exists():
        half = place.with_suffix(".half")
        half.write_text(json.dumps(count_world(region, days, seed)))
        half.replace(place)
    return json.loads(place.read_text())


def count_all(region, days, seeds, anew, processes):
    """Count every world on some processors, taking what was put aside; say how far it is."""
    folder = Path(tempfile.gettempdir()) / f"kentongan-bench-gladi-{fingerprint(region, days)}"
    folder.mkdir(exist_ok=True)
    worlds, begun = [], time.monotonic()
    wanted = [(folder / f"{seed}.json", region, days, seed, anew) for seed in range(1, seeds + 1)]
    with ProcessPoolExecutor(processes) as pool:
        for world in pool.map(counted_or_kept, wanted):
            worlds.append(world)
            about = world["about"]
            print(
                f"world {len(worlds)} of {seeds}: {about['messages']} messages, {about['episodes']} episodes,"
                f" {time.monotonic() - begun:.0f} s so far",
                flush=True,
            )
    return worlds


def figures_of(rows, seeds):
    """Return the headlines in the form of all benches; the rest stands in the detail."""
    return [
        told(f"{name}: {words}", row[key]["value"], unit, n=seeds, spread=row[key]["interval"] or (0, 0))
        for key, (words, unit) in HEADLINES.items()
        for name, row in rows.items()
        if key in row and row[key]["value"] is not None
    ]


def main():
    """Count every world and write the figures down."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--region", default="35.08")
    words.add_argument("--days", type=int, default=30)
    words.add_argument("--seeds", type=int, default=20)
    words.add_argument("--processes", type=int, default=min(2, os.cpu_count() or 1))
    words.add_argument("--anew", action="store_true", help="count what was put aside again")
    words.add_argument("--out", type=Path)
    wanted = words.parse_args()
    try:
        worlds = count_all(wanted.region, wanted.days, wanted.seeds, wanted.anew, wanted.processes)
    except KeyboardInterrupt:
        print("\nstopped; the same command goes on from here")
        return 130
    rows = {name: row_of(name, worlds) for name in worlds[0]["systems"]}
    about = {key: sum(world["about"][key] for world in worlds) for key in worlds[0]["about"]}
    detail = {
        "region": wanted.region,
        "days": wanted.days,
        "seeds": wanted.seeds,
        "code": fingerprint(wanted.region, wanted.days),
        "worlds": about,
        "past": PAST,
        "systems": rows,
        "ahead": {name: ahead_of(name, worlds) for name in rows if name in AHEAD},
        "reading": {
            name: {
                key: mean_of(world["reading"][name].get(key) for world in worlds)
                for key in worlds[0]["reading"][name]
            }
            for name in worlds[0]["reading"]
        },
    }
    return write("gladi", "just bench-gladi", figures_of(rows, wanted.seeds), place=wanted.out, detail=detail)


if __name__ == "__main__":
    sys.exit(main())
