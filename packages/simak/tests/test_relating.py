"""Related drafts: our own set of events told two or three times, and disputes that come back."""

from datetime import datetime
from functools import cache
from itertools import combinations
from pathlib import Path

from simak.draft import Draft, Link
from simak.reading import read
from simak.relating import TICKED, relate

SET = Path(__file__).parent / "sets" / "related.txt"
WHEN = datetime(2024, 5, 12, 21)


@cache
def told() -> tuple[list[tuple[str, str]], list[Draft], dict[tuple[int, int], Link]]:
    names, drafts = [], []
    for line in SET.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        which, when, region, text = (part.strip() for part in line.split("|", 3))
        event, dispute = which.split()
        names.append((event, dispute))
        place = None if region == "-" else region
        drafts.append(read(text, received_at=datetime.fromisoformat(when), sender_region=place))
    return names, drafts, {(link.first, link.second): link for link in relate(drafts)}


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

    assert len(right) / len(pairs(0)) >= 0.9
    assert len(right) / len(suggested) >= 0.85


def test_what_is_ticked_beforehand_is_right() -> None:
    ticked = {pair for pair, link in told()[2].items() if link.kind != "case" and link.score >= TICKED}

    assert len(ticked & pairs(0)) / len(ticked) >= 0.95


def test_the_same_dispute_on_another_day_is_a_case_and_no_duplicate() -> None:
    links = told()[2]
    cases = {pair for pair, link in links.items() if link.kind == "case"}
    duplicates = {pair for pair, link in links.items() if link.kind != "case"}

    assert not duplicates & pairs(1)
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


def test_nothing_is_related_to_nothing() -> None:
    assert relate([]) == ()
    assert relate([read("bentrok", received_at=WHEN)]) == ()
