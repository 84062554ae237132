"""The pages about people: directory, administration, invitation, one's own account, and revocation."""

import re
from uuid import uuid4

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from kentongan.people import actions
from kentongan.people.models import Account, Device, Invitation, Office, Post, Term
from kentongan.rules.authority import Role
from tests.offices import make_account, make_officer, make_post, make_regions

pytestmark = pytest.mark.django_db
PASSWORD = "kata sandi panjang"
VILLAGE = "35.08.10.1001"
ANDROID = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36"
INLINE = re.compile(
    rb"<script(?![^>]*(?:src=|type=\"application/json\"|nonce=))[^>]*>|<style(?![^>]*nonce=)| style=| on[a-z]+=\""
)


@pytest.fixture(autouse=True)
def regions() -> None:
    make_regions()


@pytest.fixture
def admin() -> Client:
    return signed_in(make_officer(Role.ADMIN, "35.08"))


def signed_in(account: Account) -> Client:
    client = Client(headers={"user-agent": ANDROID})
    client.force_login(account)
    return client


def sent(client: Client, address: str, **data: str) -> int:
    return client.post(address, {"key": str(uuid4()), **data}).status_code


def test_an_admin_makes_an_office_a_post_and_invites_its_holder_who_then_logs_in(admin: Client) -> None:
    assert sent(admin, f"/orang/wilayah/{VILLAGE}/kantor", kind="desa", name="Kelurahan Tompokersan") == 302
    office = Office.objects.get(name="Kelurahan Tompokersan")
    assert sent(admin, f"/orang/kantor/{office.pk}/jabatan", role="lurah", title="Lurah Tompokersan") == 302
    post = Post.objects.get(title="Lurah Tompokersan")
    assert sent(admin, f"/orang/jabatan/{post.pk}/undang", name="Rina", starts_on="2026-01-01") == 302
    invitation = Invitation.objects.get()
    page = admin.get(f"/orang/undangan/{invitation.pk}").content.decode()
    link = re.search(r"/undangan/[0-9a-f-]+", page.replace(f"/orang/undangan/{invitation.pk}", ""))
    assert link is not None

    newcomer = Client()
    assert sent(newcomer, link[0], username="rina", password="tiga kata acak") == 302

    assert b"menunggu persetujuan admin kedua" in newcomer.get("/akun/").content
    second = signed_in(make_officer(Role.ADMIN, "35.08", "dua"))
    (waiting,) = re.findall(
        r"/orang/masa/[0-9a-f-]+/setujui", second.get("/orang/wilayah/35.08/kelola").content.decode()
    )
    assert sent(second, waiting, word="setuju") == 302
    assert "Lurah Tompokersan, " in newcomer.get("/akun/").content.decode()
    assert b"Rina" in admin.get(f"/orang/wilayah/{VILLAGE}").content
    assert newcomer.get(f"/orang/wilayah/{VILLAGE}/kelola").status_code == 404


def test_a_wrong_form_says_so_with_422_and_writes_nothing(admin: Client) -> None:
    answer = admin.post(f"/orang/wilayah/{VILLAGE}/nomor", {"key": str(uuid4()), "number": "abc"})

    assert answer.status_code == 422
    assert "Ada yang perlu diperbaiki" in answer.content.decode()


def test_a_stranger_is_sent_to_the_login_whether_the_thing_exists_or_not() -> None:
    post = make_post(Role.LURAH, VILLAGE)

    there, not_there = Client().get(f"/orang/jabatan/{post.pk}"), Client().get(f"/orang/jabatan/{uuid4()}")

    assert there.status_code == not_there.status_code == 302
    assert there["location"].replace(str(post.pk), "") == re.sub(
        r"[0-9a-f]{8}-[0-9a-f-]{27}", "", not_there["location"]
    )


def test_what_one_may_not_see_looks_like_what_is_not_there() -> None:
    post = make_post(Role.LURAH, "35.09.01.2001")
    client = signed_in(make_officer(Role.ADMIN, "35.08"))
    client.get("/akun/")

    hidden, missing = client.get(f"/orang/jabatan/{post.pk}"), client.get(f"/orang/jabatan/{uuid4()}")

    assert hidden.status_code == missing.status_code == 404
    assert hidden.content == missing.content
    assert dict(hidden.headers) == dict(missing.headers)
    assert str(post.pk).encode() not in hidden.content


def test_a_closed_account_is_out_everywhere_at_once(admin: Client) -> None:
    lurah = make_officer(Role.LURAH, VILLAGE)
    phone, laptop = signed_in(lurah), signed_in(lurah)
    assert phone.get("/akun/").status_code == laptop.get("/akun/").status_code == 200

    assert sent(admin, f"/orang/akun/{lurah.pk}/nonaktifkan") == 302

    assert phone.get("/akun/").status_code == laptop.get("/akun/").status_code == 302
    assert not UserSession.objects.filter(user=lurah).exists()
    assert not Client().login(username=lurah.username, password=PASSWORD)

    assert sent(admin, f"/orang/akun/{lurah.pk}/aktifkan") == 302
    assert phone.get("/akun/").status_code == 302


