"""Story 003, Mempawah: data centralised at Kesbangpol; stopping belongs to Polri and TNI, who get copies, not orders."""

from urllib.parse import urlsplit

import pytest

from kentongan.cases.models import CopyRecipient
from kentongan.rules.authority import Role
from kentongan.rules.case_status import CaseStatus
from tests import town
from tests.journeys.walking import fill, loop, now, page, report_as, rings, staff, taken_up, walk_to_tuntas

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lumajang")]
VILLAGE = "35.08.10.1011"
KECAMATAN = "35.08.10"


def test_kesbangpol_holds_the_case_and_polri_and_tni_acknowledge_their_copies() -> None:
    staff("35.08", VILLAGE)
    desk, kepala, leader = (
        town.browser(role, "35.08") for role in (Role.OPERATOR, Role.KEPALA, Role.PIMPINAN)
    )
    police, army = town.browser(Role.KAPOLSEK, KECAMATAN), town.browser(Role.DANRAMIL, KECAMATAN)

    # A crowd gathers: it cannot wait, so Kesbangpol hears together with the village.
    report = report_as(
        town.browser(Role.BABINSA, VILLAGE),
        kejadian="ribut",
        kapan="kini",
        desa=VILLAGE,
        cerita="Massa berkumpul.",
    )
    loop(now())
    assert rings(desk) == 1

    # The operator takes it up: one data home, read by the leaders, invisible next door.
    case = taken_up(desk, report)
    town.appoint(Role.LURAH, "35.08.10.1012")
    assert page(leader, f"/kasus/{case.pk}")
    assert town.browser(Role.LURAH, "35.08.10.1012").get(f"/kasus/{case.pk}").status_code == 404

    # Polri and TNI cannot be given the case: they are not even in the list.
    handing_over = page(desk, f"/kasus/{case.pk}/penanggung-jawab")
    for role in (Role.KAPOLSEK, Role.DANRAMIL):
        assert str(town.post(role, KECAMATAN).pk) not in handing_over

    # They get copies, find them waiting, and say that they have read them.
    for role, officer in ((Role.KAPOLSEK, police), (Role.DANRAMIL, army)):
        fill(desk, f"/kasus/{case.pk}/tembusan", post_id=str(town.post(role, KECAMATAN).pk))
        copy = CopyRecipient.objects.get(case=case, post=town.post(role, KECAMATAN))
        assert f"/tembusan/{copy.pk}/terima" in page(officer, "/tugas")
        answer = officer.post(f"/tembusan/{copy.pk}/terima")
        assert urlsplit(answer["Location"]).path == f"/kasus/{case.pk}"
        fill(officer, f"/kasus/{case.pk}/catatan", text="Pengamanan terbuka telah dilakukan.")
    assert page(desk, f"/kasus/{case.pk}").count("diterima") >= 2

    # Only the head of Kesbangpol names it a social conflict; the desk brings it to tuntas.
    assert desk.get(f"/kasus/{case.pk}/konflik-sosial").status_code == 404
    fill(kepala, f"/kasus/{case.pk}/konflik-sosial", is_one="0", reason="Satu kampung, satu malam.")
    assert walk_to_tuntas(desk, case, outcome="dilimpahkan").status == CaseStatus.DITUTUP
