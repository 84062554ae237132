"""All 91,599 regions of Indonesia by name, loaded once in well under a tenth of a second.

Codes and names after Kepmendagri 300.2.2-2430/2025 (github.com/cahyadsn/wilayah, MIT); aliases are our own.
`bench/make_reader_places.py` writes the file.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from operator import le
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

PROVINCE, KABUPATEN, KECAMATAN, VILLAGE = 1, 2, 3, 4
NAME, SHORT, SEAT, FORMER, PARTED = range(5)
"""How a key names a region: officially, in short, as its seat of government, formerly, as part of a former one."""
_HEAD, _LONGER_HEAD = 7, 10  # letters
_LEVEL = {2: PROVINCE, 5: KABUPATEN, 8: KECAMATAN, 13: VILLAGE}


class Bearer(NamedTuple):
    """A region that bears a name: its code and how the name is meant (NAME, SHORT, SEAT, FORMER or PARTED).

    `until` is the last year in which a former name was the official one, 0 if that is not known or still so.
    """

    code: str
    how: int
    until: int = 0


@dataclass(frozen=True, slots=True)
class Regions:
    """The regions, sorted by code, and the keys of their names.

    `sorted_keys` stand in the order of letters; `heads` and `longer_heads` are the first 7 and 10 letters of those that
    are long enough.
    """

    codes: list[str]
    names: list[str]
    keys: dict[str, int]
    sorted_keys: list[str]
    heads: frozenset[str]
    longer_heads: frozenset[str]
    first: list[int]
    bearers: npt.NDArray[np.int32]
    how: npt.NDArray[np.int8]
    until: npt.NDArray[np.int16]
    common: bytes
    persons: bytes

    def named(self, key: str) -> tuple[Bearer, ...]:
        """Return all regions with this key (see `simak.spelling`), none if nobody bears it."""
        number = self.keys.get(key)
        return () if number is None else _bearers(number)

    def begins(self, written: str) -> bool:
        """Tell whether a key begins with these letters."""
        if len(written) >= _LONGER_HEAD:
            if written[:_LONGER_HEAD] not in self.longer_heads:
                return False
        elif len(written) >= _HEAD and written[:_HEAD] not in self.heads:
            return False
        at = bisect_left(self.sorted_keys, written)
        return at < len(self.sorted_keys) and self.sorted_keys[at].startswith(written)

    def name(self, code: str) -> str:
        """Return the official name of a region.

        Raises:
            KeyError: If there is no such region.
        """
        at = bisect_left(self.codes, code)
        if at == len(self.codes) or self.codes[at] != code:
            raise KeyError(code)
        return self.names[at]

    def knows(self, code: str) -> bool:
        """Tell whether there is a region with this code."""
        at = bisect_left(self.codes, code)
        return at < len(self.codes) and self.codes[at] == code

    def inside(self, code: str) -> range:
        """Return the positions of the regions inside another one, itself not counted."""
        return range(bisect_right(self.codes, code), bisect_left(self.codes, f"{code}/"))


def level(code: str) -> int:
    """Return the level of a code: 1 province, 2 kabupaten or kota, 3 kecamatan, 4 desa or kelurahan.

    Raises:
        ValueError: If it has the shape of none.
    """
    found = _LEVEL.get(len(code))
    if found is None:
        raise ValueError(f"{code!r} is not a code of a region")
    return found


def above(code: str) -> tuple[str, ...]:
    """Return the codes of the regions around this one, nearest first."""
    if len(code) > 8:
        return code[:8], code[:5], code[:2]
    if len(code) > 5:
        return code[:5], code[:2]
    return (code[:2],) if len(code) > 2 else ()


def is_kota(code: str) -> bool:
    """Tell whether the code, of level 2 or below, belongs to a kota."""
    return len(code) >= 5 and code[3] == "7"


@lru_cache(maxsize=1)
def load() -> Regions:
    """Return all regions; read once."""
    with (resources.files("simak") / "data" / "regions.npz").open("rb") as file, np.load(file) as arrays:
        keys = _lines(arrays["keys"])
        return Regions(
            codes=_lines(arrays["codes"]),
            names=_lines(arrays["names"]),
            keys=dict(zip(keys, range(len(keys)), strict=True)),
            sorted_keys=keys if all(map(le, keys, keys[1:])) else sorted(keys),
            heads=frozenset(key[:_HEAD] for key in keys if len(key) >= _HEAD),
            longer_heads=frozenset(key[:_LONGER_HEAD] for key in keys if len(key) >= _LONGER_HEAD),
            first=arrays["first"].tolist(),
            bearers=arrays["bearers"],
            how=arrays["how"],
            until=arrays["until"],
            common=arrays["common"].tobytes(),
            persons=arrays["persons"].tobytes(),
        )


@lru_cache(maxsize=4096)
def _bearers(number: int) -> tuple[Bearer, ...]:
    known = load()
    some = slice(known.first[number], known.first[number + 1])
    columns = (known.bearers[some].tolist(), known.how[some].tolist(), known.until[some].tolist())
    return tuple(Bearer(known.codes[at], how, until) for at, how, until in zip(*columns, strict=True))


def _lines(raw: npt.NDArray[np.uint8]) -> list[str]:
    return raw.tobytes().decode().split("\n")
