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


def dressed(rows: Iterable[Labelled]) -> Iterator[Labelled]:
    """Return every message once more with an opening and a closing; the text itself decides which, so they never change."""
    for row in rows:
        if row.source == "wa":
            opening, closing = _drawn(row.text, OPENINGS), _drawn(row.text[::-1], CLOSINGS)
            yield replace(row, text=f"{opening} {row.text.rstrip('.')}. {closing}")


def _drawn(text: str, some: tuple[str, ...]) -> str:
    return some[int.from_bytes(hashlib.sha256(text.encode("utf-8", "replace")).digest()[:8]) % len(some)]
