"""The ways in, over HTTP: the plain form, the page of a code, the paste box, nil reports, photos."""

import io
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from kentongan.events.models import Event
from kentongan.reports import throttle
from kentongan.reports.models import Addition, NilReport, Original, Photo, Report, ReportVersion, Source
from kentongan.rules.authority import Role
from tests import machine
from tests.offices import make_officer, make_regions

pytestmark = pytest.mark.django_db
VILLAGE = "35.08.10.1001"
CODE = "KT-A82K5-85YM0E"
CLASH = {"kejadian": "ribut", "kapan": "kini", "desa": VILLAGE, "kode": CODE, "cerita": "Saling lempar batu."}


@pytest.fixture(autouse=True)
def _places() -> None:
    make_regions()


def officer(role: Role, region: str) -> Client:
    client = Client()
    client.force_login(make_officer(role, region))
    return client


def photo_file(size: tuple[int, int] = (40, 30), kind: str = "JPEG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, kind)
    return out.getvalue()


def send(client: Client | None = None, **changes: object) -> str:
    response = (client or Client()).post("/lapor", {**CLASH, **changes})
    assert response.status_code == 201, response.content.decode()
    found = re.search(r"KT-\w{5}-\w{6}", response.content.decode())
    assert found
    return found[0]


def test_a_citizen_reports_without_script_and_gets_a_receipt() -> None:
    response = Client().post("/lapor", CLASH)

    assert response.status_code == 201
    page = response.content.decode()
    assert CODE in page
    assert "<svg" in page
    assert Report.objects.get().text == "Saling lempar batu."


@pytest.mark.parametrize("address", ["/lapor", "/kode", f"/kode/{CODE}", "/kode/salah"])
def test_no_cookie_is_set_for_a_citizen(address: str) -> None:
    send()

    assert not Client().get(address).cookies


def test_no_cookie_is_set_when_something_is_sent_or_refused() -> None:
    client = Client()

    answers = [
        client.post("/lapor", CLASH),
        client.post("/lapor", {}),
        client.post("/lapor", {**CLASH, "cerita": "Isi lain."}),
        client.post(f"/kode/{CODE}/rincian", {"cerita": "", "key": uuid4()}),
        client.post(f"/kode/{CODE}/rincian", {"cerita": "Lagi.", "key": uuid4()}),
    ]

    assert [answer.status_code for answer in answers] == [201, 422, 422, 409, 302]
    assert not any(answer.cookies for answer in answers)


def test_neither_address_nor_browser_of_a_citizen_is_kept(caplog: pytest.LogCaptureFixture) -> None:
    address, browser = "203.0.113.77", "Kanari/9.9"

    Client(REMOTE_ADDR=address, HTTP_USER_AGENT=browser).post("/lapor", CLASH)

    kept = str(list(Report.objects.values())) + str(list(Event.objects.values())) + caplog.text
    assert address not in kept
    assert browser not in kept


def test_what_is_missing_is_said_on_top_and_nothing_typed_is_lost() -> None:
    response = Client().post("/lapor", {"cerita": "Sudah panjang ditulis.", "tempat": "Pasar"})

    page = response.content.decode()
    assert response.status_code == 422
    assert page.index('role="alert"') < page.index("<form method")
    assert "Sudah panjang ditulis." in page
    assert 'value="Pasar"' in page


def test_pressing_send_twice_is_one_report() -> None:
    assert send() == send()
    assert Report.objects.count() == 1


def test_another_text_under_a_used_code_keeps_the_text_and_offers_a_new_code() -> None:
    send()

    response = Client().post("/lapor", {**CLASH, "cerita": "Perkembangan baru."})

    page = response.content.decode()
    fresh = re.search(r'name="kode" value="(KT-[^"]+)"', page)
    assert response.status_code == 422
    assert "Perkembangan baru." in page
    assert fresh
    assert send(cerita="Perkembangan baru.", kode=fresh[1]) != CODE


def test_a_post_from_another_site_in_the_name_of_an_officer_is_refused() -> None:
    client = officer(Role.LURAH, VILLAGE)

    foreign = client.post("/lapor", CLASH, headers={"origin": "https://lain.example"})
    nowhere = client.post("/lapor", CLASH)
    own = client.post("/lapor", CLASH, headers={"origin": "http://testserver"})

    assert [foreign.status_code, nowhere.status_code, own.status_code] == [403, 403, 201]


def test_a_report_of_an_officer_carries_the_account_unless_told_not_to() -> None:
    client = officer(Role.LURAH, VILLAGE)
    client.defaults["HTTP_ORIGIN"] = "http://testserver"

    send(client)
    send(client, kode="", anonim="ya", cerita="Tanpa nama.")

    named, unnamed = Report.objects.order_by("anonymous")
    assert named.author is not None
    assert unnamed.author is None


def test_rt_and_rw_lead_to_the_finest_place() -> None:
    send(rt="RT 03 RW 05")

    report = Report.objects.get()
    assert (report.region_id, report.precision) == (f"{VILLAGE}.RW05.RT03", "RT")


def test_a_body_that_is_too_large_is_refused_before_it_is_read() -> None:
    response = Client().post("/lapor", CLASH, CONTENT_LENGTH=str(46 * 1024 * 1024))

    assert response.status_code == 413
    assert "terlalu besar" in response.content.decode()


def test_a_form_field_of_megabytes_is_refused_with_a_sentence() -> None:
    response = Client().post("/lapor", {**CLASH, "cerita": "a" * 3_000_000})

    assert response.status_code == 413
    assert not Report.objects.exists()


def test_a_photo_that_is_none_does_not_cost_the_report() -> None:
    file = SimpleUploadedFile("foto.jpg", b"%PDF-1.7 bukan foto", content_type="image/jpeg")

    response = Client().post("/lapor", {**CLASH, "foto": file})

    assert response.status_code == 201
    assert "bukan foto" in response.content.decode()
    assert (Report.objects.count(), Photo.objects.count()) == (1, 0)


def test_a_photo_is_shown_to_who_may_see_the_report_and_to_nobody_else() -> None:
    send(foto=SimpleUploadedFile("foto.jpg", photo_file(), content_type="image/jpeg"))
    address = f"/foto/{Photo.objects.get().pk}"

    seen = officer(Role.LURAH, VILLAGE).get(address)
    other = officer(Role.LURAH, "35.08.11.2001").get(address)
    nobody = Client().get(address)

    seen.close()
    assert seen.status_code == 200
    assert seen["Cache-Control"] == "no-store, private"
    assert other.status_code == 404
    assert nobody.status_code in {302, 404}


@pytest.mark.parametrize(
    ("sensitivity", "restricted", "lines"), [("R", False, 1), ("B", True, 1), ("T", False, 0)]
)
def test_looking_at_a_photo_of_a_confidential_report_is_written_down(
    sensitivity: str, restricted: bool, lines: int
) -> None:
    send(foto=SimpleUploadedFile("foto.jpg", photo_file(), content_type="image/jpeg"))
    Report.objects.update(sensitivity=sensitivity, restricted=restricted)
    photo = Photo.objects.get()

    seen = officer(Role.ANALIS, "35.08").get(f"/foto/{photo.pk}")
    refused = officer(Role.LURAH, "35.08.11.2001").get(f"/foto/{photo.pk}")
    written = Event.objects.filter(kind="photo.read", subject_id=photo.pk).count()
    seen.close()

    assert (seen.status_code, refused.status_code, written) == (200, 404, lines)


def test_a_wrong_code_looks_like_an_unknown_one() -> None:
    unknown, wrong = Client().get("/kode/KT-00000-000000"), Client().get("/kode/<script>")

    assert unknown.status_code == wrong.status_code == 404
    assert stripped(unknown.content) == stripped(wrong.content)


def stripped(page: bytes) -> bytes:
    """Leave out what differs by address: the hidden way back."""
    return re.sub(rb'name="(next|key)" value="[^"]*"', b"", page)


def test_the_page_of_a_code_says_words_and_times_and_nothing_of_the_report() -> None:
    send(tempat="Gang Kenari", cerita="Rahasia kenari.")

    page = Client().get(f"/kode/{CODE}").content.decode()

    assert "Diterima" in page
    assert "enari" not in page
    assert "Tompokersan" not in page


def test_a_code_typed_as_people_type_it_is_found() -> None:
    send()

    assert Client().get("/kode", {"kode": "kt a82k5 85ymoe"}).status_code == 200


ELSEWHERE = {"X-Real-IP": "203.0.113.7"}


@pytest.mark.parametrize(
    ("method", "address", "data"),
    [
        ("get", f"/kode/{CODE}", {}),
        ("get", f"/kode/{CODE}/tanda-terima", {}),
        ("get", f"/api/v1/laporan/{CODE}", {}),
        ("post", f"/kode/{CODE}/rincian", {"cerita": "Ada lagi."}),
        ("post", f"/kode/{CODE}/aman", {"aman": "ya"}),
        ("post", f"/kode/{CODE}/foto", {}),
    ],
)
def test_who_tries_many_codes_waits_and_nobody_else_does(
    monkeypatch: pytest.MonkeyPatch, method: str, address: str, data: dict[str, str]
) -> None:
    monkeypatch.setattr(throttle, "AT_ONCE", 2)
    monkeypatch.setattr(throttle, "EVERY", timedelta(seconds=100))
    send()
    here, there = Client(), Client(headers=ELSEWHERE)
    asked = [getattr(here, method)(address, {**data, "key": uuid4()}).status_code for _ in range(4)]

    assert 429 not in asked[:2]
    assert asked[2:] == [429, 429]
    assert getattr(there, method)(address, {**data, "key": uuid4()}).status_code != 429


def test_who_was_slowed_down_is_answered_after_the_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "AT_ONCE", 1)
    now = timezone.now()

    waits = [throttle.wait("a", at=now), throttle.wait("a", at=now)]

    assert waits == [0.0, pytest.approx(throttle.EVERY.total_seconds())]
    assert throttle.wait("a", at=now + throttle.EVERY) == 0.0
    assert throttle.forget(at=now + 3 * throttle.EVERY) == 1


