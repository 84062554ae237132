"""Finds the names of regions in a text, with what stands before them: "Kec.", "Polsek", "warga", "di", "asal".

One walk over the words: neighbouring words are put together and looked up as they stand, so that "Talang Betutu",
"Talangbetutu" and "talang-betutu" are one name, and a name never begins or ends inside a word.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from simak import regions, spelling, words
from simak.normal import Text
from simak.regions import Bearer

Cue = Literal["scene", "people", "other", "origin", "away", "office", "street", "site", "dateline", "none"]

_MEANING: dict[str, tuple[str, str]] = {
    row[0]: (row[1].partition(":")[0], row[1].partition(":")[2]) for row in words.rows("place_words")
}
SUB_VILLAGES = frozenset(row[0] for row in words.rows("place_words") if row[1] == "type:0")
"""Words before the name of a part of a village: dusun, lingkungan, jorong."""
HAMLETS = frozenset(("kampung", "kp", "kpg", "kmpg", "kmpung", "banjar"))
"""Words before a village in some provinces and before a part of one in others."""
_ANNOUNCING = frozenset(
    word for word, (kind, value) in _MEANING.items() if kind == "type" and value in ("3", "4")
)
_NEVER = frozenset(
    row[0] for name in ("time_words", "date_context", "count_words") for row in words.rows(name)
)
"""Words of time and counting are never mistyped names."""
_JOINING = frozenset("-'")
_LOOK_BACK = 5
_MOST_WORDS = 7
_EVERYDAY = 5  # how common a name is as a word (0 to 9) from which only an announcement makes it a name
_MOST = 200  # names that are read of one text


@dataclass(slots=True)
class Mention:
    """A name of a region, or of an unknown place with a typed prefix (then without bearers).

    `first` and `last` are positions of words (`last` not counted), `typed` the level told by the word before it
    (0 if none), `cue` what the words before say about its part in the story.
    """

    first: int
    last: int
    start: int
    end: int
    bearers: tuple[Bearer, ...]
    typed: int
    cue: Cue
    capital: bool
    common: int
    person: int
    key: str
    type_word: str


def find(text: Text) -> list[Mention]:
    """Return all names of regions in the order of the text; words that only look like one are left out."""
    known = regions.load()
    mixed = not text.cased.islower() and not text.cased.isupper()
    found: list[Mention] = []
    runs, announced = _runs(text)
    behind = 0
    for run in runs:
        for at, (position, _, _, standing) in enumerate(run):
            told = position in announced
            if (standing == _NOTHING and not told) or position < behind:
                continue
            may = told or _may_stand(text, known, run, at, standing)
            size, key, number = _longest(known, run, at) if may else (0, "", -1)
            if not size and not told:
                continue
            mention = _read(text, known, run, at, size, key, number, mixed=mixed)
            if mention is None:
                continue
            found.append(mention)
            behind = mention.last
            if len(found) == _MOST:
                return found
    return found


Piece = tuple[int, str, str, int]
"""A word that may be part of a name: position of the word, as written, written out, and what it is by itself."""


def _runs(text: Text) -> tuple[list[list[Piece]], set[int]]:
    """Return the words that stand together so that they may form a name, and the positions of those announced as one.

    Marks end a run, hyphens do not.
    """
    run: list[Piece] = []
    runs = [run]
    announced: set[int] = set()
    for position, piece in enumerate(map(_piece, text.written)):
        if piece is not None:
            written, out, standing, announcing = piece
            run.append((position, written, out, standing))
            if announcing:
                announced.update((position + 1, position + 2))
        elif not _joins(text, position):
            run = []
            runs.append(run)
    return runs, announced


@lru_cache(maxsize=1 << 15)
def _piece(as_written: str) -> tuple[str, str, int, bool] | None:
    """Return a word as a piece of a name, with whether it announces one; nothing for a mark."""
    if not as_written[0].isalnum():
        return None
    written = as_written.replace("'", "")
    out = spelling.WRITTEN_OUT.get(written, written)
    return written, out, _standing(written, out), written in _ANNOUNCING


def _longest(known: regions.Regions, run: list[Piece], at: int) -> tuple[int, str, int]:
    """Return of how many pieces the longest name is that begins here (0: none), its key and the key's number."""
    keys = known.keys
    raw = full = ""
    best, best_key, number = 0, "", -1
    for size, (_, written, written_out, _) in enumerate(run[at : at + _MOST_WORDS], 1):
        raw += written
        full += written_out
        key = raw if raw in keys else full
        if key in keys:
            best, best_key, number = size, key, keys[key]
        if not known.begins(raw) and (full == raw or not known.begins(full)):
            break
    return best, best_key, number


