"""`python -m kentongan.gladi score` and `rival`: score anybody's alerts, or write down what a rival would have said."""

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kentongan.gladi.scores.alerts import as_lines, read_alerts, read_lines
from kentongan.gladi.scores.answers import score_answers
from kentongan.gladi.scores.country import country_of
from kentongan.gladi.scores.desk import played
from kentongan.gladi.scores.linking import score_linking
from kentongan.gladi.scores.measures import MEASURES, Estimate, by_group, estimates, silence_estimates
from kentongan.gladi.scores.reading import score_reading
from kentongan.gladi.scores.rivals.line_up import rivals
from kentongan.gladi.scores.tally import tally
from kentongan.gladi.scores.truth import Truth, read_truth
from kentongan.gladi.scores.work import work
from kentongan.rules.refusal import Refused

LABELS = {one.key: one.label_id for one in MEASURES} | {
    "silent_recall": "Pos sunyi terlihat dalam dua putaran",
    "silent_false": "Tanda sunyi yang salah, bagian dari putaran",
    "keys_per_matter": "Tombol per perkara yang berguna",
    "minutes_per_matter": "Menit per perkara yang berguna",
    "matters_seen": "Perkara yang terbaca petugas",
}


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `score` and `rival` to the commands of gladi."""
    scoring = commands.add_parser("score", help="score the alerts of a system")
    scoring.add_argument("truth", type=Path, help="truth.json that make wrote")
    scoring.add_argument("alerts", type=Path, help="ALERTS.jsonl, one alert a line")
    scoring.add_argument("--stream", type=Path, help="stream.jsonl; usually beside truth.json")
    scoring.add_argument("--reading", type=Path, help="READING.jsonl: how messages were read")
    scoring.add_argument("--responses", type=Path, help="RESPONSES.jsonl: who answered when")
    scoring.add_argument("--json", action="store_true", help="as JSON")
    scoring.set_defaults(run=score)
    playing = commands.add_parser("rival", help="write down what a rival would have said")
    playing.add_argument("name", help="its name; a wrong one lists them")
    playing.add_argument("stream", type=Path, help="stream.jsonl that make wrote")
    playing.add_argument("out", type=Path, help="ALERTS.jsonl to write")
    playing.set_defaults(run=play)


def score(wanted: argparse.Namespace) -> None:
    """Print the scores of one system in one world."""
    truth = read_truth(wanted.truth)
    found = scores(
        truth,
        wanted.alerts,
        stream=wanted.stream or wanted.truth.with_name("stream.jsonl"),
        reading=wanted.reading,
        responses=wanted.responses,
    )
    print(json.dumps(found, indent=2, ensure_ascii=False) if wanted.json else as_text(found))  # noqa: T201


def scores(
    truth: Truth, alerts_at: Path, *, stream: Path, reading: Path | None = None, responses: Path | None = None
) -> dict[str, Any]:
    """Score what one system said about one world; what was not handed in is not scored.

    Raises:
        Refused: If a file is missing or a line of it is wrong.
    """
    alerts = read_alerts(alerts_at)
    counted = tally(alerts, truth, country_of(truth.regions).neighbours)
    known = estimates([counted], key="") | silence_estimates([counted], key="")
    found: dict[str, Any] = {
        "measures": values(known),
        "counted": asdict(counted.all),
        "groups": by_group([counted]),
    }
    received = [row for _, row in read_lines(stream)] if stream.exists() else []
    if received:
        done = work(alerts, received, truth)
        found["measures"] |= {
            "keys_per_matter": done.keys / done.matters if done.matters else None,
            "minutes_per_matter": done.seconds / 60 / done.matters if done.matters else None,
            "matters_seen": done.matters / done.all_matters if done.all_matters else None,
        }
        lines, woken = played(alerts, received, truth.seats)
        found["desk"] = score_answers(lines, received, truth) | {"woken": woken}
    if reading:
        read = [row for _, row in read_lines(reading)]
        found["reading"] = score_reading(read, truth) | score_linking(read, truth)
    if responses:
        found["responses"] = score_answers([row for _, row in read_lines(responses)], received, truth)
    return found


def values(known: Mapping[str, Estimate]) -> dict[str, float | None]:
    """Leave the intervals out: one world has none."""
    return {key: one.value for key, one in known.items()}


def as_text(found: Mapping[str, Any]) -> str:
    """Return the scores as people read them."""
    lines = [f"{LABELS[key]:<52} {number(value)}" for key, value in found["measures"].items()]
    for part in ("reading", "desk", "responses"):
        lines += [f"{part}: {key:<43} {number(value)}" for key, value in found.get(part, {}).items()]
    return "\n".join(lines)


def number(value: float | None) -> str:
    """Return a number, or a dash where there is none."""
    return "–" if value is None else f"{value:,.3f}".rstrip("0").rstrip(".")


def play(wanted: argparse.Namespace) -> None:
    """Let a rival read a stream and write its alerts down; the file appears whole or not at all."""
    stream: Sequence[Mapping[str, Any]] = [row for _, row in read_lines(wanted.stream)]
    regions = {place for row in stream if (place := row["sender"]["region"] or row["claimed_place"]["code"])}
    known = {one.name: one for one in rivals(country_of(regions))}
    if wanted.name not in known:
        raise Refused(f"Tidak ada pembanding “{wanted.name}”. Yang ada: {', '.join(known)}.", "no_rival")
    half = wanted.out.with_name(wanted.out.name + ".baru")
    half.write_bytes(as_lines(known[wanted.name].alerts(stream)))
    half.replace(wanted.out)