def test_a_page_that_says_wait_asks_again_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "AT_ONCE", 0)

    response = Client().get(f"/kode/{CODE}")

    assert (response.status_code, int(response["Refresh"])) == (429, 1)


def test_of_who_looks_up_a_code_a_digest_of_the_day_is_kept_and_no_address(
    caplog: pytest.LogCaptureFixture,
) -> None:
    Client(headers=ELSEWHERE).get(f"/kode/{CODE}")

    kept = Source.objects.get()
    assert "203.0.113.7" not in f"{kept.digest}{list(Event.objects.values())}{caplog.text}"
    today, tomorrow = timezone.now(), timezone.now() + timedelta(days=1)
    assert (
        kept.digest == throttle.digest("203.0.113.7", at=today) != throttle.digest("203.0.113.7", at=tomorrow)
    )
    assert (
        throttle.home("2001:db8::1") == throttle.home("2001:db8::ffff:1") != throttle.home("2001:db8:0:1::1")
    )


def test_only_the_server_in_front_says_for_whom_it_asks() -> None:
    Client(REMOTE_ADDR="198.51.100.9", headers=ELSEWHERE).get(f"/kode/{CODE}")

    assert Source.objects.get().digest == throttle.digest("198.51.100.9", at=timezone.now())


def test_details_are_taken_until_somebody_has_looked() -> None:
    send()
    desk = officer(Role.OPERATOR, "35.08")
    key = uuid4()

    first = Client().post(f"/kode/{CODE}/rincian", {"cerita": "Ada dua luka.", "key": key})
    again = Client().post(f"/kode/{CODE}/rincian", {"cerita": "Ada dua luka.", "key": key})
    desk.post(f"/laporan/{Report.objects.get().pk}/periksa", {"hasil": "benar", "key": uuid4()})
    late = Client().post(f"/kode/{CODE}/rincian", {"cerita": "Lagi.", "key": uuid4()})

    assert [first.status_code, again.status_code, late.status_code] == [302, 302, 409]
    assert Addition.objects.count() == 1


