"""The command `simak`: read lines or files, score, train, calibrate."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

HELP = """simak reads free Indonesian reports into drafts. / simak membaca laporan bebas menjadi draf.

extract    one JSON line in, one out / satu baris JSON masuk, satu keluar
           simak extract [--explain] < in.jsonl > out.jsonl
           simak extract --text FILE...   (plain files / berkas teks biasa)
           simak extract --each < in.jsonl   (each line at once, no dup_group / tiap baris langsung)
score      predictions against labels / nilai prediksi terhadap label
train      fit kind and category, or the names / latih jenis dan kategori, atau nama
calibrate  put confidences right / betulkan angka keyakinan"""


SPLITS = 2
"""How often the sentences are divided anew for the curves of confidence."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit status (2: the input was no good)."""
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except (ValueError, FileNotFoundError) as error:
        print(f"simak: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="simak", description=HELP, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(required=True, metavar="extract|score|train|calibrate")
    extract = commands.add_parser("extract", help="read texts / baca teks")
    extract.add_argument(
        "--explain", action="store_true", help="add reasons and words / sertakan alasan dan kata"
    )
    extract.add_argument(
        "--text", nargs="+", metavar="FILE", type=Path, help="plain files / berkas teks biasa"
    )
    extract.add_argument(
        "--received", metavar="TIME", help="time of receipt of plain files (ISO) / waktu terima"
    )
    extract.add_argument(
        "--region", metavar="CODE", help="region of the sender of plain files / wilayah pengirim"
    )
    extract.add_argument(
        "--each",
        action="store_true",
        help="write each line at once, without dup_group / tulis tiap baris langsung, tanpa dup_group",
    )
    extract.set_defaults(run=_extract)
    score = commands.add_parser("score", help="score predictions / nilai prediksi")
    score.add_argument("gold", type=Path, metavar="GOLD")
    score.add_argument("told", type=Path, metavar="PRED")
    score.set_defaults(run=_score)
    train = commands.add_parser("train", help="fit the models (needs simak[train]) / latih model")
    train.add_argument(
        "--data", type=Path, metavar="FOLDER", help="folder with ner/ and lexicons/: fit the names, too"
    )
    train.add_argument(
        "--labels", type=Path, nargs="*", default=[], metavar="FILE", help="more labelled JSON lines"
    )
    train.add_argument(
        "--out", type=Path, required=True, metavar="FOLDER", help="where the models go / tujuan"
    )
    train.set_defaults(run=_train)
    calibrate = commands.add_parser("calibrate", help="fit confidences out of sample / kalibrasi")
    calibrate.add_argument(
        "--labels", type=Path, nargs="*", default=[], metavar="FILE", help="more labelled JSON lines"
    )
    calibrate.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help="where the curves go / tujuan"
    )
    calibrate.set_defaults(run=_calibrate)
    return parser


def _extract(options: argparse.Namespace) -> None:
    from simak import exchange
    from simak.reading import Message

    if options.text:
        when = datetime.fromisoformat(options.received) if options.received else datetime.now().astimezone()
        for path in options.text:
            text = path.read_bytes().decode("utf-8", "replace")
            _write(options, str(path), Message(text, when, options.region))
        return
    lines = (
        (row.get("id", number), exchange.message(row)) for number, row in enumerate(exchange.rows(_input()))
    )
    if options.each:
        for identity, message in lines:
            _write(options, identity, message)
    else:
        _write_together(options, list(lines))


def _input() -> TextIO:
    return open(sys.stdin.fileno(), encoding="utf-8", errors="replace", closefd=False)


def _write(options: argparse.Namespace, identity: object, message: Any) -> None:
    _tell(options, identity, _read(message), None)


def _write_together(options: argparse.Namespace, lines: Sequence[tuple[object, Any]]) -> None:
    """Write all lines, with the same `dup_group` for those that tell of one event."""
    from simak import relating

    drafts = [_read(message) for _, message in lines]
    links = relating.relate(drafts, received=[message.received_at for _, message in lines])
    together = {
        at: f"d{min(group)}"
        for group in relating.groups(len(drafts), links, least=relating.ONE_EVENT)
        if len(group) > 1
        for at in group
    }
    for at, ((identity, _), draft) in enumerate(zip(lines, drafts, strict=True)):
        _tell(options, identity, draft, together.get(at))


def _read(message: Any) -> Any:
    from simak.reading import read

    return read(
        message.text,
        received_at=message.received_at,
        sender_region=message.sender_region,
        timezone=message.timezone,
    )


def _tell(options: argparse.Namespace, identity: object, draft: Any, dup_group: str | None) -> None:
    from simak import exchange

    told = exchange.prediction(identity, draft)
    if not options.each and not options.text:
        told["dup_group"] = dup_group
    if options.explain:
        told["explain"] = exchange.explained(draft)
    print(json.dumps(told, ensure_ascii=True))


def _lines(path: Path) -> list[dict[str, Any]]:
    from simak import exchange

    with path.open(encoding="utf-8") as file:
        return list(exchange.rows(file))


def _score(options: argparse.Namespace) -> None:
    import numpy as np

    from simak import scoring

    pairs = scoring.pairs(_lines(options.gold), _lines(options.told))
    print(json.dumps(scoring.score(pairs, rng=np.random.default_rng(1)), indent=1))


def _train(options: argparse.Namespace) -> None:
    from simak import deciding, names_training, network, sentences, training

    options.out.mkdir(parents=True, exist_ok=True)
    more = [row for path in options.labels for row in sentences.from_lines(_lines(path), path.name)]
    model = training.train([*sentences.shipped(), *more])
    network.save(model, options.out / deciding.MODEL)
    print(f"{options.out / deciding.MODEL}: {model.version}")
    if options.data:
        names_training.ship(options.data, options.out)
        print(f"{options.out}: names")


def _calibrate(options: argparse.Namespace) -> None:
    import numpy as np

    from simak import calibrating, examining, sentences

    more = [row for path in options.labels for row in sentences.from_lines(_lines(path), path.name)]
    rows = [*sentences.shipped(), *more]
    gold, told = examining.gold(rows), []
    for split in range(SPLITS):  # one split alone leaves steps in the curves that another would not
        told += examining.out_of_sample(rows, parts=5, rng=np.random.default_rng(split))
    curves = examining.curves(gold * SPLITS, told)
    calibrating.save(curves, options.out)
    for field, curve in curves.items():
        print(f"{field}: {len(curve.raw)} knots on {len(rows)} texts")


if __name__ == "__main__":
    sys.exit(main())
