"""A simulated world speaks through the grammar: its texts say what happened, at the moment they are written."""

import json

from kentongan.gladi.telling.in_world import Words
from kentongan.gladi.world.simulation import NoOffice, Plan, simulate


def test_a_world_tells_its_matters_in_words_with_labels() -> None:
    plan = Plan(regions=("35.08.12",), seed=3, days=20, tell=Words(3))

    messages = [json.loads(message.line()) for message in simulate(plan, NoOffice())]

    assert plan.truth is not None
    reports = [message for message in messages if message["kind"] == "laporan"]
    assert len(reports) > 40
    for message in reports:
        truth = plan.truth.messages[message["id"]]
        assert message["text"]
        assert truth["labels"]["category"] == truth["category"]
        assert all(span in message["text"] for span in truth["spans"].values())
    assert len({message["text"] for message in reports}) > 0.9 * len({m["client_id"] for m in reports})


def test_a_citizen_by_message_is_known_by_the_kabupaten_only() -> None:
    plan = Plan(regions=("35.08.12",), seed=4, days=20, tell=Words(4))

    messages = [json.loads(message.line()) for message in simulate(plan, NoOffice())]

    assert plan.truth is not None
    unknown = [m for m in messages if not m["sender"]["post"] and m["channel"] != "web"]
    assert unknown
    assert all(plan.truth.messages[m["id"]]["labels"]["place_from"] != "context" for m in unknown)