def test_the_reporter_says_whether_it_is_safe() -> None:
    send()

    Client().post(f"/kode/{CODE}/aman", {"aman": "belum", "key": uuid4()})

    assert Addition.objects.get().is_safe is False


def test_details_under_an_unknown_code_are_absent() -> None:
    response = Client().post("/kode/KT-00000-000000/rincian", {"cerita": "x", "key": uuid4()})

    assert response.status_code == 404


def test_an_operator_pastes_a_message_and_its_words_are_kept() -> None:
    text = "Ijin lapor,\r\nada kumpul massa 🔥 di balai desa\u200b."

    response = officer(Role.OPERATOR, "35.08").post(
        "/laporan/tempel", {"cerita": text, "desa": VILLAGE, "key": uuid4(), "sumber": "Grup camat"}
    )

    assert response.status_code == 201
    assert Original.objects.get().text == text
    assert Report.objects.get().text == "Ijin lapor,\nada kumpul massa 🔥 di balai desa."


def test_a_citizen_has_no_paste_box() -> None:
    assert officer(Role.LURAH, VILLAGE).get("/laporan/tempel").status_code == 404


def test_pasted_text_has_a_limit_and_comes_back_to_be_cut() -> None:
    response = officer(Role.OPERATOR, "35.08").post(
        "/laporan/tempel", {"cerita": "a" * 20_001, "key": uuid4()}
    )

    assert response.status_code == 422
    assert "a" * 20_001 in response.content.decode()


