"""Walking through the real pages: open a page, fill in its form as it stands there, and let the loop go round."""

import re
from datetime import datetime, timedelta
from html import unescape
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from kentongan.cases.models import Case
from kentongan.reports.models import Report
from kentongan.rules.authority import Role
from kentongan.upkeep.clock import keep_going
from kentongan.wiring import CLOCK
from tests import town

HIDDEN = re.compile(r'<input type="hidden"[^>]*? name="(\w+)"[^>]*? value="([^"]*)"')
PAPER = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def staff(kabupaten: str, village: str = "", rt: str = "") -> None:
    """Fill the posts of a kabupaten, and those of one village with its kecamatan."""
    posts = [
        (role, kabupaten) for role in (Role.OPERATOR, Role.ANALIS, Role.KEPALA, Role.PIMPINAN, Role.ADMIN)
    ]
    if village:
        posts += [(role, village) for role in (Role.LURAH, Role.BABINSA, Role.BHABINKAMTIBMAS)]
        posts += [(role, village.rpartition(".")[0]) for role in (Role.CAMAT, Role.KAPOLSEK, Role.DANRAMIL)]
    if rt:
        posts.append((Role.RT, rt))
    for role, region in posts:
        town.appoint(role, region)


def loop(at: datetime) -> None:
    """Let the loop go round until nothing more follows."""
    for _ in range(2):
        for _every, job in CLOCK:
            job(at, keep_going)


def now(**length: float) -> datetime:
    """Return the present moment, or one after it."""
    return timezone.now() + timedelta(**length)


def page(client: Client, address: str) -> str:
    """Open a page that must be there."""
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def fill(client: Client, address: str, **told: Any) -> str:
    """Fill in the form of a page, look at the answers if asked to, and return where it leads."""
    opened = page(client, address)
    answer = client.post(address, dict(hidden(opened)) | told)
    if answer.status_code == 200:
        checked = answer.content.decode()
        assert 'name="benar"' in checked, checked
        answer = client.post(address, dict(hidden(checked)))
    assert answer.status_code == 302, (address, answer.status_code, sentence(answer.content.decode()))
    return str(answer["Location"])


def hidden(opened: str) -> list[tuple[str, str]]:
    """Return what the forms of a page carry unseen."""
    return [
        (name, unescape(value)) for name, value in HIDDEN.findall(opened) if name not in {"next", "language"}
    ]


def sentence(opened: str) -> str:
    """Return what a page says is wrong."""
    found = re.search(r'role="alert".*?</div>', opened, re.DOTALL)
    return re.sub(r"<[^>]+>", " ", found.group()) if found else ""


def rings(client: Client) -> int:
    """Return how many calls wait for this officer."""
    return int(client.get("/panggilan/keadaan").json()["count"])


def report_as(client: Client, **told: str) -> Report:
    """Send a report by the form of the public and return it."""
    opened = page(client, "/lapor")
    answer = client.post("/lapor", {"kode": dict(hidden(opened))["kode"], **told})
    assert answer.status_code == 201, answer.content.decode()
    code = re.search(r"KT-[0-9A-Z]{5}-[0-9A-Z]{6}", answer.content.decode())
    assert code
    return Report.objects.get(code=code.group())


def taken_up(client: Client, report: Report, **told: str) -> Case:
    """Take a report up from its own page."""
    opened = page(client, f"/laporan/{report.pk}")
    assert f"/laporan/{report.pk}/kasus" in opened
    return case_at(fill(client, f"/laporan/{report.pk}/kasus", **({"title": "", "owner_id": ""} | told)))


def joined(client: Client, report: Report, case: Case) -> Case:
    """Put a report into an open case, from the page that offers it."""
    offered = page(client, f"/laporan/{report.pk}/kasus")
    assert case.number in offered
    answer = client.post(f"/laporan/{report.pk}/gabung", dict(hidden(offered)) | {"case_id": str(case.pk)})
    assert answer.status_code == 302
    return case_at(answer["Location"])


def case_at(address: str) -> Case:
    """Return the case of an address."""
    return Case.objects.get(pk=address.rstrip("/").rpartition("/")[2])


def prove(client: Client, case: Case, name: str = "berita acara.pdf") -> None:
    """Attach the proof."""
    fill(client, f"/kasus/{case.pk}/lampiran", file=SimpleUploadedFile(name, PAPER), is_evidence="on")


def walk_to_tuntas(
    client: Client, case: Case, *, outcome: str = "selesai", text: str = "Selesai bersama warga."
) -> Case:
    """Prove, settle, wait for the look back, and answer it."""
    prove(client, case)
    looked_at_on = (now(days=7)).date().isoformat()
    fill(client, f"/kasus/{case.pk}/tuntas", outcome=outcome, text=text, follow_up_on=looked_at_on)
    loop(now(days=8))
    fill(client, f"/kasus/{case.pk}/periksa-ulang", finding="aman", text="Masih aman.")
    case.refresh_from_db()
    return case
