"""A simulated world anywhere in the country and on any machine: without Django, the same bytes for the same seed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kentongan.gladi.__main__ import main
from kentongan.gladi.world.ground import Ground, survey
from kentongan.gladi.world.scenario import Conflict, Harm, Quiet, Scenario
from kentongan.gladi.world.simulation import NoOffice, Plan, PromptOffice, simulate
from kentongan.gladi.world.truth import Truth
from kentongan.rules.places import inside, zone_word
from kentongan.rules.refusal import Refused
from kentongan.wilayah import pack

ROOT = Path(__file__).resolve().parents[2]
PLACES = (
    "35.08.03",
    "53.02",
    "94.01",
    "95.02.01",
    "11.01.01",
    "31.71.01",
    "81.08.01",
    "64.02.01",
    "92.02",
)
BUSY = Scenario(
    quiet=Quiet(messages_per_1000_people_per_day=0.1),
    conflicts=(Conflict(template="any", day=1, count=3, tempo="sudden", reaches="GN", contagion=5),),
    harms=(Harm(kind="rumor", day=1), Harm(kind="sunyi", region="kecamatan", day=2)),
)
WITHOUT_DJANGO = """
import sys

class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"django", "numpy", "tzdata", "rapidfuzz", "shapely"}:
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, Blocked())
from kentongan.gladi.__main__ import main
code = main(sys.argv[1:])
assert "django" not in sys.modules
sys.exit(code)
"""


@pytest.fixture(scope="module")
def grounds() -> dict[str, Ground]:
    """The ground of some places all over the country."""
    return {place: survey((place,)) for place in PLACES}


@settings(max_examples=20)
@given(seed=st.integers(-(2**40), 2**70), place=st.sampled_from(PLACES), days=st.integers(1, 4))
def test_a_world_keeps_its_promises_anywhere(seed: int, place: str, days: int) -> None:
    plan = Plan((place,), seed, days, BUSY)

    messages = list(simulate(plan, PromptOffice()))

    truth = plan.truth
    assert isinstance(truth, Truth)
    whole = truth.as_json()
    assert set(whole["messages"]) == {m.id for m in messages}
    starts, ends = truth.starts_at, truth.starts_at + days * 86_400
    previous = ""
    for message in messages:
        row = truth.messages[message.id]
        assert starts <= message.received_at.timestamp() < ends
        assert row["at"] <= message.as_json()["received_at"]
        assert inside(row["place"], place)
        assert message.line() > ""
        assert previous < message.id
        previous = message.id
    for episode in truth.episodes:
        assert all(inside(code, place) for code in episode.regions)


def test_people_of_a_kabupaten_are_shared_out_by_polling_stations(grounds: dict[str, Ground]) -> None:
    known = {row["code"]: row for row in pack.regions(["53.02"])}
    villages = grounds["53.02"].villages

    assert sum(one.people for one in villages.values()) == pytest.approx(
        int(known["53.02"]["population"]), rel=0.001
    )
    busy, calm = (
        max(villages.values(), key=lambda one: one.tps),
        min(villages.values(), key=lambda one: one.tps),
    )
    assert busy.people / calm.people == pytest.approx(busy.tps / calm.tps, rel=0.05)


def test_every_village_has_people_and_an_hour_whatever_the_pack_lacks() -> None:
    ground = survey(("94", "95", "96.01", "92.02"))

    assert len(ground.villages) == len(
        [row for row in pack.regions(["94", "95", "96.01", "92.02"]) if row["level"] == "4"]
    )
    for village in ground.villages.values():
        assert village.people > 0
        assert 0 <= village.urban <= 1
        assert {7: "WIB", 8: "WITA", 9: "WIT"}[village.utc_hours] == zone_word(village.code)


def test_towns_are_urban_and_the_country_is_not(grounds: dict[str, Ground]) -> None:
    jakarta = [one.urban for one in grounds["31.71.01"].villages.values()]
    papua = [one.urban for one in grounds["95.02.01"].villages.values()]

    assert sum(jakarta) / len(jakarta) > 0.9
    assert sum(papua) / len(papua) < 0.4


def test_several_regions_and_zones_make_one_world() -> None:
    plan = Plan(("53.02.01", "94.01.01", "35.08.01"), 3, 3, Scenario())
    messages = list(simulate(plan, NoOffice()))

    assert plan.truth is not None
    assert {code[:5] for code in plan.truth.villages} == {"53.02", "94.01", "35.08"}
    assert [m.received_at for m in messages] == sorted(m.received_at for m in messages)


@pytest.mark.parametrize("code", ["99", "35.99", "lumajang", "", "35.08.01.2001.RW01"])
def test_a_region_that_is_not_in_the_pack_is_refused(code: str) -> None:
    with pytest.raises(Refused, match="tidak ada dalam paket wilayah"):
        survey((code,))


def test_the_command_makes_the_same_bytes_without_django_and_others_for_another_seed(tmp_path: Path) -> None:
    words = [
        "make",
        "--region",
        "35.08.03",
        "--region",
        "35.08.04",
        "--days",
        "3",
        "--scenario",
        "semua-sekaligus",
    ]
    for name, seed in (("one", 7), ("other", 8)):
        assert main([*words, "--seed", str(seed), "--out", str(tmp_path / name)]) == 0
    bare = subprocess.run(
        [sys.executable, "-c", WITHOUT_DJANGO, *words, "--seed", "7", "--out", str(tmp_path / "bare")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONHASHSEED": "5", "PYTHONPATH": str(ROOT), "PATH": ""},
    )

    assert bare.returncode == 0, bare.stderr
    for file in ("stream.jsonl", "truth.json"):
        whole = {name: (tmp_path / name / file).read_bytes() for name in ("one", "other", "bare")}
        assert whole["one"] == whole["bare"]
        assert whole["one"] != whole["other"]


def test_the_two_files_belong_together_and_the_stream_tells_no_truth(tmp_path: Path) -> None:
    assert main(["make", "--region", "35.08.10", "--days", "4", "--seed", "3", "--out", str(tmp_path)]) == 0
    stream = [
        json.loads(line) for line in (tmp_path / "stream.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    truth = json.loads((tmp_path / "truth.json").read_text(encoding="utf-8"))

    assert truth["format"] == 1
    assert list(truth["messages"]) == [row["id"] for row in stream]
    posts = {post["id"]: post["region"] for post in truth["posts"]}
    for row in stream:
        assert set(row) == {
            "id", "client_id", "received_at", "stated_at", "sender", "channel", "kind", "text",
            "claimed_place", "claimed_event_at", "photo",
        }  # fmt: skip
        assert set(row["sender"]) == {"post", "number", "role", "region"}
        assert row["sender"]["region"] == posts.get(row["sender"]["post"])
    happened = {one["id"] for one in truth["occurrences"]}
    assert {row["occurrence"] for row in truth["messages"].values()} - {None} <= happened


def test_the_command_refuses_in_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["make", "--region", "35.99", "--days", "3", "--seed", "1", "--out", str(tmp_path)]) == 2

    assert "Wilayah 35.99 tidak ada" in capsys.readouterr().err
