"""A world whose truth is put on the disk while it is made: the same bytes, and nothing kept."""

import json
from pathlib import Path

import pytest

from kentongan.gladi.__main__ import main
from kentongan.gladi.telling.in_world import Words
from kentongan.gladi.world.simulation import NoOffice, Plan, simulate
from kentongan.gladi.world.spool import Spool

REGION, DAYS, SEED = "35.08.12", 40, 5


def test_the_files_are_those_of_a_world_that_was_kept_whole(tmp_path: Path) -> None:
    kept = Plan(regions=(REGION,), seed=SEED, days=DAYS, tell=Words(SEED))
    stream = "".join(message.line() for message in simulate(kept, NoOffice()))

    main(["make", "--region", REGION, "--days", str(DAYS), "--seed", str(SEED), "--out", str(tmp_path)])

    assert kept.truth is not None
    assert (tmp_path / "stream.jsonl").read_text() == stream
    assert json.loads((tmp_path / "truth.json").read_text()) == kept.truth.as_json()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["stream.jsonl", "truth.json"]


def test_nothing_of_the_messages_is_kept(tmp_path: Path) -> None:
    plan = Plan(regions=(REGION,), seed=SEED, days=DAYS, spool=Spool(tmp_path))

    count = sum(1 for _ in simulate(plan, NoOffice()))

    assert count > 100
    assert plan.truth is not None
    assert (len(plan.truth.messages), len(plan.truth.occurrences)) == (0, 0)


def test_a_refused_world_leaves_no_parts_behind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["make", "--region", "99.99", "--seed", "1", "--out", str(tmp_path)]) == 2

    assert "99.99" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir() if path.name != "stream.jsonl"] == []