_NOTHING, _PART, _NAME, _WORD = range(4)
"""What a word is by itself: in no name, the beginning of one, a name, or a name that everybody uses as a word."""


def _standing(written: str, full: str) -> int:
    """Return what a word is by itself."""
    known = regions.load()
    key = written if written in known.keys else full
    if key in known.keys:
        return _WORD if known.common[known.keys[key]] >= _EVERYDAY else _NAME
    return _PART if known.begins(written) or known.begins(full) else _NOTHING


def _may_stand(text: Text, known: regions.Regions, run: list[Piece], at: int, standing: int) -> bool:
    """Tell whether a name may begin with a piece: it is one, is announced, or begins one together with the next."""
    if standing in (_NOTHING, _NAME):
        return standing == _NAME
    position, raw, full, _ = run[at]
    if at + 1 < len(run):
        _, next_raw, next_full, _ = run[at + 1]
        if known.begins(raw + next_raw):
            return True
        if not (full is raw and next_full is next_raw) and known.begins(full + next_full):
            return True
    return standing == _WORD and _announced(text, position)


def _read(
    text: Text,
    known: regions.Regions,
    run: list[Piece],
    at: int,
    size: int,
    key: str,
    number: int,
    *,
    mixed: bool,
) -> Mention | None:
    """Return what begins at a piece: a name, a name nobody bears but that is announced as one, or nothing."""
    first = run[at][0]
    if size == 0:
        return _unknown(text, first)
    mention = _mention(text, known, first, run[at + size - 1][0] + 1, key, number, mixed=mixed)
    if mention is not None and size > 1 and _misses_type(mention):
        fewer, key, number = _longest(known, run[: at + size - 1], at)
        less = (
            _mention(text, known, first, run[at + fewer - 1][0] + 1, key, number, mixed=mixed)
            if fewer
            else None
        )
        mention = mention if less is None or _misses_type(less) else less
    if mention is not None and size > 1 and meaning(run[at][1])[0] == "cue":
        return _without_cue(text, known, run, at + 1, mention, mixed=mixed)
    if mention is not None and size > 1 and not mention.typed and meaning(run[at][1])[0] == "type":
        return _without_type(text, known, run, at + 1, mention, mixed=mixed)
    return mention


def _without_cue(
    text: Text, known: regions.Regions, run: list[Piece], at: int, whole: Mention, *, mixed: bool
) -> Mention:
    """Read "warga Mekar Bersatu" as people of Mekar Bersatu, not as the village Warga Mekar."""
    size, key, number = _longest(known, run, at)
    last = run[at + size - 1][0] + 1
    inner = _mention(text, known, run[at][0], last, key, number, mixed=mixed) if last > whole.last else None
    return inner or whole


def likely_unknown(text: Text) -> list[tuple[int, int, str]]:
    """Return words behind "di", "warga" and the like that no region is called after: first, last and key.

    They may be misspelt, or spelt as people speak ("Limau Puruik" for Limau Purut).
    """
    found = []
    for run in _runs(text)[0]:
        for before, piece, after in zip(run, run[1:], [*run[2:], None], strict=False):
            if meaning(before[1])[1] in ("scene", "people", "other") and piece[0] == before[0] + 1:
                found += _with_next(piece, after)
    return found


def first_words(text: Text) -> list[tuple[int, int, str]]:
    """Return the words a message begins with, where many say at once where they are: first, last and key."""
    run = _runs(text)[0][0]
    return _with_next(run[0], run[1] if len(run) > 1 else None) if run else []


