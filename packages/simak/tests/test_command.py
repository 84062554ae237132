"""The command: lines in, lines out, and a start that loads nothing heavy."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from simak.command import main

ROW = {
    "id": "a1",
    "ref_time": "2024-05-12T21:40",
    "sender_ctx": None,
    "text": "Tawuran di Kec Belo Kab Bima, 2 luka",
}
FIELDS = {"id", "kind", "category", "severity", "place", "date", "counts", "persons", "spans", "conf"}


def run(arguments: list[str], given: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603
        [sys.executable, "-m", "simak.command", *arguments],
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_line_in_gives_a_line_out_and_reading_loads_no_training() -> None:
    code = (
        "import sys; from simak.command import main; main(['extract', '--explain']); "
        "print([m for m in sys.modules if m in ('sklearn', 'scipy', 'onnxruntime', 'pickle5', 'django')], file=sys.stderr)"
    )

    ended = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code], input=json.dumps(ROW), capture_output=True, text=True, check=True
    )
    told = json.loads(ended.stdout)

    assert set(told) >= FIELDS
    assert (told["id"], told["category"], told["counts"]) == ("a1", "bentrok", {"luka": [2, 2]})
    assert told["explain"]["category"]["words"]
    assert ended.stderr.strip() == "[]"


@pytest.mark.parametrize("line", ["no json", "[1]", '{"id": 1}', '{"text": 3, "ref_time": "2024-01-01"}'])
def test_a_line_that_is_no_message_is_refused_with_a_sentence(line: str) -> None:
    ended = run(["extract"], line)

    assert ended.returncode == 2
    assert ended.stderr.startswith("simak: ")
    assert "Traceback" not in ended.stderr


def test_plain_files_are_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_bytes(b"Demo di Kec Belo \xff\xfe besok")

    status = main(["extract", "--received", "2024-05-12T21:40", "--text", str(tmp_path / "a.txt")])

    assert status == 0
    assert json.loads(capsys.readouterr().out)["id"].endswith("a.txt")


def test_predictions_are_scored_with_intervals(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    labels = {
        "kind": "kejadian",
        "category": "bentrok",
        "category_alt": [],
        "severity": 2,
        "counts": {"luka": [2, 2]},
    }
    (tmp_path / "gold").write_text(json.dumps({**ROW, "source": "wa", "labels": labels}), encoding="utf-8")
    told = {"id": "a1", "kind": "kejadian", "category": "kriminal", "severity": 2, "counts": {"luka": [1, 2]}}
    (tmp_path / "told").write_text(json.dumps(told), encoding="utf-8")

    status = main(["score", str(tmp_path / "gold"), str(tmp_path / "told")])
    scores = json.loads(capsys.readouterr().out)

    assert status == 0
    assert (scores["category"]["value"], scores["kind"]["value"], scores["counts_f1"]["value"]) == (
        0.0,
        1.0,
        1.0,
    )
    assert scores["kind"]["low"] == 1.0


def test_a_text_without_prediction_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "gold").write_text(json.dumps({"id": "a", "labels": {}}), encoding="utf-8")
    (tmp_path / "told").write_text("", encoding="utf-8")

    assert main(["score", str(tmp_path / "gold"), str(tmp_path / "told")]) == 2
    assert "no prediction for 1 of 1" in capsys.readouterr().err


def test_help_speaks_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])

    told = capsys.readouterr().out
    assert "one JSON line in" in told
    assert "satu baris JSON masuk" in told
