"""Scenario files: those that come along run, and what is wrong in one is said by its key."""

import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from kentongan.gladi.world import scenario as scenarios
from kentongan.gladi.world.choosing import villages_of
from kentongan.gladi.world.ground import survey
from kentongan.gladi.world.keys import KEYS
from kentongan.gladi.world.lots import lots
from kentongan.gladi.world.scenario import Conflict, Groups, Harm, Period, Quiet, Scenario
from kentongan.gladi.world.simulation import NoOffice, Plan, begin, simulate
from kentongan.gladi.world.templates import TEMPLATES
from kentongan.rules.refusal import Refused
from kentongan.rules.taxonomy import EVENT_FORMS, ISSUES

HEAD = '[scenario]\nname = "uji"\nsentence = "Untuk diuji."\n'
ASKED = {
    "badai-hoaks",
    "bulan-tenang",
    "kecamatan-sunyi",
    "pekan-pemungutan-lumajang",
    "pilkades-e-voting",
    "proyek-pelabuhan",
    "rumah-ibadat",
    "semua-sekaligus",
    "sengketa-lahan",
    "tawuran-pelajar",
}
WRONG = {
    "no head": ("", "[scenario]"),
    "unknown part": (HEAD + "[cuaca]\nhujan = 1\n", "[cuaca]"),
    "missing key": ('[scenario]\nname = "a"\n', "kunci `sentence`"),
    "unknown key": (HEAD + "[quiet]\nnoise = 0.9\n", "[quiet], kunci `noise`"),
    "share above one": (HEAD + "[quiet]\nnoise_share = 92\n", "kunci `noise_share`"),
    "text for a number": (HEAD + '[quiet]\nnil_kept = "0,8"\n', "kunci `nil_kept`"),
    "true for a number": (HEAD + "[quiet]\nnil_kept = true\n", "kunci `nil_kept`"),
    "second conflict": (
        HEAD + '[[conflict]]\ntemplate = "lahan"\n[[conflict]]\ntemplate = "perang"\n',
        "[[conflict]] ke-2, kunci `template`",
    ),
    "tempo": (HEAD + '[[conflict]]\ntemplate = "lahan"\ntempo = "cepat"\n', "kunci `tempo`"),
    "pair of one": (HEAD + '[[conflict]]\ntemplate = "lahan"\npair = ["35.08.01.2001"]\n', "kunci `pair`"),
    "day before the start": (HEAD + '[[conflict]]\ntemplate = "lahan"\nday = -1\n', "kunci `day`"),
    "half a day": (HEAD + '[[harm]]\nkind = "rumor"\nday = 1.5\n', "kunci `day`"),
    "harm": (HEAD + '[[harm]]\nkind = "gosip"\n', "[[harm]] ke-1, kunci `kind`"),
    "why": (HEAD + '[[harm]]\nkind = "sunyi"\nwhy = "libur"\n', "kunci `why`"),
    "no day": (HEAD + '[[calendar]]\nstage = "kampanye"\n', "[[calendar]] ke-1, kunci `day`"),
    "single brackets": (HEAD + '[conflict]\ntemplate = "lahan"\n', "[[conflict]]"),
    "double brackets": (HEAD + "[[quiet]]\nnil_kept = 1\n", "[quiet]"),
    "one group": (HEAD + '[groups]\nwords = ["satu"]\n', "kunci `words`"),
    "no date": (HEAD + 'starts = "senin"\n', "kunci `starts`"),
    "region": (HEAD + 'region = ["Lumajang"]\n', "kunci `region`"),
    "no TOML": ("[scenario\n", "bukan TOML"),
}


