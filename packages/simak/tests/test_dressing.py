"""What opens and closes a report says nothing of what it is about."""

from datetime import datetime
from itertools import product

import pytest
from simak import dressing, sentences
from simak.reading import read

AT = datetime(2026, 5, 4, 10)


def test_every_text_comes_once_more_with_the_same_labels() -> None:
    rows = sentences.shipped()[::50]

    again = list(dressing.dressed(rows))

    assert [(one.category, one.kind, one.severity) for one in again] == [
        (one.category, one.kind, one.severity) for one in rows
    ]
    assert all(one.text.rstrip(".") in other.text for one, other in zip(rows, again, strict=True))
    assert list(dressing.dressed(rows)) == again


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("pemuda dua dusun saling lempar batu di jembatan, tiga orang luka", "kejadian"),
        ("truk pasir menabrak warung, sopir dibawa ke puskesmas", "kejadian"),
        ("patroli malam ke lima pos ronda, tidak ada gangguan", "kegiatan"),
        ("mohon info jadwal pembayaran pajak motor", "bukan"),
    ],
)
def test_a_report_is_about_the_same_in_any_dress(text: str, kind: str) -> None:
    openings = (
        "",
        "Selamat siang Ndan, laporan kegiatan.",
        "Mohon izin lapor Danrem,",
        "Yth. Bapak Bupati,",
        "Kulo nuwun pak,",
    )
    closings = (
        "",
        "Babinsa, Bhabinkamtibmas dan Linmas di lokasi.",
        "Demikian komandan, dokumentasi nanti.",
        "Laporan selesai.",
    )

    read_as = [
        read(f"{opening} {text}. {closing}".strip(), received_at=AT).kind.value
        for opening, closing in product(openings, closings)
    ]

    assert read_as.count(kind) >= 18  # of 20; none of these words is one that was trained with