def test_a_term_that_ends_takes_its_pages_with_it() -> None:
    account = make_officer(Role.ADMIN, "35.08")
    client = signed_in(account)
    assert client.get("/orang/wilayah/35.08/kelola").status_code == 200

    Term.objects.filter(account=account).update(ends_on="2026-02-01")

    assert client.get("/orang/wilayah/35.08/kelola").status_code == 404


def test_a_device_gets_a_name_and_is_known_again() -> None:
    account = make_officer(Role.LURAH, VILLAGE)
    client = signed_in(account)
    client.get("/akun/")
    device = Device.objects.get()
    assert device.name == "Chrome – Android"

    assert client.post("/akun/logout/").status_code == 302
    assert client.post("/akun/login/", {"login": account.username, "password": PASSWORD}).status_code == 302

    assert client.get("/akun/").status_code == 200
    assert Device.objects.count() == 1
    assert sent(client, f"/akun/perangkat/{device.pk}", name="HP dinas") == 302
    assert b"HP dinas" in client.get("/akun/").content


def test_a_revoked_phone_is_out_and_the_laptop_stays() -> None:
    account = make_officer(Role.LURAH, VILLAGE)
    phone, laptop = signed_in(account), signed_in(account)
    phone.get("/akun/")
    lost = Device.objects.get()
    laptop.get("/akun/")

    assert sent(laptop, f"/akun/perangkat/{lost.pk}/cabut") == 302

    assert phone.get("/akun/").status_code == 302
    assert laptop.get("/akun/").status_code == 200


def test_another_persons_device_is_absent() -> None:
    mine, other = make_officer(Role.LURAH, VILLAGE), make_account("budi")
    client, theirs = signed_in(mine), signed_in(other)
    theirs.get("/akun/")

    assert sent(client, f"/akun/perangkat/{Device.objects.get(account=other).pk}/cabut") == 404


def test_the_language_of_the_account_is_the_language_of_its_pages() -> None:
    client = signed_in(make_officer(Role.LURAH, VILLAGE))

    assert sent(client, "/akun/bahasa", language="en") == 302

    assert client.get("/akun/")["content-language"] == "en"
    assert sent(client, "/akun/bahasa", language="fr") == 422


def test_a_button_without_a_key_is_refused_in_words() -> None:
    client = signed_in(make_officer(Role.LURAH, VILLAGE))
    client.get("/akun/")

    answer = client.post(f"/akun/perangkat/{Device.objects.get().pk}/cabut")

    assert answer.status_code == 409
    assert "Muat ulang" in answer.content.decode()


def test_nobody_signs_up_alone() -> None:
    page = Client().get("/akun/signup/")
    assert "Pendaftaran tertutup" in page.content.decode()

    Client().post("/akun/signup/", {"username": "liar", "password1": "tiga kata acak"})

    assert not Account.objects.filter(username="liar").exists()


def test_login_takes_the_user_name_and_says_in_bahasa_when_it_is_wrong() -> None:
    make_account("rina")
    client = Client()

    wrong = client.post("/akun/login/", {"login": "rina", "password": "salah"})
    right = client.post("/akun/login/", {"login": "rina", "password": PASSWORD})

    assert wrong.status_code == 200
    assert "tidak benar" in wrong.content.decode()
    assert right.status_code == 302


@pytest.mark.parametrize(
    "address",
    [
        "/akun/",
        "/akun/email/",
        "/akun/password/change/",
        "/akun/reauthenticate/",
        "/akun/2fa/",
        "/akun/2fa/totp/activate/",
        "/akun/2fa/webauthn/",
        "/akun/2fa/webauthn/add/",
        "/akun/2fa/recovery-codes/generate/",
        "/akun/sesi/",
        "/akun/logout/",
    ],
)
def test_every_page_about_the_account_is_in_our_frame_and_has_nothing_inline(address: str) -> None:
    make_account("rina")
    client = Client()
    client.post("/akun/login/", {"login": "rina", "password": PASSWORD})

    page = client.get(address, follow=True)

    assert page.status_code == 200
    assert b'class="top"' in page.content
    assert not INLINE.findall(page.content)
    assert "'unsafe-inline'" not in page["content-security-policy"]


@pytest.mark.parametrize(
    "address", ["/akun/login/", "/akun/signup/", "/akun/password/reset/", "/akun/inactive/"]
)
def test_every_page_before_the_login_is_in_our_frame_and_has_nothing_inline(address: str) -> None:
    page = Client().get(address)

    assert page.status_code == 200
    assert b'class="top"' in page.content
    assert not INLINE.findall(page.content)


def test_the_link_of_an_invitation_is_not_kept_by_any_cache(admin: Client) -> None:
    post = make_post(Role.LURAH, VILLAGE)
    sent(admin, f"/orang/jabatan/{post.pk}/undang", name="Rina", starts_on="2026-01-01")
    invitation = Invitation.objects.get()

    page = Client().get(f"/undangan/{actions.token(invitation)}")

    assert "no-store" in page["cache-control"]
    assert Client().get(f"/undangan/{invitation.pk.hex}-{'0' * 32}").status_code == 404
