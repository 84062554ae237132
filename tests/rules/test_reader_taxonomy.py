"""The reader ships its own words for the taxonomy; every code it knows is one of the service, and none is missing."""

from datetime import UTC, datetime

import pytest
from simak import lexicon, taxonomy
from simak.reading import read

from kentongan.rules.taxonomy import EVENT_FORMS, ISSUES


def _of_groups(kind: str) -> set[str]:
    groups = lexicon.shipped().groups
    return {code for group in groups for code in (group.event_forms if kind == "E" else group.issues)}


def event_forms_known() -> set[str]:
    tables = (taxonomy.USUAL_FORM, taxonomy.BY_KIND, taxonomy.BY_SIGN)
    listed = {code for table in tables for codes in table.values() for code in codes}
    return listed | set(taxonomy.BY_WORD.values()) | _of_groups("E") | {"E05", "E09"}


def issues_known() -> set[str]:
    listed = {code for codes in taxonomy.USUAL_ISSUE.values() for code in codes}
    return listed | set(taxonomy.ISSUE_BY_WORD.values()) | _of_groups("I")


def test_every_event_form_of_the_reader_is_one_of_the_service() -> None:
    assert event_forms_known() <= set(EVENT_FORMS)


def test_the_reader_knows_every_event_form_of_the_service() -> None:
    assert event_forms_known() == set(EVENT_FORMS)


def test_every_issue_of_the_reader_is_one_of_the_service() -> None:
    assert issues_known() <= set(ISSUES)


def test_the_reader_knows_every_issue_of_the_service() -> None:
    assert issues_known() == set(ISSUES)


@pytest.mark.parametrize(
    ("text", "form", "issue"),
    [
        ("Demo mahasiswa di DPRD ricuh, massa melempari polisi dengan batu", "E09", "I06"),
        ("Buruh mogok kerja menuntut upah, tertib", "E07", "I10"),
        ("Info: massa kampung sebelah kumpul bawa parang, mau serang nanti malam", "E05", "I15"),
        ("Warga demo menuntut kades mundur karena korupsi dana desa", "E06", "I07"),
        ("Tawuran pelajar SMK, dua siswa luka", "E12", "I17"),
        ("Rumah dukun santet dibakar warga", "E18", "I25"),
        ("Kontak tembak TNI dengan KKB", "E23", "I01"),
        ("Warga dua desa sepakat damai dimediasi camat soal tapal batas", "E30", "I18"),
    ],
)
def test_reports_get_their_codes(text: str, form: str, issue: str) -> None:
    draft = read(text, received_at=datetime(2025, 1, 1, tzinfo=UTC))

    assert form in [found.value for found in draft.event_forms]
    assert issue in [found.value for found in draft.issues]