def _with_next(piece: Piece, after: Piece | None) -> list[tuple[int, int, str]]:
    """Return a piece that may be a name, and it together with the next."""
    known = regions.load()
    written = piece[1]
    if len(written) < 4 or not written.isalpha() or written in _NEVER or written in _MEANING:
        return []
    if known.common[known.keys[written]] >= 3 if written in known.keys else False:
        return []
    found = [(piece[0], piece[0] + 1, piece[2])]
    if after is not None and after[0] == piece[0] + 1 and after[1].isalpha():
        found.append((piece[0], after[0] + 1, piece[2] + after[2]))
    return found


_OURS = frozenset(
    ("kami", "sini", "kita", "saya", "kulo", "kula", "kito", "awak", "abdi", "beta", "tong", "torang")
)
_HOME = frozenset(
    ("desa", "kampung", "kampong", "kelurahan", "wilayah", "tempat", "dusun", "lingkungan", "kantor")
)


def is_at_home(text: Text) -> bool:
    """Tell whether a text says that it happened where the sender is: "di balai desa kami", "di kampung sini"."""
    words = text.words
    if _OURS.isdisjoint(words):
        return False
    return any(
        ours in _OURS and place in _HOME and "di" in words[max(0, at - 3) : at]
        for at, (place, ours) in enumerate(pairwise(words))
    )


def _misses_type(mention: Mention) -> bool:
    """Tell whether no bearer of a name is what the word before it says, as in "kecamatan Ujung Pandang baru saja"."""
    return mention.typed > 0 and all(regions.level(code) != mention.typed for code, _, _ in mention.bearers)


def _without_type(
    text: Text, known: regions.Regions, run: list[Piece], at: int, whole: Mention, *, mixed: bool
) -> Mention:
    """Read "Desa Baru" both as the name "Desa Baru" and as a village called "Baru"."""
    size, key, number = _longest(known, run, at)
    last = run[at + size - 1][0] + 1
    inner = _mention(text, known, run[at][0], last, key, number, mixed=mixed) if last >= whole.last else None
    if inner is None:
        return whole
    inner.bearers = tuple(dict.fromkeys((*inner.bearers, *whole.bearers)))
    return inner


def _joins(text: Text, position: int) -> bool:
    """Tell whether a mark only joins two parts of a name: a hyphen, an apostrophe, the stop of "Tj."."""
    if position == 0 or position + 1 >= len(text.words):
        return False
    mark, start, end = text.written[position], text.firsts[position], text.lasts[position]
    if mark in _JOINING:
        beside = text.lasts[position - 1] == start
        return beside and (mark == "'" or text.firsts[position + 1] == end)
    if mark != "." or "\n" in text.plain[end : text.firsts[position + 1]]:
        return False
    before = text.written[position - 1]
    return len(before) <= 4 and before in spelling.WRITTEN_OUT


def _mention(
    text: Text, known: regions.Regions, first: int, last: int, key: str, number: int, *, mixed: bool
) -> Mention | None:
    start, end = text.firsts[first], text.lasts[last - 1]
    capital = mixed and text.capitals[first]
    common = known.common[number]
    if first and meaning(text.written[first - 1])[0] == "person":
        return None  # "pak Sugeng" is no village
    announced = _announced(text, first)
    if not _is_name(text, first, common, announced=announced, capital=capital):
        return None
    if last - first == 1 and _is_our_word(text, last, key, announced=announced):
        return None
    typed, type_word, cue = _before(text, first)
    return Mention(
        first,
        last,
        start,
        end,
        known.named(key),
        typed,
        cue,
        capital,
        common,
        known.persons[number],
        key,
        type_word,
    )


def _is_name(text: Text, first: int, common: int, *, announced: bool, capital: bool) -> bool:
    """Tell whether a name that may also be a word is meant as a name."""
    if common < 3:
        return True
    if announced:
        return capital or common < _EVERYDAY or text.cased.islower()
    if common >= _EVERYDAY:
        return False
    if capital:
        return not _begins_sentence(text, first)
    return first > 0 and meaning(text.written[first - 1])[1] in ("scene", "people")


