"""Second opinions: off unless handed in, closed choices, exact quotes, and a draft that survives any answer."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from simak.endpoint import EndpointReader, masked
from simak.reading import read
from simak.second import Opinion, Unavailable, consult, weigh

WHEN = datetime(2024, 5, 12, 21)
TEXT = "Pemuda dua desa bentrok di Desa Ngali Kec Belo Kab Bima, sdr. Hasan 081234567890 luka"
DRAFT = read(TEXT, received_at=WHEN)


def answer(**fields: tuple[str, str]) -> str:
    content = {name: {"value": value, "quote": quote} for name, (value, quote) in fields.items()}
    return json.dumps({"choices": [{"message": {"content": json.dumps(content)}}]})


@contextmanager
def server(
    body: str, *, status: int = 200, hold: threading.Event | None = None
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Run a small model server on loopback, which keeps what it was asked."""
    asked: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            if hold is not None:
                hold.wait(5)
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "http://127.0.0.1:9/")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            pass

    running = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{running.server_port}/v1", asked
    finally:
        if hold is not None:
            hold.set()
        running.shutdown()
        running.server_close()
        thread.join()


def test_agreement_raises_confidence_and_shows_the_quote() -> None:
    with server(answer(category=("bentrok", "dua desa bentrok"))) as (address, asked):
        draft = consult(DRAFT, [EndpointReader(address, "small")])

    assert draft.category.confidence > DRAFT.category.confidence
    quoted = [draft.text[span.start : span.end] for span in draft.category.spans]
    assert "dua desa bentrok" in quoted
    assert asked[0]["temperature"] == 0
    assert asked[0]["response_format"]["json_schema"]["strict"] is True


def test_disagreement_lowers_confidence_and_keeps_the_value() -> None:
    with server(answer(category=("kriminal", "luka"))) as (address, _):
        draft = consult(DRAFT, [EndpointReader(address, "small")])

    assert draft.category.value == "bentrok"
    assert draft.category.confidence < DRAFT.category.confidence
    assert draft.category.alternatives[0] == "kriminal"


@pytest.mark.parametrize(
    "body",
    [
        answer(category=("kriminal", "kata yang tidak ada")),
        answer(category=("rahasia", "luka")),
        answer(place=("11.01.01.2001", "Desa Ngali")),
        answer(severity=("0", "luka"), look_now=("false", "luka")),
        answer(category=("kriminal", " ")),
        "no json",
        json.dumps({"choices": []}),
        json.dumps({"choices": [{"message": {"content": "[1]"}}]}),
        json.dumps({"choices": [{"message": {"content": '{"category": "kriminal"}'}}]}),
    ],
)
def test_answers_that_quote_nothing_or_choose_outside_are_dropped(body: str) -> None:
    with server(body) as (address, _):
        assert consult(DRAFT, [EndpointReader(address, "small")]) == DRAFT


@pytest.mark.parametrize("status", [302, 404, 500])
def test_an_endpoint_that_fails_leaves_the_draft_as_it_was(status: int) -> None:
    with server("", status=status) as (address, _):
        assert consult(DRAFT, [EndpointReader(address, "small")]) == DRAFT


def test_an_endpoint_that_does_not_answer_in_time_leaves_the_draft_as_it_was() -> None:
    with server(answer(), hold=threading.Event()) as (address, _):
        reader = EndpointReader(address, "small", seconds=0.05)

        with pytest.raises(Unavailable):
            reader.opinion(DRAFT)


def test_the_text_goes_in_as_data_with_closed_choices() -> None:
    with server(answer()) as (address, asked):
        consult(DRAFT, [EndpointReader(address, "small")])

    system, user = asked[0]["messages"]
    assert TEXT not in system["content"]
    assert json.loads(user["content"])["report"] == TEXT
    schema = asked[0]["response_format"]["json_schema"]["schema"]
    assert DRAFT.place is not None
    assert DRAFT.place.value in schema["properties"]["place"]["properties"]["value"]["enum"]
    assert "severity" not in schema["properties"]


def test_names_and_numbers_are_covered_letter_by_letter() -> None:
    shown = masked(DRAFT)

    assert len(shown) == len(TEXT)
    assert "Hasan" not in shown
    assert "0812" not in shown


def test_an_address_beyond_the_own_network_is_refused_and_one_within_is_told_no_names(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(ValueError, match="outside the own network"):
        EndpointReader("https://api.example.com/v1", "big")
    with pytest.raises(ValueError, match="not http"):
        EndpointReader("file:///etc/passwd", "big")
    asked: list[dict[str, Any]] = []
    reader = EndpointReader("http://10.1.2.3:8000/v1", "own")
    monkeypatch.setattr(reader, "_ask", lambda body: asked.append(body) or {})

    reader.opinion(DRAFT)

    assert "Hasan" not in json.dumps(asked)


def test_what_cannot_be_chosen_is_not_changed() -> None:
    opinion = Opinion("x", {"text": "another", "severity": "0", "kind": "potensi"}, {})

    assert weigh(DRAFT, opinion, needs_quotes=True) == DRAFT


def tiny_encoder(folder: Path) -> tuple[Path, Path]:
    """Write an encoder that gives each piece its own direction, and its vocabulary."""
    from onnx import TensorProto, helper, numpy_helper, save_model

    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "tawuran", "siswa", "banjir", "air", "##an"]
    table = numpy_helper.from_array(np.eye(len(pieces), dtype=np.float32), "table")
    inputs = [
        helper.make_tensor_value_info(n, TensorProto.INT64, [1, None])
        for n in ("input_ids", "attention_mask")
    ]
    output = helper.make_tensor_value_info("vectors", TensorProto.FLOAT, [1, None, len(pieces)])
    nodes = [helper.make_node("Gather", ["table", "input_ids"], ["vectors"])]
    graph = helper.make_graph(nodes, "tiny", inputs, [output], [table])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    save_model(model, str(folder / "tiny.onnx"))
    (folder / "vocab.txt").write_text("\n".join(pieces), encoding="utf-8")
    return folder / "tiny.onnx", folder / "vocab.txt"


def test_an_encoder_of_the_site_gives_a_second_opinion(tmp_path: Path) -> None:
    from simak.encoder import Encoder, EncoderReader, fit_head, word_pieces

    encoder = Encoder(*tiny_encoder(tmp_path))
    texts, categories = (
        ["tawuran siswa", "siswa tawuran", "banjir air", "air banjir"],
        ["bentrok"] * 2 + ["bencana_laka"] * 2,
    )
    fit_head(encoder, texts, categories, tmp_path / "head.npz")

    flood = consult(read("tawuran siswa", received_at=WHEN), [EncoderReader(encoder, tmp_path / "head.npz")])

    assert flood.category.reason.endswith("+encoder")
    assert word_pieces("airan zzz", encoder.vocabulary) == [2, 7, 8, 1, 3]
    with pytest.raises(ValueError, match="CLS"):
        word_pieces("air", {})


def test_an_encoder_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    from simak.encoder import Encoder

    (tmp_path / "vocab.txt").write_text("[CLS]", encoding="utf-8")
    with pytest.raises(FileNotFoundError):
        Encoder(tmp_path / "none.onnx", tmp_path / "vocab.txt")
