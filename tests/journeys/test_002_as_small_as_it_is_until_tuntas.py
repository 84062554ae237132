"""Story 002, Kota Pasuruan: every problem is answered and finished, "sekecil apapun sampai tuntas"."""

import pytest
from django.test import Client

from kentongan.alerts.models import Alert
from kentongan.cases.models import Case, Task
from kentongan.rules.authority import Role
from kentongan.rules.case_status import CaseStatus
from tests import town
from tests.journeys.walking import fill, loop, now, page, prove, report_as, rings, staff, taken_up

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lumajang")]
VILLAGE = "35.08.10.1011"
KECAMATAN = "35.08.10"
RT = f"{VILLAGE}.RW03.RT05"


def test_a_tiny_quarrel_nobody_answers_climbs_relapses_once_and_ends_tuntas() -> None:
    town.make_region(f"{VILLAGE}.RW03", "RW 03")
    town.make_region(RT, "RT 05")
    staff("35.08", VILLAGE, RT)
    rt, lurah, camat = (
        town.browser(Role.RT, RT),
        town.browser(Role.LURAH, VILLAGE),
        town.browser(Role.CAMAT, KECAMATAN),
    )

    # Two neighbours quarrel over a fence. The three pillars are called and do not answer.
    report = report_as(rt, kejadian="sengketa", kapan="sudah", desa=VILLAGE, cerita="Cekcok soal pagar.")
    loop(now())
    alert = Alert.objects.get(subject_id=report.pk)
    assert alert.rung == "tiga_pilar"
    assert rings(camat) == 0

    # The camat is called in their place and gives the case to the lurah, who hears of that.
    loop(alert.due_at)
    assert rings(camat) == 1
    camat.post(f"/panggilan/{alert.pk}/dengar")
    case = taken_up(camat, report, owner_id=str(town.post(Role.LURAH, VILLAGE).pk))
    loop(now())
    assert (case.owner, rings(camat), rings(lurah)) == (town.post(Role.LURAH, VILLAGE), 0, 1)

    # The RT head gets a task on the spot and taps it.
    fill(
        lurah,
        f"/kasus/{case.pk}/tugas",
        text="Temui kedua keluarga.",
        owner_id=str(town.post(Role.RT, RT).pk),
        due_at=f"{now(days=1):%Y-%m-%dT%H:%M}",
    )
    task = Task.objects.get(case=case)
    for tap in ("tiba", "selesai"):
        rt.post(f"/tugas/{task.pk}", {"tap": tap})

    # Without proof the button says why not; with it the case is settled and comes back on its day.
    assert "Lampirkan dulu bukti penyelesaian." in page(lurah, f"/kasus/{case.pk}")
    settle(lurah, case)
    loop(now(days=8))
    fill(lurah, f"/kasus/{case.pk}/periksa-ulang", finding="kambuh", text="Pagar dibongkar lagi semalam.")
    case.refresh_from_db()
    assert case.status == CaseStatus.DIBUKA_KEMBALI

    # The old proof proves nothing any more; the second time it holds.
    fill(lurah, f"/kasus/{case.pk}/status/ditangani", reason="Diukur ulang bersama BPN.")
    assert "Lampirkan dulu bukti penyelesaian." in page(lurah, f"/kasus/{case.pk}")
    settle(lurah, case)
    loop(now(days=8))
    fill(
        lurah,
        f"/kasus/{case.pk}/periksa-ulang",
        finding="aman",
        text="Pagar berdiri di batas yang disepakati.",
    )
    case.refresh_from_db()
    report.refresh_from_db()
    assert (case.status, report.status) == (CaseStatus.DITUTUP, CaseStatus.DITUTUP)
    loop(now(days=9))
    assert not Alert.objects.filter(closed_at=None).exists()


def settle(lurah: Client, case: Case) -> None:
    """Prove and settle."""
    prove(lurah, case)
    fill(
        lurah,
        f"/kasus/{case.pk}/tuntas",
        outcome="damai",
        text="Batas pagar disepakati.",
        follow_up_on=now(days=7).date().isoformat(),
    )
