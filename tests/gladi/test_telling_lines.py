"""What is written for readers of text: one line of the shared schema, rich in words, with nothing that must not stand."""

import json
import re
from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kentongan.gladi.telling import regional
from kentongan.gladi.telling.asked import CATEGORIES, CHANNELS, COUNTS, KINDS
from kentongan.gladi.telling.lines import labels_line
from kentongan.gladi.telling.places import FROM_CONTEXT, FROM_TEXT
from kentongan.gladi.telling.tell import check, tell
from kentongan.rules.places import CODE
from tests.gladi.telling_world import LANGS, Case, drawn, lumajang

SEEDS = st.integers(0, 10**9)
KEYS = ["id", "source", "ref_time", "sender_ctx", "lang", "text", "labels", "spans", "dup_group", "note"]
LABELS = [
    "kind", "category", "category_alt", "severity", "place", "place_alt", "place_from", "date", "date_alt", "time",
    "counts", "parties", "institutions", "persons",
]  # fmt: skip
FIELDS = {"place", "date", "time", "parties", "institutions", "persons", *COUNTS}
# Belief, origin and party: none of it may stand in a phrase of ours. Names of places are not ours.
UNSPEAKABLE = (
    "islam", "muslim", "kristen", "katolik", "protestan", "hindu", "buddha", "budha", "konghucu", "gereja", "masjid", "mesjid",
    "musala", "mushola", "langgar", "pura", "vihara", "wihara", "klenteng", "kelenteng", "sinagoge", "ahmadiyah", "syiah", "sunni",
    "kiai", "kyai", "ustad", "ustadz", "pendeta", "pastor", "haji", "santri", "pesantren", "pengajian", "jemaat", "jamaah", "azan",
    "adzan", "salat", "sholat", "misa", "natal", "lebaran", "idul", "ramadan", "puasa", "nyepi", "waisak", "assalamualaikum",
    "alhamdulillah", "insyaallah", "bismillah", "madura", "jawa", "sunda", "minang", "bugis", "betawi", "tionghoa", "cina", "china",
    "papua", "batak", "dayak", "melayu", "tengger", "osing", "suku", "pribumi", "kafir", "pdip", "golkar", "gerindra", "nasdem",
    "pkb", "pks", "demokrat", "partai", "perindo", "lgbt", "komunis", "pki", "mts",
)  # fmt: skip
FORBIDDEN = re.compile(rf"\b({'|'.join(UNSPEAKABLE)})\b")


def written(case: Case) -> dict[str, object]:
    told = labels_line(
        case.told, id="x1", said_at=case.said_at, region=case.place.code, sender=case.sender.region
    )
    return dict(json.loads(told))


@given(SEEDS)
def test_a_line_has_the_shape_of_the_shared_schema(seed: int) -> None:
    line = written(drawn(seed))
    labels, spans = line["labels"], line["spans"]

    assert list(line) == KEYS
    assert isinstance(labels, dict)
    assert isinstance(spans, dict)
    assert list(labels) == LABELS
    assert line["source"] in {"news", "wa"}
    assert labels["kind"] in KINDS
    assert {labels["category"], *labels["category_alt"]} <= set(CATEGORIES)
    assert labels["category"] not in labels["category_alt"]
    assert labels["severity"] in range(4)
    assert labels["place_from"] in {FROM_TEXT, FROM_CONTEXT, None}
    for code in filter(None, [labels["place"], line["sender_ctx"], *labels["place_alt"]]):
        assert CODE.fullmatch(code)
    assert datetime.fromisoformat(str(line["ref_time"]))
    for day in filter(None, [labels["date"], *labels["date_alt"]]):
        assert date.fromisoformat(day)
    assert labels["time"] is None or re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", labels["time"])
    assert set(labels["counts"]) <= set(COUNTS)
    assert all(0 <= low <= high for low, high in labels["counts"].values())
    assert set(spans) <= FIELDS
    assert all(span in str(line["text"]) for span in spans.values())
    if labels["kind"] in {"bukan", "kegiatan"} or labels["category"] == "bencana_laka":
        assert labels["severity"] == 0
    if labels["kind"] == "bukan":
        assert [labels["counts"], labels["date"], labels["parties"]] == [{}, None, []]


