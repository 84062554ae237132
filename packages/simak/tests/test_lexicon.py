"""The lexicon: every word in the form the normaliser gives, found as a slow search finds it."""

from hypothesis import given, settings
from hypothesis import strategies as st
from simak import lexicon
from simak.affixes import root
from simak.lexicon import Line
from simak.normal import normalise

WORDS = lexicon.shipped()
SOME = sorted({word.strip("*") for _, word in lexicon._entries()})[::7]


def slow_find(line: Line) -> set[tuple[int, int, int]]:
    """Look for every word at every place, one after the other."""
    found = set()
    for group, word in lexicon._entries():
        key, lead, trail = lexicon._key(word)
        at = line.words.find(key)
        while at >= 0:
            first, last = line.token(at + lead), line.token(at + len(key) - 1 - trail)
            found.add((WORDS.number(group.name), first, last))
            at = line.words.find(key, at + 1)
    return found


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from(SOME) | st.sampled_from(["dan", ",", "Desa", "\n", "yang"]), max_size=12))
def test_one_pass_finds_what_a_slow_search_finds(parts: list[str]) -> None:
    line = lexicon.line(normalise(" ".join(parts)))

    found = lexicon.find(WORDS, line)
    covered = {place for hit in found for place in range(hit.first, hit.last + 1)}
    direct = {hit[:3] for hit in found if not _is_made_of(line, *hit[:3])}

    assert direct == {hit for hit in slow_find(line) if not _is_made_of(line, *hit)}
    assert all(0 <= place < len(line.text.tokens) for place in covered)


def _is_made_of(line: Line, group: int, first: int, last: int) -> bool:
    return first == last and group in WORDS.made_of(line.text.tokens[first].word)


def test_hits_lead_back_to_the_words_as_they_were_written() -> None:
    line = lexicon.line(normalise("Ada PERANG   KAMPUNG lagi pak"))

    hit = next(hit for hit in lexicon.find(WORDS, line) if hit.last > hit.first)
    span = line.span(hit)

    assert line.text.original[span.start : span.end] == "PERANG   KAMPUNG"


def test_words_of_seven_regional_languages_are_known() -> None:
    languages = {text.partition(":")[0] for text in _lines() if ":" in text}

    assert {"jv", "su", "md", "plm", "ml", "bgs", "pap"} <= languages


def _lines() -> list[str]:
    from importlib import resources

    folder = resources.files("simak") / "data" / "lexicon"
    return [line for file in folder.iterdir() for line in file.read_text(encoding="utf-8").splitlines()]


def test_every_word_has_the_form_that_the_normaliser_gives() -> None:
    as_written = (
        "smp",
        "pkl",
        "tpi",
        "dpt",
        "pppk",
        "p3k",
        "c1",
        "md",
    )  # short for something else in small letters
    strange = []
    for _, word in lexicon._entries():
        bare = word.strip("*")
        plain = lexicon.line(normalise(bare)).words.strip()
        if plain != lexicon._key(word)[0].strip() and not set(bare.split()) & set(as_written):
            strange.append(f"{bare} -> {plain}")

    assert strange == []


def test_acronyms_are_not_taken_for_shorthand() -> None:
    assert " smp " in lexicon.line(normalise("Siswa SMP 3")).words
    assert " sampai " in lexicon.line(normalise("jalan smp habis")).words


def test_a_word_is_led_back_to_the_known_word_it_is_made_from() -> None:
    known = {"tikam", "serang", "bakar", "perang"}

    assert root("penikaman", known) == "tikam"
    assert root("menyerangnya", known) == "serang"
    assert root("dibakarkan", known) == "bakar"
    assert root("perangkat", known) is None
    assert root("mereka", known) is None


def test_a_word_that_is_denied_is_known_as_such() -> None:
    text = normalise("tidak ada korban jiwa")
    line = lexicon.line(text)
    group = WORDS.number("tanda.mati")

    hit = next(hit for hit in lexicon.find(WORDS, line) if hit.group == group)

    assert lexicon.is_denied(text, hit)


def test_words_that_stand_in_ordinary_texts_say_less() -> None:
    def weight(text: str, group: str) -> float:
        found = lexicon.find(WORDS, lexicon.line(normalise(text)))
        return max(hit.weight for hit in found if hit.group == WORDS.number(group))

    assert weight("perang sarung", "bentrok.pelajar") == 1.0
    assert weight("sekolah", "kegiatan.rapat") < 0.4