@pytest.mark.parametrize(("text", "named"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_in_a_scenario_is_said_by_its_key(text: str, named: str, tmp_path: Path) -> None:
    path = tmp_path / "salah.toml"
    path.write_text(text)

    with pytest.raises(Refused) as refused:
        scenarios.read(path)

    assert named in refused.value.sentence
    assert refused.value.sentence.endswith(".")


def test_a_missing_file_and_an_unknown_name_are_refused() -> None:
    with pytest.raises(Refused, match=r"tidak ada\. Periksa"):
        scenarios.read(Path("tidak-ada.toml"))
    with pytest.raises(Refused, match="bulan-tenang"):
        scenarios.shipped("tidak-ada")


def test_what_is_planted_outside_the_world_is_refused() -> None:
    scenario = Scenario(conflicts=(Conflict(template="lahan"), Conflict(template="lahan", region="35.09")))

    with pytest.raises(Refused, match=r"\[\[conflict\]\] ke-2, kunci `region` menunjuk 35\.09"):
        begin(Plan(("35.08",), 1, scenario=scenario), NoOffice())


def test_a_border_that_does_not_run_through_the_world_is_refused() -> None:
    scenario = Scenario(conflicts=(Conflict(template="lahan", pair="kabupaten"),))

    with pytest.raises(Refused, match="batas kabupaten"):
        list(simulate(Plan(("35.08.01",), 1, 2, scenario), NoOffice()))


def test_a_world_without_a_region_is_refused() -> None:
    with pytest.raises(Refused, match="--region"):
        begin(Plan((), 1), NoOffice())


def test_every_key_of_a_file_is_one_of_its_part() -> None:
    sections = {"quiet": Quiet, "conflict": Conflict, "harm": Harm, "calendar": Period, "groups": Groups}

    for part, section in sections.items():
        assert list(KEYS[part]) == [one.name for one in fields(section)]


def test_the_scenarios_that_were_asked_for_come_along() -> None:
    assert set(scenarios.names()) == ASKED
    for name in ASKED:
        text = (scenarios.SHIPPED / f"{name}.toml").read_text(encoding="utf-8")
        assert len(text.splitlines()) <= 90
        assert scenarios.checked(tomllib.loads(text)).sentence.endswith(".")


@pytest.mark.parametrize("name", sorted(ASKED - {"pekan-pemungutan-lumajang"}))
def test_a_scenario_that_comes_along_runs_and_plants_what_it_says(name: str) -> None:
    scenario = scenarios.shipped(name)
    plan = Plan(("35.08.02", "35.08.03", "35.08.04"), 4, 0, scenario)

    messages = list(simulate(plan, NoOffice()))

    assert plan.truth is not None
    planted = [episode for episode in plan.truth.episodes if episode.id.startswith("s")]
    own = [flood for flood in plan.truth.floods if flood.id.startswith("h")]
    assert messages
    assert len([e for e in planted if not e.parent]) == sum(one.count for one in scenario.conflicts)
    assert len(own) == sum(one.count for one in scenario.harms if one.kind != "sunyi")
    silent = [one.why for one in scenario.harms if one.kind == "sunyi"]
    assert set(silent) <= {silence.why for silence in plan.truth.silences}


def test_a_quiet_month_plants_nothing() -> None:
    plan = Plan(("35.08",), 9, 0, scenarios.shipped("bulan-tenang"))
    list(simulate(plan, NoOffice()))

    assert plan.truth is not None
    assert plan.truth.episodes == []
    assert plan.truth.floods == []


def test_the_polling_week_hears_of_the_polling_stations_of_lumajang() -> None:
    scenario = scenarios.shipped("pekan-pemungutan-lumajang")
    plan = Plan((), 1, 0, scenario)
    list(simulate(plan, NoOffice()))

    assert sum(village.tps for village in survey(scenario.region).villages.values()) == 3_322
    assert plan.truth is not None
    assert plan.truth.starts_at == 1_707_498_000  # 10 February 2024, midnight in Lumajang
    election = [o for o in plan.truth.occurrences if o.issues == ("I02",)]
    assert len(election) > 0.5 * 3_322


def test_a_drawn_pair_lies_across_the_border_that_was_asked_for() -> None:
    world = begin(Plan(("35.08", "35.09"), 1, 2), NoOffice())

    for border, width in (("kecamatan", 8), ("kabupaten", 5)):
        conflict = Conflict(template="lahan", pair=border)
        for turn in range(20):
            one, other = villages_of(world, conflict, TEMPLATES["lahan"], 0, lots(1, border, turn))
            assert one[:width] != other[:width]
            assert other in world.ground.villages[one].neighbours


def test_templates_speak_the_words_of_the_taxonomy() -> None:
    for template in TEMPLATES.values():
        assert set(template.issues) <= set(ISSUES)
        assert tuple(template.signs) == ("PG", "AG", "GN", "PK")
        for signs in template.signs.values():
            assert signs
            for sign in signs:
                assert sign.event_form in EVENT_FORMS
        for stage in ("PG", "AG"):
            assert all(sign.severity <= 2 for sign in template.signs[stage])
        assert all(sign.kind == "penyelesaian" for sign in template.signs["PK"])