def _is_our_word(text: Text, last: int, key: str, *, announced: bool) -> bool:
    """Tell whether a name is one of the words that stand before names ("Kota", "Negeri") and is used so here."""
    if key not in _MEANING:
        return False
    follows = text.cased[text.firsts[last]] if last < len(text.words) else ""
    return not announced or follows.isupper()


def _announced(text: Text, first: int) -> bool:
    """Tell whether the word just before is "Desa", "Kec." or the like, or for mild words "di" or "warga"."""
    at = first - 1
    if at > 0 and text.written[at] == ".":
        at -= 1
    if at < 0:
        return False
    written = text.written[at]
    return _MEANING.get(written, ("", ""))[0] == "type" and written not in _TITLES


_TITLES = frozenset(("lurah", "kades", "perbekel", "petinggi", "keuchik", "geuchik", "peratin", "kal"))


def _begins_sentence(text: Text, first: int) -> bool:
    return first == 0 or text.plain[text.firsts[first - 1]] in ".!?\n:"


def _before(text: Text, first: int) -> tuple[int, str, Cue]:
    """Return the level told by the words before a name, the word that tells it, and the cue."""
    typed, type_word = 0, ""
    position = first - 1
    steps = 0
    while position >= 0 and steps < _LOOK_BACK:
        written = text.written[position]
        if written in _APART and not (written == "." and _after_short(text, position)):
            break
        kind, value = _MEANING.get(written, ("", ""))
        if kind == "type" and not type_word and steps == 0:
            typed, type_word = int(value), written
        elif kind == "cue":
            return typed, type_word, value  # type: ignore[return-value]
        elif kind in ("office", "street", "site", "away"):
            cue = _beside(kind, steps, text, position)
            if cue != "none":
                level = int(value) if cue == "office" and not typed else typed
                return level, type_word or written, cue
        position -= 1
        steps += written != "."
    return typed, type_word, "none"


def _beside(kind: str, steps: int, text: Text, position: int) -> Cue:
    """Return what an office, street or site some words before a name says about it."""
    if kind == "office":
        return "office" if steps <= 2 else "none"
    if steps == 0:
        return kind  # type: ignore[return-value]
    if kind == "street" and steps == 1 and text.written[position + 1] in _ALONG:
        return "site"
    return "site" if kind == "site" and steps == 1 else "none"


_ALONG = frozenset(("raya", "utama", "lintas", "poros", "nasional", "provinsi", "besar", "desa"))
_APART = frozenset(".!?;\n,():")


def _after_short(text: Text, position: int) -> bool:
    if position == 0:
        return False
    return text.written[position - 1] in _MEANING


def _unknown(text: Text, at: int) -> Mention | None:
    """Return a name that nobody bears but that a word such as "Desa" announces; for typing errors."""
    written = text.written[at]
    known = regions.load()
    if at == 0 or len(written) < 4 or not written.isalpha() or written in _MEANING:
        return None
    if known.common[known.keys[written]] >= 3 if written in known.keys else written in _NEVER:
        return None
    announcing = text.written[at - 1]
    if announcing == "." and at > 1:
        announcing = text.written[at - 2]
    kind, value = _MEANING.get(announcing, ("", ""))
    capital = text.capitals[at]
    if kind != "type" or value not in "34" or announcing in _TITLES or not (capital or text.cased.islower()):
        return None
    last = at + 1
    while last < len(text.words) and last - at < 3 and capital and text.capitals[last]:
        last += 1
    start, end = text.firsts[at], text.lasts[last - 1]
    parts = spelling.pieces(text.plain[start:end])
    typed, type_word, cue = _before(text, at)
    return Mention(at, last, start, end, (), typed, cue, capital, 0, 0, spelling.full_key(parts), type_word)


def meaning(word: str) -> tuple[str, str]:
    """Return what a word before a name says: its kind ("type", "office", "cue", ...) and its level or cue."""
    return _MEANING.get(word, ("", ""))
