"""What is read in and what comes out: clear refusals, the other scores, the command."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kentongan.gladi.__main__ import main
from kentongan.gladi.scores.alerts import alert_of, as_lines, read_alerts
from kentongan.gladi.scores.answers import score_answers
from kentongan.gladi.scores.linking import score_linking
from kentongan.gladi.scores.reading import score_reading
from kentongan.gladi.scores.truth import read_truth, truth_of
from kentongan.gladi.scores.work import KEY_S, MIND_S, POINT_S, WORDS_PER_MINUTE, work
from kentongan.rules.refusal import Refused
from tests.gladi.small_world import ELSEWHERE, HERE, alert, iso, message, world

GOOD = {"at": iso(1), "kind": "konflik", "region": HERE}
LABELS = {
    "kind": "kejadian",
    "category": "bentrok",
    "category_alt": ["pemilu"],
    "severity": 2,
    "place": HERE,
    "place_alt": [ELSEWHERE],
    "date": "2026-03-01",
    "date_alt": [],
    "counts": {"luka": [3, 3], "massa": [20, 99]},
    "persons": ["Sutrisno Hadi"],
}


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"kind": "gempa"}, "kind"),
        ({"region": "Lumajang"}, "kode wilayah"),
        ({"region": "00.01"}, "kode wilayah"),
        ({"region": "35"}, "desa, kecamatan, atau kabupaten"),
        ({"kind": "sunyi"}, "post"),
        ({"at": "kemarin"}, "bukan waktu"),
        ({"at": "2026-03-01T10:00:00"}, "bukan waktu"),
    ],
)
def test_a_wrong_alert_is_refused_with_a_sentence(wrong: dict[str, str], word: str) -> None:
    with pytest.raises(Refused) as no:
        alert_of(GOOD | wrong, 3)

    assert word in no.value.sentence


@pytest.mark.parametrize("line", ["{", "[]"])
def test_a_broken_line_is_named(tmp_path: Path, line: str) -> None:
    place = tmp_path / "alerts.jsonl"
    place.write_text(json.dumps(GOOD) + "\n\n" + line + "\n")

    with pytest.raises(Refused) as no:
        read_alerts(place)

    assert "baris 3" in no.value.sentence


def test_alerts_are_put_in_order_of_time(tmp_path: Path) -> None:
    place = tmp_path / "alerts.jsonl"
    place.write_bytes(as_lines([GOOD | {"at": iso(3)}, GOOD]))

    assert [one.at.isoformat() for one in read_alerts(place)] == [iso(1), iso(3)]


@pytest.mark.parametrize("text", [None, "{", '{"format": 2}', '{"format": 1}'])
def test_a_wrong_truth_is_refused(tmp_path: Path, text: str | None) -> None:
    place = tmp_path / "truth.json"
    if text is not None:
        place.write_text(text)

    with pytest.raises(Refused):
        read_truth(place)


def reading(**said: object) -> dict[str, float | None]:
    truth = world(
        messages={
            "m1": {"labels": LABELS},
            "m2": {"labels": {"kind": "bukan", "category": "bukan", "severity": 0}},
        }
    )
    return score_reading(
        [{"id": "m1", **said}, {"id": "m2", "category": "bukan", "kind": "bukan", "severity": 0}], truth
    )


@pytest.mark.parametrize(
    ("field", "said", "score"),
    [
        ("category", {"category": "pemilu"}, 1),
        ("category", {"category": "hoaks"}, 0.5),
        ("relevant_f1", {"category": "hoaks"}, 1),
        ("relevant_f1", {"category": "bukan"}, 0),
        ("kind", {"kind": "potensi"}, 0.5),
        ("severity", {"severity": 1}, 0.5),
        ("severity_within_1", {"severity": 1}, 1),
        ("severity_within_1", {"severity": 0}, 0.5),
        ("place", {"place": ELSEWHERE}, 1),
        ("place", {"place": "35.08.01.2002"}, 0),
        ("place_kecamatan", {"place": "35.08.01.2002"}, 1),
        ("place_kecamatan", {"place": "35.08"}, 0),
        ("place_kabupaten", {"place": "35.08"}, 1),
        ("date", {"date": "2026-03-01"}, 1),
        ("date", {}, 0),
        ("counts_f1", {"counts": {"luka": [3, 3], "massa": [99, 120]}}, 1),
        ("counts_f1", {"counts": {"luka": [4, 9], "mati": [0, 0]}}, 0),
        ("counts_f1", {"counts": {"luka": [3, 3]}}, 2 / 3),
        ("persons_recall", {"persons": ["pak Sutrisno"]}, 1),
        ("persons_recall", {"persons": ["Hadi"]}, 0),
    ],
)
def test_a_field_is_right_when_it_is_the_label_or_its_alternative(
    field: str, said: dict[str, object], score: float
) -> None:
    assert reading(**said)[field] == pytest.approx(score)


def test_pairs_of_messages_are_joined_rightly_or_not() -> None:
    truth = world(
        messages={f"m{n}": {"occurrence": "o1" if n < 3 else "o2"} for n in range(5)}
        | {"m9": {"occurrence": ""}}
    )

    found = score_linking(
        [
            {"id": "m0", "dup_group": "a"},
            {"id": "m1", "dup_group": "a"},
            {"id": "m3", "dup_group": "a"},
            {"id": "m9"},
        ],
        truth,
    )

    assert found["pair_precision"] == pytest.approx(1 / 3)
    assert found["pair_recall"] == pytest.approx(1 / 4)
    assert set(score_linking([{"id": "m0"}], truth).values()) == {None}


def test_what_is_suggested_ticked_and_linked_as_a_case_is_scored_by_itself() -> None:
    truth = world(
        messages={f"m{n}": {"occurrence": "o1" if n < 3 else "o2", "episode": "e1"} for n in range(5)}
        | {"m9": {"occurrence": "o9"}}
    )

    found = score_linking(
        [
            {"id": "m0", "like": [["m1", 0.9], ["m9", 0.8], ["m2", 0.3], ["elsewhere", 0.9]]},
            {"id": "m1", "like": [["m0", 0.9]], "case": [["m3", 0.6], ["m2", 0.6]]},
        ],
        truth,
    )

    assert found["suggested_precision"] == pytest.approx(2 / 3)
    assert found["suggested_recall"] == pytest.approx(2 / 4)
    assert found["ticked_precision"] == pytest.approx(1 / 2)
    assert found["ticked_recall"] == pytest.approx(1 / 4)
    assert found["case_precision"] == pytest.approx(1 / 2)
    assert found["case_recall"] == pytest.approx(1 / 6)


ACTIONABLE = {
    "m1": {"occurrence": "o1", "is_actionable": True},
    "m2": {"occurrence": "o1", "is_actionable": True},
    "m3": {"occurrence": "o2", "is_actionable": True},
    "m4": {"occurrence": "o3", "is_actionable": False},
}
STREAM = [message(number, number, "satu dua tiga empat") for number in (1, 2, 3, 4)]


def test_work_counts_keys_seconds_and_matters() -> None:
    done = work(
        [alert(1, messages=["m1", "m2"]), alert(4, messages=["m4"])], STREAM, world(messages=ACTIONABLE)
    )

    assert (done.keys, done.matters, done.all_matters) == (6, 1, 2)
    assert done.seconds == pytest.approx(6 * KEY_S + 2 * MIND_S + 12 * 60 / WORDS_PER_MINUTE)


def test_an_alert_without_messages_must_be_looked_up_and_what_was_read_is_not_read_again() -> None:
    done = work(
        [alert(1.5), alert(1.6, messages=["m1"]), alert(3.5, ELSEWHERE)], STREAM, world(messages=ACTIONABLE)
    )

    assert (done.keys, done.matters) == (4 + 3 + 4, 1)
    assert done.seconds == pytest.approx(11 * KEY_S + 5 * MIND_S + 2 * POINT_S + 4 * 60 / WORDS_PER_MINUTE)


def test_answers_are_timed_from_the_first_message_of_the_matter() -> None:
    answers = [
        {"at": iso(2.5), "kind": "diterima", "messages": ["m2"]},
        {"at": iso(1.25), "kind": "diterima", "messages": ["m1"]},
        {"at": iso(4), "kind": "pemilik", "messages": ["m3", "m4"]},
    ]

    found = score_answers(answers, STREAM, world(messages=ACTIONABLE))

    assert (found["acknowledged_share"], found["acknowledged_hours_median"]) == (0.5, 6)
    assert (found["owned_share"], found["owned_hours_p90"]) == (0.5, 24)


def run(tmp_path: Path, *words: str) -> int:
    return main([words[0], *(str(tmp_path / word) if "." in word else word for word in words[1:])])


def lay(tmp_path: Path) -> None:
    truth = {
        "format": 1, "seed": 7, "regions": ["35.08"], "starts_at": iso(0), "days": 10,
        "villages": {HERE: {"people": 10, "majority": "A"}}, "posts": [], "silences": [], "messages": ACTIONABLE,
        "episodes": [{"id": "e", "region": HERE, "starts_at": iso(1), "gn_at": iso(5), "ended_at": iso(6)}],
    }  # fmt: skip
    assert truth_of(truth).episodes[0].first_at.isoformat() == iso(1)
    (tmp_path / "truth.json").write_text(json.dumps(truth))
    (tmp_path / "stream.jsonl").write_text("".join(json.dumps(one) + "\n" for one in STREAM))


def test_a_rival_plays_and_is_scored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lay(tmp_path)

    run(tmp_path, "rival", "list", "stream.jsonl", "alerts.jsonl")
    run(tmp_path, "score", "truth.json", "alerts.jsonl", "--json")
    found = json.loads(capsys.readouterr().out)

    assert found["measures"]["found_before_gn"] == 1
    assert found["measures"]["matters_seen"] == 1
    assert found["measures"]["keys_per_matter"] == 6
    assert {one.name for one in tmp_path.iterdir()} == {"truth.json", "stream.jsonl", "alerts.jsonl"}


def test_the_scores_read_as_sentences(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lay(tmp_path)
    (tmp_path / "alerts.jsonl").write_text(json.dumps(GOOD) + "\n")
    (tmp_path / "reading.jsonl").write_text('{"id": "m1", "dup_group": "a"}\n')
    (tmp_path / "responses.jsonl").write_text("")

    run(
        tmp_path,
        "score",
        "truth.json",
        "alerts.jsonl",
        "--reading",
        "reading.jsonl",
        "--responses",
        "responses.jsonl",
    )
    said = capsys.readouterr().out

    assert "Ditemukan sebelum pecah (berbobot tempat)            1\n" in said
    assert "Pos sunyi terlihat dalam dua putaran                 –\n" in said
    assert "responses: acknowledged_share" in said


def test_an_unknown_rival_is_answered_with_those_there_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lay(tmp_path)

    assert run(tmp_path, "rival", "nobody", "stream.jsonl", "alerts.jsonl") == 2
    assert "fixed-rule" in capsys.readouterr().err
    assert not (tmp_path / "alerts.jsonl").exists()


def test_scoring_needs_no_django() -> None:
    asked = (
        "import sys; sys.modules['django'] = None; import kentongan.gladi.__main__;"
        " print('numpy' in sys.modules)"
    )

    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout

    assert said == "False\n"