def test_a_correction_is_a_new_version_with_its_reason() -> None:
    send()
    machine.read_all()
    pk = Report.objects.get().pk
    desk = officer(Role.OPERATOR, "35.08")
    page = desk.get(f"/laporan/{pk}/perbaiki").content.decode()
    assert "Saling lempar batu." in page

    response = desk.post(
        f"/laporan/{pk}/perbaiki",
        {"kejadian": "E12", "tahap": "GN", "urgensi": "gawat", "cerita": "Tawuran pelajar.", "desa": VILLAGE,
         "kapan": "kini", "versi": "1", "alasan": "Ternyata pelajar.", "key": uuid4()},
    )  # fmt: skip

    assert response.status_code == 302, response.content.decode()
    version = ReportVersion.objects.get()
    assert version.earlier["event_form"] == "E11"
    assert version.reason == "Ternyata pelajar."
    assert (Report.objects.get().event_form, Report.objects.get().version) == ("E12", 2)
    assert "Ternyata pelajar." in desk.get(f"/laporan/{pk}").content.decode()


def test_a_correction_without_reason_or_of_an_old_version_is_refused_and_changes_nothing() -> None:
    send()
    pk, desk = Report.objects.get().pk, officer(Role.OPERATOR, "35.08")
    change = {"kejadian": "E12", "cerita": "Tawuran.", "desa": VILLAGE, "kapan": "kini"}

    silent = desk.post(f"/laporan/{pk}/perbaiki", {**change, "versi": "1", "alasan": " ", "key": uuid4()})
    stale = desk.post(f"/laporan/{pk}/perbaiki", {**change, "versi": "7", "alasan": "Ya.", "key": uuid4()})

    assert [silent.status_code, stale.status_code] == [409, 409]
    assert Report.objects.get().event_form == "E11"


def test_source_and_content_are_rated_apart() -> None:
    send()
    pk, desk = Report.objects.get().pk, officer(Role.OPERATOR, "35.08")

    rated = desk.post(f"/laporan/{pk}/nilai", {"sumber": "B", "isi": "3", "key": uuid4()})
    wrong = desk.post(f"/laporan/{pk}/nilai", {"sumber": "Z", "isi": "3", "key": uuid4()})

    report = Report.objects.get()
    assert (rated.status_code, wrong.status_code) == (302, 422)
    assert (report.source_rating, report.content_rating) == ("B", "3")


def test_put_aside_needs_a_reason_answers_once_and_is_not_tuntas() -> None:
    send()
    pk, desk = Report.objects.get().pk, officer(Role.OPERATOR, "35.08")

    empty = desk.post(f"/laporan/{pk}/kesampingkan", {"alasan": "", "key": uuid4()})
    done = desk.post(f"/laporan/{pk}/kesampingkan", {"alasan": "Latihan drumband.", "key": uuid4()})
    twice = desk.post(f"/laporan/{pk}/kesampingkan", {"alasan": "Lagi.", "key": uuid4()})

    assert [empty.status_code, done.status_code, twice.status_code] == [409, 302, 409]
    page = Client().get(f"/kode/{CODE}").content.decode()
    assert "Dijawab" in page
    assert "Tuntas" not in page
    assert "drumband" not in page