@pytest.mark.parametrize("category", CATEGORIES)
def test_a_thousand_texts_of_a_category_hardly_repeat_themselves(category: str) -> None:
    texts = [drawn(seed, category=category).told.text.lower() for seed in range(1000)]
    runs = Counter(
        run for text in texts for run in zip(*(text.split()[at:] for at in range(3)), strict=False)
    )

    # 1,000 draws with n repeats come from about 500,000 / n different texts: fewer than 50 mean more than 10,000.
    assert len(texts) - len(set(texts)) < 50
    assert len(runs) > 0.4 * sum(runs.values())


def test_nothing_names_belief_origin_or_party() -> None:
    for seed in range(6000):
        case = drawn(seed)
        text = case.told.text.lower()
        for name in {case.place.name, case.place.kecamatan, case.place.kabupaten}:
            text = text.replace(name.lower(), "")
        if case.place.other:
            text = text.replace(case.place.other.name.lower(), "")
        assert not FORBIDDEN.search(text), text


def test_the_list_of_what_must_not_stand_would_find_it() -> None:
    assert FORBIDDEN.search("warga protes dekat masjid")


@pytest.mark.parametrize("lang", [lang for lang in LANGS if lang != "id"])
def test_every_region_has_words_of_its_own(lang: str) -> None:
    own = {
        word
        for words in regional.table(lang).values()
        for said in words
        for word in said.split()
        if word.isalpha()
    }
    own -= set(regional.table(lang))
    heard: Counter[str] = Counter()
    for seed in range(300):
        case = drawn(seed, category="bentrok", channel="wa")
        told = tell(
            case.happening, replace(case.sender, lang=lang, role="warga"), case.place, rng=Random(seed)
        )
        heard.update(word for word in told.text.lower().split() if word in own)

    assert len(heard) > 12


def test_all_who_tell_of_a_matter_agree_on_it_in_other_words() -> None:
    for seed in range(200):
        case = drawn(seed, category="hoaks", kind="kejadian", nature="rumor", parties=(), issues=("I30",))
        first = case.told

        again = tell(
            replace(case.happening, id="lain", episode="lain"), case.sender, case.place, rng=Random(seed + 7),
            said_at=case.said_at, paraphrase_of=first,
        )  # fmt: skip

        assert again.claim == first.claim
        assert again.text != first.text


def test_a_slander_is_about_one_person_whoever_tells_it() -> None:
    case = drawn(5, category="hoaks", kind="kejadian", nature="fitnah")
    told = [
        tell(
            case.happening, replace(case.sender, number=f"+62{n}", lang=LANGS[n % 10], channel=CHANNELS[n % 5]), case.place,
            rng=Random(n), paraphrase_of=case.told,
        )
        for n in range(40)
    ]  # fmt: skip

    assert len({each.labels.persons[0].lower() for each in told}) == 1
    assert len({each.text for each in told}) > 35


@pytest.mark.parametrize(
    ("category", "kind", "channel"),
    [("perang", "kejadian", "wa"), ("bentrok", "kegiatan", "wa"), ("bukan", "kejadian", "wa"), ("bentrok", "kejadian", "radio")],
)  # fmt: skip
def test_what_does_not_belong_together_is_refused_in_words(category: str, kind: str, channel: str) -> None:
    with pytest.raises(ValueError, match=r"tidak (dikenal|dapat dipakai)"):
        check(category, kind, channel)


def test_nobody_is_known_by_a_place_they_do_not_name() -> None:
    town = lumajang()["35.08.10.1011"]
    case = drawn(1, category="bentrok", kind="kejadian", parties=())
    for seed in range(300):
        told = tell(
            replace(case.happening, region=town.code), replace(case.sender, region=""), town, rng=Random(seed)
        )

        assert told.labels.place_from == FROM_TEXT
        assert "lumajang" in re.sub(r"(.)\1+", r"\1", told.text.lower())
