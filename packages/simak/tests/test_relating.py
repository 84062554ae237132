"""Related drafts: our own set of events told two or three times, and disputes that come back."""

from datetime import datetime
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest
from simak.draft import Draft, Link
from simak.reading import read
from simak.relating import ONE_EVENT, TICKED, TOGETHER, groups, relate

SET = Path(__file__).parent / "sets" / "related.txt"
WHEN = datetime(2024, 5, 12, 21)


@cache
def told() -> tuple[list[tuple[str, str]], list[Draft], dict[tuple[int, int], Link]]:
    names, drafts, received = [], [], []
    for line in SET.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        which, when, region, text = (part.strip() for part in line.split("|", 3))
        event, dispute = which.split()
        names.append((event, dispute))
        place = None if region == "-" else region
        received.append(datetime.fromisoformat(when))
        drafts.append(read(text, received_at=received[-1], sender_region=place))
    return names, drafts, {(link.first, link.second): link for link in relate(drafts, received=received)}


def at_least(score: float) -> set[tuple[int, int]]:
    return {pair for pair, link in told()[2].items() if link.kind != "case" and link.score >= score}


def pairs(same: int) -> set[tuple[int, int]]:
    """Return the pairs of one event (same=0), or of one dispute but two events (same=1)."""
    names = told()[0]
    return {
        (a, b)
        for a, b in combinations(range(len(names)), 2)
        if names[a][same] == names[b][same] and (same == 0 or names[a][0] != names[b][0])
    }


def test_duplicates_are_suggested_with_few_missed_and_few_wrong() -> None:
    links = told()[2]
    suggested = {pair for pair, link in links.items() if link.kind != "case"}
    right = suggested & pairs(0)

    assert len(right) / len(pairs(0)) >= 0.95
    assert len(right) / len(suggested) >= 0.7


def test_groups_of_a_collection_miss_little_and_are_hardly_wrong() -> None:
    names, _, links = told()
    grouped = groups(len(names), links.values(), least=ONE_EVENT)
    likely = {pair for group in grouped for pair in combinations(sorted(group), 2)}

    assert len(likely & pairs(0)) / len(pairs(0)) >= 0.9
    assert len(likely & pairs(0)) / len(likely) >= 0.9


def test_what_is_ticked_beforehand_is_right() -> None:
    ticked = at_least(TICKED)

    assert len(ticked & pairs(0)) / len(ticked) >= 0.95


def test_the_same_dispute_on_another_day_is_a_case_and_no_duplicate() -> None:
    links = told()[2]
    cases = {pair for pair, link in links.items() if link.kind == "case"}
    duplicates = {pair for pair, link in links.items() if link.kind != "case"}

    assert not at_least(TOGETHER) & pairs(1)
    assert len(duplicates & pairs(1)) <= 2
    assert len(cases & pairs(1)) / len(cases) >= 0.9
    assert len(cases & pairs(1)) / len(pairs(1)) >= 0.6


def test_the_same_words_are_a_copy() -> None:
    text = (
        "Hati-hati warga, ada orang tidak dikenal berkeliling membawa karung di Desa Sukamaju sejak tadi sore"
    )
    drafts = [read(text, received_at=WHEN), read(f"Diteruskan: {text}!!", received_at=WHEN)]

    assert [link.kind for link in relate(drafts)] == ["copy"]


def test_the_order_of_drafts_does_not_matter() -> None:
    drafts = told()[1][:12]
    last = len(drafts) - 1

    forwards = {(link.first, link.second, link.kind, link.score) for link in relate(drafts)}
    backwards = {
        (last - link.second, last - link.first, link.kind, link.score) for link in relate(drafts[::-1])
    }

    assert forwards == backwards


def test_a_chain_of_doubtful_pairs_does_not_join_what_is_far_apart() -> None:
    links = [Link(0, 1, "duplicate", 0.9), Link(1, 2, "duplicate", 0.6), Link(2, 3, "duplicate", 0.9)]

    assert sorted(map(sorted, groups(5, links))) == [[0, 1], [2, 3], [4]]
    assert sorted(map(sorted, groups(3, [*links[:2], Link(0, 2, "duplicate", 0.6)]))) == [[0, 1, 2]]
    assert len(groups(2, [Link(0, 1, "case", 0.99)])) == 2


def test_a_place_picked_on_the_page_and_the_time_of_receipt_make_it_sharper() -> None:
    texts = ["tawuran pemuda, 2 luka kena parang", "ribut pemuda bawa parang, korban luka 2 orang"]
    drafts = [read(text, received_at=WHEN) for text in texts]
    village = "52.06.10.2004"

    (near,) = relate(drafts, received=[WHEN, WHEN.replace(minute=20)], chosen=[village, village])
    apart = relate(drafts, received=[WHEN, WHEN.replace(minute=20)], chosen=[village, "35.08.10.2003"])

    assert near.score >= TOGETHER
    assert all(link.score < near.score for link in apart)


def test_lists_of_another_length_are_refused() -> None:
    with pytest.raises(ValueError, match="0 drafts and 1 in received"):
        relate([], received=[WHEN])


def test_many_drafts_are_compared_by_blocks_with_the_same_result() -> None:
    few = told()[1]
    filler = [read(f"laporan giat patroli pos {n}", received_at=WHEN) for n in range(5)]
    odd = [
        read(f"maling ayam kandang{n} dipukuli", received_at=WHEN.replace(year=2000 + n % 20))
        for n in range(60)
    ]

    sure = {pair for pair, link in told()[2].items() if link.score >= TICKED and link.kind != "case"}
    again = {(link.first, link.second) for link in relate([*few, *filler, *odd]) if link.kind != "case"}

    assert len(sure & again) / len(sure) >= 0.95


def test_nothing_is_related_to_nothing() -> None:
    assert relate([]) == ()
    assert relate([read("bentrok", received_at=WHEN)]) == ()


def test_a_dispute_of_two_villages_is_one_whichever_is_taken_for_the_scene() -> None:
    texts = (
        "Mediasi batas Desa Tangguwisia dengan Desa Kalianget di Kecamatan Seririt Buleleng buntu kemarin",
        "Rapat batas desa di kantor Camat Seririt, Buleleng, buntu; Kalianget dan Tangguwisia belum sepakat",
    )
    apart = texts[1].replace("Kalianget dan Tangguwisia", "Lokapaksa dan Unggahan")
    one, other, third = (read(text, received_at=WHEN) for text in (*texts, apart))

    (link,) = relate([one, other])

    assert link.score > max((each.score for each in relate([one, third])), default=0.0)
