"""The pages about regions: everybody browses, an administrator changes what lies in the own region."""

import json
import re
from uuid import uuid4

import pytest
from django.test import Client

from kentongan.rules.authority import Role
from kentongan.wilayah.models import Alias, Region
from tests.offices import make_officer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lumajang")]
INDICATIVE = "batas indikatif, bukan rujukan resmi"


@pytest.fixture
def admin() -> Client:
    client = Client()
    client.force_login(make_officer(Role.ADMIN, "35.08"))
    return client


def sent(client: Client, address: str, **data: str) -> int:
    return client.post(address, {"key": str(uuid4()), **data}).status_code


@pytest.mark.parametrize("address", ["/wilayah", "/wilayah/35", "/wilayah/35.08", "/wilayah/35.08.01"])
def test_everybody_sees_the_map_of_a_region_with_its_warning(client: Client, address: str) -> None:
    page = client.get(address)

    assert page.status_code == 200
    assert INDICATIVE in page.content.decode()
    assert b"<svg" in page.content


def test_a_village_shows_its_head_and_its_neighbours(client: Client) -> None:
    page = client.get("/wilayah/35.08.01.2001").content.decode()

    assert "Kepala Desa" in page
    assert "Bertetangga dengan" in page
    assert "Kabupaten Lumajang" in page
    assert "Tambah RW" not in page


def test_every_link_of_the_kabupaten_leads_somewhere(client: Client) -> None:
    page = client.get("/wilayah/35.08").content.decode()
    links = set(re.findall(r'href="(/wilayah[^"]*)"', page))

    assert len([one for one in links if re.fullmatch(r"/wilayah/35\.08\.\d\d", one)]) == 21
    assert {client.get(one).status_code for one in sorted(links)} == {200}


def test_a_region_that_never_was_is_not_there(client: Client) -> None:
    for address in ("/wilayah/35.99", "/wilayah/apa", "/wilayah/35.99.geojson"):
        assert client.get(address).status_code == 404


def test_search_finds_a_misspelt_village_and_says_where_it_lies(client: Client) -> None:
    page = client.get("/wilayah/cari", {"q": "ds tegalrjo", "di": "35.08"}).content.decode()

    assert "Tegalrejo, Kec. Tempursari, Kabupaten Lumajang" in page
    assert "Tidak ada wilayah" in client.get("/wilayah/cari", {"q": "qqqqqqq"}).content.decode()


def test_geojson_carries_the_warning_and_is_not_sent_twice(client: Client) -> None:
    first = client.get("/wilayah/35.08.geojson?desa")
    data = json.loads(first.content)

    assert (data["disclaimer"], len(data["features"])) == (INDICATIVE, 205)
    assert data["features"][0]["properties"]["code"] == "35.08.01.2001"
    assert "max-age" in first["cache-control"]
    again = client.get("/wilayah/35.08.geojson?desa", headers={"if-none-match": first["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_an_admin_makes_rw_and_rt_names_and_titles(admin: Client) -> None:
    village = "/wilayah/35.08.01.2001"

    assert sent(admin, f"{village}/rw", number="5") == 302
    assert sent(admin, f"{village}.RW05/rt", number="3") == 302
    assert sent(admin, f"{village}/nama", name="Tegal") == 302
    assert sent(admin, f"{village}/sebutan", title="Petinggi") == 302

    assert Region.objects.get(code="35.08.01.2001.RW05.RT03").title_of_head == "Ketua RT"
    page = admin.get(village).content.decode()
    assert "RW 05" in page
    assert "Tegal" in page
    assert "Petinggi" in page
    assert "Tambah RW" in page


def test_an_admin_cuts_a_village_in_two_with_a_decree(admin: Client) -> None:
    status = sent(
        admin,
        "/wilayah/35.08.01.2001/pecah",
        new="35.08.01.2008, desa, Tegalsari",
        on_date="2026-01-01",
        decree="Perda 3/2025",
    )

    assert status == 302
    page = admin.get("/wilayah/35.08.01.2008").content.decode()
    assert "berasal dari" in page
    assert "Perda 3/2025" in page


def test_a_wrong_line_is_said_with_422_and_changes_nothing(admin: Client) -> None:
    for line in ("Tegalsari", "35.08.01.2008, kota, Tegalsari"):
        status = sent(
            admin, "/wilayah/35.08.01.2001/pecah", new=line, on_date="2026-01-01", decree="Perda 3/2025"
        )
        assert status == 422

    assert not Region.objects.filter(local=True).exists()


def test_an_admin_elsewhere_and_a_stranger_change_nothing(admin: Client) -> None:
    stranger = Client()

    assert sent(stranger, "/wilayah/35.08.01.2001/nama", name="Palsu") in {302, 404}
    assert admin.get("/wilayah/35/nama").status_code == 404
    assert sent(admin, "/wilayah/35/nama", name="Palsu") == 404
    assert not Alias.objects.exists()
