"""Story 000, Palembang: without reports from lurah, RT and citizens nobody can detect; FKUB settles a house of worship."""

import pytest
from django.test import Client

from kentongan.alerts.models import Alert
from kentongan.rules.authority import Role
from kentongan.rules.case_status import CaseStatus
from tests import town
from tests.journeys.walking import fill, joined, loop, now, page, prove, report_as, rings, staff, taken_up

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lumajang")]
VILLAGE = "35.08.10.1011"
RT = f"{VILLAGE}.RW03.RT05"


def test_three_reports_one_case_three_pillars_one_forum_and_tuntas() -> None:
    town.make_region(f"{VILLAGE}.RW03", "RW 03")
    town.make_region(RT, "RT 05")
    staff("35.08", VILLAGE, RT)
    citizen, rt = Client(), town.browser(Role.RT, RT)
    pillars = {role: town.browser(role, VILLAGE) for role in (Role.LURAH, Role.BABINSA, Role.BHABINKAMTIBMAS)}
    lurah = pillars[Role.LURAH]

    # A citizen without an account, the RT head and the lurah each tell of the same worry.
    told = {"kejadian": "sara", "kapan": "akan", "desa": VILLAGE}
    from_citizen = report_as(citizen, **told, cerita="Warga menolak pembangunan klenteng.")
    from_rt = report_as(rt, **told, cerita="Ada spanduk penolakan di gang.")
    from_lurah = report_as(lurah, **told, cerita="Panitia belum bertemu warga.")
    assert {from_citizen.author, from_rt.author is None, from_lurah.author is None} == {None, False}

    # All three pillars hear of what the citizen and the RT head saw, and one of them answers.
    loop(now(hours=9))
    assert all(rings(browser) >= 2 for browser in pillars.values())
    for alert in Alert.objects.filter(subject_id__in=[from_citizen.pk, from_rt.pk]):
        lurah.post(f"/panggilan/{alert.pk}/dengar")

    # The lurah takes it up; the other two reports join; the beat falls silent for everybody.
    case = taken_up(lurah, from_citizen, title="Rencana pembangunan klenteng")
    for other in (from_rt, from_lurah):
        assert joined(lurah, other, case) == case
    loop(now(hours=9))
    assert not any(rings(browser) for browser in pillars.values())
    assert not Alert.objects.filter(subject_kind="report", closed_at=None).exists()

    # The forum deliberates and settles; its minutes are the proof.
    fill(lurah, f"/kasus/{case.pk}/status/dimediasi", reason="Musyawarah bersama FKUB di balai kelurahan.")
    prove(lurah, case, "berita acara FKUB.pdf")
    day = now(days=7).date().isoformat()
    fill(
        lurah,
        f"/kasus/{case.pk}/tuntas",
        outcome="damai",
        text="FKUB dan warga sepakat tentang tempat dan jam ibadah.",
        follow_up_on=day,
    )
    assert "Kembali sendiri pada" in page(lurah, f"/kasus/{case.pk}")

    # It comes back by itself; calm is confirmed; the citizen reads the end of it with the code alone.
    loop(now(days=8))
    assert rings(lurah) == 1
    fill(
        lurah,
        f"/kasus/{case.pk}/periksa-ulang",
        finding="aman",
        text="Pembangunan berjalan, warga ikut kerja bakti.",
    )
    case.refresh_from_db()
    assert case.status == CaseStatus.DITUTUP
    assert "Tuntas" in page(citizen, f"/kode/{from_citizen.code}")
