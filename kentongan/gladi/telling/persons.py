"""Names of persons by the part of the country, so that masking has something to find; nobody bears them on purpose."""

from random import Random

FIRST = {
    "jv": ("Slamet", "Sutrisno", "Suparman", "Wagiman", "Tukiman", "Sugeng", "Paijo", "Harsono", "Sri Wahyuni", "Lestari", "Sumiati", "Purwanti"),
    "mad": ("Misnadi", "Mat Hari", "Sahroni", "Buhari", "Samsuri", "Hosnan", "Muderi", "Sudahnan", "Maimuna", "Sumiyeh", "Hosniyah", "Rumiyati"),
    "su": ("Asep", "Ujang", "Dadang", "Cecep", "Dedi", "Tatang", "Agus", "Yayan", "Neneng", "Euis", "Iis", "Titin"),
    "min": ("Syafrizal", "Zulkifli", "Edison", "Yusrizal", "Afrizal", "Nofrialdi", "Rizal", "Jasman", "Yulisma", "Desmawati", "Erni", "Leni"),
    "bug": ("Andi Baso", "Ambo Tang", "Sudirman", "Baharuddin", "Syamsul", "Tajuddin", "Lakki", "Beddu", "Hasnah", "Indo Upe", "Rosmini", "Darmawati"),
    "pap": ("Yulianus", "Markus", "Octo", "Melky", "Frengky", "Yance", "Nelson", "Elias", "Yosina", "Dorkas", "Merry", "Selvi"),
    "plm": ("Herman", "Cek Mat", "Amran", "Zainal", "Rusli", "Hendri", "Iwan", "Fauzi", "Nyimas Ira", "Masayu", "Yuli", "Rohana"),
    "mly": ("Azhar", "Ramli", "Zulfan", "Kamarul", "Jefri", "Saparudin", "Tarmizi", "Norman", "Norhayati", "Zubaidah", "Maznah", "Rohani"),
    "btw": ("Mukri", "Namin", "Sabeni", "Jaelani", "Rojali", "Mamat", "Udin", "Nasir", "Mpok Yati", "Saodah", "Rohaye", "Mimin"),
    "id": ("Budi", "Agus", "Hendra", "Dedi", "Rudi", "Joko", "Eko", "Andi", "Ratna", "Dewi", "Sari", "Yanti"),
}  # fmt: skip
LAST = {
    "jv": ("Widodo", "Raharjo", "Santosa", "Utomo", "Prasetyo", "Hartono", "Nugroho", "Susilo"),
    "mad": ("Hasan", "Efendi", "Rohman", "Zaini", "Fadli", "Bahri", "Mahfud", "Sulaiman"),
    "su": ("Suherman", "Kurniawan", "Hidayat", "Sutisna", "Permana", "Gunawan", "Supriatna", "Mulyana"),
    "min": ("Chaniago", "Piliang", "Tanjung", "Sikumbang", "Koto", "Jambak", "Guci", "Malayu"),
    "bug": ("Pawelloi", "Makkasau", "Mappanyukki", "Daeng Rani", "Tenri", "Pallawa", "Rahim", "Daeng Situju"),
    "pap": ("Wanimbo", "Yoku", "Ohee", "Felle", "Suebu", "Rumbiak", "Mambor", "Kogoya"),
    "plm": ("Effendi", "Husin", "Saputra", "Marzuki", "Romli", "Wijaya", "Usman", "Yahya"),
    "mly": ("Harahap", "Idris", "Saleh", "Bakri", "Amin", "Hamid", "Daud", "Arifin"),
    "btw": ("Muhtar", "Sanusi", "Jamil", "Sarmili", "Kosim", "Royani", "Hasbi", "Mursidi"),
    "id": ("Setiawan", "Kurniawan", "Saputra", "Wijaya", "Susanto", "Firmansyah", "Pratama", "Lesmana"),
}  # fmt: skip
RANKS = {
    "babinsa": ("Serda", "Sertu", "Serka", "Koptu", "Kopda"),
    "bhabinkamtibmas": ("Bripka", "Aipda", "Aiptu", "Brigpol", "Briptu"),
}  # fmt: skip


def name(tongue: str, rng: Random) -> str:
    """Return the name of a person, of one word or of two."""
    first = FIRST[tongue]
    given = first[int(rng.random() * len(first))]
    if rng.random() < 0.45:
        return given
    last = LAST[tongue]
    return f"{given} {last[int(rng.random() * len(last))]}"
