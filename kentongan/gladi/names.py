"""Names that nobody bears on purpose: made by drawing lots from given names of East Java."""

from random import Random

MEN = (
    "Agus", "Bagus", "Bambang", "Budi", "Cahyo", "Darmaji", "Dwi", "Eko", "Fajar", "Gatot", "Hadi", "Hariyanto",
    "Imam", "Joko", "Kasiyan", "Kuswadi", "Lukman", "Mahfud", "Mat", "Misbahul", "Misnadi", "Mulyono", "Nur",
    "Paidi", "Ponidi", "Prayit", "Rahmat", "Rohman", "Rudi", "Saiful", "Samsul", "Sanusi", "Slamet", "Sugeng",
    "Suhartono", "Sukri", "Sumarto", "Supardi", "Suroso", "Sutaji", "Taufik", "Tohari", "Tri", "Untung",
    "Wahyu", "Wasis", "Yanto", "Yudi",
)  # fmt: skip
WOMEN = (
    "Anik", "Dewi", "Endang", "Erna", "Eti", "Hamidah", "Istiqomah", "Jumiati", "Kartini", "Lilik", "Lutfi",
    "Maisaroh", "Mujiati", "Ninik", "Nunuk", "Puji", "Ratna", "Retno", "Rini", "Rukmini", "Siti", "Sri",
    "Sulastri", "Sumiati", "Suparti", "Titik", "Tutik", "Umi", "Wiwik", "Yayuk",
)  # fmt: skip
LAST = (
    "Abidin", "Arifin", "Budiarto", "Cahyono", "Darmawan", "Efendi", "Firdaus", "Gunadi", "Handoko", "Hasan",
    "Hidayat", "Indarto", "Irawan", "Kurniadi", "Laksono", "Mahmudi", "Maulidi", "Mustofa", "Nugraha",
    "Nurcahyo", "Pambudi", "Pramono", "Prasetyo", "Priyono", "Raharjo", "Riyadi", "Rosyidi", "Santoso",
    "Saputro", "Setiono", "Sholeh", "Sudarmo", "Sulaiman", "Sutrisno", "Syafii", "Tjahyadi", "Utomo",
    "Wardoyo", "Wibisono", "Widagdo", "Wicaksono", "Yulianto", "Zaini", "Zubairi",
)  # fmt: skip
WOMEN_LAST = (
    "Astuti", "Fitriani", "Handayani", "Hidayati", "Indrawati", "Kusumawati", "Lestari", "Maryani",
    "Mulyani", "Nurhayati", "Pertiwi", "Puspita", "Rahayu", "Rahmawati", "Setyowati", "Sulistyowati",
    "Susanti", "Utami", "Wahyuni", "Widayati", "Wulandari", "Zulaikha",
)  # fmt: skip


def man(rng: Random) -> str:
    """Return the name of a man."""
    return f"{rng.choice(MEN)} {rng.choice(LAST)}"


def woman(rng: Random) -> str:
    """Return the name of a woman."""
    return f"{rng.choice(WOMEN)} {rng.choice(WOMEN_LAST)}"


def anybody(rng: Random) -> str:
    """Return the name of a person; about every third holder of a civil post is a woman."""
    return woman(rng) if rng.randrange(3) == 0 else man(rng)


def soldier(rng: Random) -> str:
    """Return a sergeant with rank and name."""
    return f"{rng.choice(('Serda', 'Sertu', 'Serka', 'Serma'))} {man(rng)}"


def constable(rng: Random) -> str:
    """Return a police officer of a village with rank and name."""
    return f"{rng.choice(('Bripka', 'Aipda', 'Aiptu', 'Briptu'))} {man(rng)}"