def test_a_referral_that_was_forwarded_leaves_nothing_but_its_receipt() -> None:
    send(kejadian="E26", cerita="Kenari rahasia.", tempat="Gang Kenari")
    pk, head = Report.objects.get().pk, officer(Role.KEPALA, "35.08")
    desk = officer(Role.OPERATOR, "35.08")

    assert desk.get(f"/laporan/{pk}").status_code == 404
    assert head.post(f"/laporan/{pk}/teruskan", {"key": uuid4()}).status_code == 302

    report = Report.objects.get()
    kept = str(list(Report.objects.values()))
    assert (report.code, report.status, report.region_id) == (CODE, "dirujuk", "35.08")
    assert "enari" not in kept


def test_reading_a_confidential_report_is_written_down() -> None:
    send(kejadian="E16")
    pk = Report.objects.get().pk

    officer(Role.KEPALA, "35.08").get(f"/laporan/{pk}")

    assert Event.objects.filter(kind="report.read", subject_id=pk).count() == 1


def test_one_tap_says_nihil_and_twice_says_it_once() -> None:
    lurah = officer(Role.LURAH, VILLAGE)
    page = lurah.get("/nihil").content.decode()
    fields = dict(re.findall(r'name="(wilayah|peran|tanggal)" value="([^"]*)"', page))

    assert [lurah.post("/nihil", fields).status_code for _ in range(2)] == [302, 302]
    assert NilReport.objects.count() == 1
    assert "Lurah atau kepala desa ·" in page
    assert "Tompokersan" not in page[page.index("Sudah nihil") :]


def test_nihil_is_not_filled_in_afterwards_or_for_another_post() -> None:
    lurah = officer(Role.LURAH, VILLAGE)
    today = timezone.localdate()

    late = {"wilayah": VILLAGE, "peran": "lurah", "tanggal": today - timedelta(days=5)}
    foreign = {"wilayah": VILLAGE, "peran": "babinsa", "tanggal": today}
    elsewhere = {"wilayah": "35.08.11.2001", "peran": "lurah", "tanggal": today}

    assert [lurah.post("/nihil", one).status_code for one in (late, foreign, elsewhere)] == [409, 409, 404]


def test_the_desk_sees_which_villages_are_silent_and_a_lurah_only_his_own() -> None:
    send()

    desk = officer(Role.OPERATOR, "35.08").get("/nihil").content.decode()
    lurah = officer(Role.LURAH, VILLAGE).get("/nihil").content.decode()

    assert "Kutorenon" in desk
    assert "Tompokersan <span" not in desk
    assert "Kutorenon" not in lurah
    assert "Keting" not in desk


def test_own_reports_are_listed_for_who_sent_them() -> None:
    client = officer(Role.LURAH, VILLAGE)
    client.defaults["HTTP_ORIGIN"] = "http://testserver"
    send(client)

    assert CODE in client.get("/laporan").content.decode()
    assert CODE not in officer(Role.CAMAT, "35.08.10").get("/laporan").content.decode()


def test_photos_lie_outside_of_what_is_served() -> None:
    send(foto=SimpleUploadedFile("foto.png", photo_file(kind="PNG"), content_type="image/png"))

    path = Photo.objects.get().file.path
    assert path.startswith(str(settings.MEDIA_ROOT))
    assert not path.startswith(str(settings.STATIC_ROOT))
    with pytest.raises(ValueError, match="address"):
        _ = Photo.objects.get().file.url


@pytest.mark.parametrize("code", ["tidak-ada", CODE])
def test_no_photo_under_a_code_that_is_none_leads_to_the_page_that_says_so(code: str) -> None:
    answer = Client().post(f"/kode/{code}/foto", follow=True)

    assert answer.redirect_chain == [(f"/kode/{code}", 302)]
    assert answer.status_code == 404
