"""The same sentences in the dress of reports: what opens and closes a report says nothing of what it is about.

Whoever reports to a commander begins with "lap giat" and ends with who is on the spot, whether there was a fight or a
patrol. Trained on bare sentences alone, a model takes such words for signs of an activity.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace

from simak.sentences import Labelled

OPENINGS = (
    "Mohon izin melaporkan, Komandan.", "Selamat pagi Ndan, lap giat.", "Selamat malam komandan, laporan giat.",
    "Izin lapor,", "Lapor Danramil,", "Lapor Kapolsek, hari ini", "Yth. Bapak Camat,", "Selamat siang, laporan situasi.",
    "Izin melaporkan perkembangan wilayah.", "mhn ijin lapor ndan,", "dari pos kamling:", "lapor pak rt,", "pak ijin,",
    "permisi min,", "assalamualaikum pak lurah,", "slmt sore bu,", "nyuwun sewu pak,", "punten pak,", "tabe pak,",
    "sekedar info,", "info:", "Dari linmas desa,", "Laporan harian.", "Kepada Bapak Kepala Desa,",
)  # fmt: skip
CLOSINGS = (
    "Demikian dilaporkan.", "Babinsa dan Bhabinkamtibmas sudah di lokasi.", "babinsa & bhabin di tkp.", "DUMM", "86",
    "Mohon arahan.", "Polsek sudah dihubungi.", "Koordinasi dengan koramil.", "Linmas jaga di lokasi.", "Foto menyusul.",
    "Dokumentasi terlampir.", "matur nuwun.", "terima kasih pak", "mohon petunjuk", "Satpol PP dan tiga pilar turun.",
    "demikian ndan, siap petunjuk", "Perkembangan dilaporkan kemudian.", "kami standby", "tolong dicek ya pak", "suwun",
    "petugas sudah di tempat.", "Kades dan ketua RT hadir.", "hatur nuhun", "mhn atensi",
)  # fmt: skip

DATELINES = (
    "KEDIRI -", "Mataram:", "JAYAPURA -", "MAKASSAR -", "Palembang, Senin (3/2) -", "BANJARMASIN -", "Kupang:", "SERANG -",
    "Pekanbaru, Rabu -", "BANDUNG -", "Ambon -", "SAMPIT -",
)  # fmt: skip
ENDINGS = (
    "Hal itu disampaikan kapolres, Senin (3/2).", "Polisi masih meminta keterangan sejumlah orang.", "Situasi disebut terkendali.",
    "Bupati meminta semua pihak menahan diri.", "Camat membenarkan kabar tersebut, Kamis (5/6) siang.", "Warga diimbau tetap tenang.",
    "Kapolsek dan danramil ikut hadir di lokasi.", "Demikian keterangan kepala dinas, Selasa.", "Acara selesai sekitar pukul 12.00 WIB.",
    "Kesbangpol setempat memantau perkembangannya.", "Belum ada keterangan resmi sampai Jumat pagi.", "Pihak kecamatan akan menindaklanjuti.",
)  # fmt: skip


def dressed(rows: Iterable[Labelled]) -> Iterator[Labelled]:
    """Return every text once more with an opening and a closing; the text itself decides which, so they never change."""
    for row in rows:
        openings, closings = (OPENINGS, CLOSINGS) if row.source == "wa" else (DATELINES, ENDINGS)
        opening, closing = _drawn(row.text, openings), _drawn(row.text[::-1], closings)
        yield replace(row, text=f"{opening} {row.text.rstrip('.')}. {closing}")


def _drawn(text: str, some: tuple[str, ...]) -> str:
    digest = hashlib.sha256(text.encode("utf-8", "replace")).digest()
    return some[int.from_bytes(digest[:8]) % len(some)]
