"""Papers: what people wrote is text and nothing else, and a paper needs nothing of the machine it is made on."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typst

from kentongan import printing

AT = datetime(2026, 11, 28, 3, 0, tzinfo=UTC)
TEMPLATE = """
#let data = json(bytes(sys.inputs.data))
#set document(title: "x")
#set text(font: "Libertinus Serif", lang: "id")
= #data.title
#data.text
#metadata(data.text) <said>
"""
HOSTILE = (
    '#panic("masuk")',
    '#read("/etc/passwd")',
    '#import "@preview/cetz:0.3.0": *',
    "= Judul *tebal* _miring_ `kode` $ x^2 $ <label> @rujukan",
    '"\\"] #eval("1+1") [',
    "\\u{41} \\ // bukan komentar /* bukan */",
    "https://contoh.id/#bagian ~ --- ...",
)


@pytest.fixture
def template(tmp_path: Path) -> Path:
    place = tmp_path / "lembar.typ"
    place.write_text(TEMPLATE)
    return place


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_somebody_writes_is_printed_as_it_stands(text: str, template: Path) -> None:
    paper = printing.printed(template, {"title": text, "text": text}, at=AT)
    said = typst.query(
        template.read_bytes(), "<said>", field="value", one=True,
        sys_inputs={"data": f'{{"title": "", "text": {json.dumps(text)}}}'},
    )  # fmt: skip

    assert paper.startswith(b"%PDF-1.7")
    assert json.loads(said) == text


def test_a_template_that_puts_markup_together_would_be_caught(tmp_path: Path) -> None:
    careless = tmp_path / "ceroboh.typ"
    careless.write_text('#let data = json(bytes(sys.inputs.data))\n#eval(data.text, mode: "markup")')

    with pytest.raises(typst.TypstError, match="masuk"):
        printing.printed(careless, {"text": HOSTILE[0]}, at=AT)


def test_a_paper_is_tagged_and_the_same_again_to_the_last_byte(template: Path) -> None:
    data = {"title": "Hasil", "text": "– “kutip” ≥ é"}

    one, other = (printing.printed(template, data, at=AT) for _ in range(2))

    assert one == other
    assert b"/StructTreeRoot" in one
    assert b"pdfuaid" in one
    assert b"pdfaid" in one


@pytest.mark.parametrize("text", ["aksara ꦲꦏ꧀ꦱꦫ", "😀", "\u0000"])
def test_a_sign_without_a_letter_does_not_keep_a_paper_from_being_made(text: str, template: Path) -> None:
    paper = printing.printed(template, {"title": "x", "text": text}, at=AT)

    assert paper.startswith(b"%PDF")
    assert b"pdfuaid" not in paper


def test_no_font_of_the_machine_is_used_and_nothing_outside_is_read(template: Path, tmp_path: Path) -> None:
    assert all(font.path is None for font in printing.FONTS.fonts())
    template.write_text('#read("/../secret")')
    (tmp_path.parent / "secret").write_text("rahasia")

    with pytest.raises(typst.TypstError):
        printing.printed(template, {}, at=AT)
    template.write_text('#import "@preview/cetz:0.3.0": *')
    with pytest.raises(typst.TypstError):
        printing.printed(template, {}, at=AT)
