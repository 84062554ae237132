"""The shapes a message comes in: typed, spoken, in the form of a report, as a letter, as news, passed on."""

from datetime import timedelta

from kentongan.gladi.telling import regional, registers, small_talk
from kentongan.gladi.telling.asked import CONFLICTS
from kentongan.gladi.telling.dates import Dated, calendar, news_day, say_moment
from kentongan.gladi.telling.persons import RANKS
from kentongan.gladi.telling.places import FROM_CONTEXT, FROM_TEXT, Said, common, say_place
from kentongan.gladi.telling.story import Phrases
from kentongan.gladi.telling.talk import Talk, level_of
from kentongan.rules.places import zone_word

# The parts of the first sentence in the orders people use: what, where, when.
ORDERS = ("cpw", "cpw", "wcp", "wcp", "pcw", "cwp", "pwc", "wpc")
CAUSES = (
    "[gara-gara|gara2|karena|krn|akibat|penyebabnya|dipicu|awalnya] {cause}",
    "[masalahnya|soal|terkait|urusan] {about}",
)
NO_VICTIMS = (
    ("[tidak|belum] ada korban [jiwa|meninggal]", ("mati",)), ("[tidak|belum] ada [korban luka|yang luka]", ("luka",)),
    ("[tidak|belum] ada korban", ("mati", "luka")), ("korban [nihil|tidak ada]", ("mati", "luka")),
)  # fmt: skip
NUMBERS = {
    "mati": ("{n} [meninggal|tewas|meninggal dunia|md]", "[korban|] [meninggal|tewas] {n}", "[sudah|] ada {n} [meninggal|tewas]"),
    "luka": ("{n} [luka|luka-luka|cidera|kena {alat}|berdarah]", "[korban|] luka {n}", "[sudah|] ada {n} [luka|yang luka|dibawa ke puskesmas|dirawat]"),
    "mengungsi": ("{n} [mengungsi|ngungsi] [ke [balai desa|sekolah|rumah saudara]|]", "[yang|] mengungsi {n}"),
    "rusak": ("{n} [rusak|pecah|hancur|rusak berat]", "[kerusakan|rusak] {n}", "ada {n} [dirusak|yang rusak]"),
    "diamankan": ("{n} [diamankan|ditangkap|dibawa ke kantor]", "[sudah|] diamankan {n}"),
    "massa": ("[massa|jumlah massa|jumlahnya|yang ikut|yang kumpul] {n}", "[ada|] {n} [ikut|kumpul|datang|di lokasi]"),
    "personel": ("{n} [disiagakan|dikerahkan|berjaga]", "[dijaga|diamankan oleh|dikerahkan] {n}"),
}  # fmt: skip
HOUSEHOLDS = ("[sekitar|ada|] {banyak} KK [terdampak|mengungsi|kena]", "[dihuni|ada] {banyak} KK")
PERSONS = (
    "[korlap|koordinator|penggeraknya] [sdr|saudara|pak|] {nama}", "[kata|menurut|info dari] [pak|bu|sdr] {nama}", "[terduga|diduga|pelaku] a.n. {nama}",
    "[korban|saksi] [bernama|a.n.|] {nama}", "[tolong|bisa] hubungi [pak|bu] {nama}", "[pelaku|pria|seorang] berinisial {inisial} ({umur})", "[terduga|saksi] {inisial}, {umur} tahun",
)  # fmt: skip
OFFICES = (
    "{polsek} [sudah|] [di lokasi|meluncur|menangani|dihubungi]", "{babinsa} dan {bhabin} [sudah|] [di lokasi|turun|menenangkan warga]", "[dikawal|dijaga] {polsek} [bersama|dan] {koramil}",
    "{linmas} [jaga|berjaga] [di lokasi|]", "{polres} [mengirim|menambah] personel", "[sudah|] [koordinasi|lapor] [dengan|ke] {polsek} [dan {koramil}|]", "{satpol} [ikut|] [berjaga|turun]",
)  # fmt: skip
SLANDER = "fitnah"
# It names a person, and neither side of the matter.
LONG_TELLERS = {"babinsa", "bhabinkamtibmas", "lurah", "camat", "kapolsek", "danramil"}


def typed(talk: Talk, level: str) -> None:
    """Tell as people type: greeting, matter, details, farewell."""
    random = talk.rng.random
    role = talk.teller.role
    if talk.lang != "id" and random() < 0.35:
        talk.pick(regional.OPENINGS[talk.lang])
    else:
        talk.pick(registers.OPENINGS[role])
    first(talk, level)
    details(talk, level)
    stop(talk)
    if talk.lang != "id" and random() < 0.3:
        talk.pick(regional.CLOSINGS[talk.lang])
    else:
        talk.pick(registers.CLOSINGS[role])


def report(talk: Talk, level: str) -> None:
    """Tell in the form in which soldiers and police report."""
    talk.pick(registers.OPENINGS[talk.teller.role])
    talk.words.append("pada")
    talk.said_date = say_moment(talk, talk.moment, style="report", zone_word=zone_word(talk.place.code))
    talk.tell("[bertempat|TKP|] di")
    talk.said_place = say_place(talk, talk.place, talk.teller.region, style="report")
    talk.tell("[telah terjadi|dilaporkan|:|diperoleh informasi]")
    core(talk, level)
    details(talk, level)
    stop(talk)
    talk.pick(registers.CLOSINGS[talk.teller.role])
    ranks = RANKS.get(talk.teller.role)
    if ranks and talk.rng.random() < 0.3:
        talk.words.append(ranks[int(talk.rng.random() * len(ranks))])
        talk.fill("nama")


def spoken(talk: Talk, level: str) -> None:
    """Tell as people speak to a telephone."""
    talk.tell("[halo|eh|anu|jadi|ini|] [pak|bu|ndan|] [begini|ini|mau lapor|]")
    first(talk, level)
    talk.tell("[terus|lalu|nah|jadi|]")
    details(talk, level)
    talk.tell("[begitu|gitu|itu saja|sudah] [pak|ya|dulu|] [terima kasih|makasih|]")


def letter(talk: Talk, level: str) -> None:
    """Tell in a letter to the office."""
    talk.tell("[Kepada|] Yth [Bapak Camat|Kepala Kesbangpol|Bapak Kepala Desa|Bapak Bupati] di tempat")
    talk.words.append("\n")
    talk.tell(
        "dengan hormat, [yang bertanda tangan di bawah ini|saya] {nama}, [warga|penduduk|ketua] RT {rt} RW {rw}, [dengan ini|bersama ini] [melaporkan|menyampaikan] [bahwa|hal berikut:]"
    )
    first(talk, level)
    details(talk, level)
    talk.tell(
        ". [kami|saya] [mohon|berharap] [persoalan|hal] ini [segera|dapat] [ditindaklanjuti|ditangani|diselesaikan] [sebelum [meluas|jatuh korban]|dengan adil|]."
    )
    talk.words.append("\n")
    talk.tell(
        "[demikian|demikian surat ini kami sampaikan], atas perhatian [Bapak|Bapak/Ibu] [diucapkan|kami ucapkan] terima kasih."
    )
    talk.words.append("\n")
    talk.tell("hormat [kami|saya], {nama}")


def news(talk: Talk, level: str) -> None:
    """Tell as a newspaper does; the town before the dash is where the desk sits, not the scene."""
    talk.lang = "id"
    talk.words.extend((talk.place.kabupaten.partition(" ")[2].upper(), "-"))
    core(talk, level)
    where(talk, "full")
    talk.words.append(",")
    talk.said_date = Dated(talk.moment.event.date(), None)
    talk.say("date", *news_day(talk.moment.event.date()).split(" "))
    details(talk, level)
    stop(talk)
    talk.tell(
        "[Kapolsek|Camat|Kepala Desa|Kapolres] [setempat|] {nama} [mengatakan|menyebut|menyampaikan] [situasi|kondisi] [terkendali|sudah kondusif|masih dipantau|ditangani bersama]."
    )


def passed_on(talk: Talk, level: str) -> None:
    """Tell as a message that has gone from group to group."""
    talk.tell(
        "[SEBARKAN!!!|Diteruskan:|Fwd:|info dari grup sebelah:|dari grup RT:|*penting*|INFO:|viralkan!!]"
    )
    first(talk, level)
    details(talk, level)
    stop(talk)
    talk.pick(registers.RUMOURS)


def first(talk: Talk, level: str) -> None:
    """Say what, where and when, in one of the orders people use."""
    for part in ORDERS[int(talk.rng.random() * len(ORDERS))]:
        if part == "c":
            core(talk, level)
        elif part == "p":
            where(talk, place_style(talk))
        else:
            style = "voice" if talk.voice else "silent" if talk.rng.random() < 0.35 else "plain"
            talk.said_date = say_moment(talk, talk.moment, style=style, zone_word=zone_word(talk.place.code))


def core(talk: Talk, level: str) -> None:
    """Say what it is about."""
    talk.pick(core_phrases(talk, level))


def core_phrases(talk: Talk, level: str) -> tuple[str, ...]:
    """Return the sentences that tell this matter at this level."""
    if talk.occurrence.nature == SLANDER:
        return registers.SLANDER
    if level == "over":
        return talk.story.over or registers.SETTLED
    found: tuple[str, ...] = getattr(talk.story, level)
    return found


def place_style(talk: Talk) -> str:
    """Choose how the place is named: at home one need not name it."""
    luck = talk.rng.random()
    if talk.teller.region == talk.place.code:
        if luck < 0.22:
            return "silent"
        if luck < 0.48:
            return "home"
    return "vague" if luck > 0.95 and not talk.is_between else "plain"


def where(talk: Talk, style: str) -> None:
    """Say where it is, with a spot or a hamlet before the village; remember which code is certain."""
    random = talk.rng.random
    if style == "silent":
        named = talk.is_between and talk.place.is_unique and talk.occurrence.nature != SLANDER
        talk.said_place = Said(talk.place.code, FROM_TEXT if named else FROM_CONTEXT)
        return
    luck = random()
    if luck < 0.38 and style != "vague":
        talk.fill("spot")
    if 0.3 < luck < 0.55 and style != "vague":
        talk.tell("{dusun}" if random() < 0.6 else "RT {rt}[ RW {rw}|]")
    elif luck >= 0.38 or style == "vague":
        talk.words.append("di")
    talk.said_place = say_place(talk, talk.place, talk.teller.region, style=style)


def between(talk: Talk) -> tuple[str, ...]:
    """Return the regions that are as fair an answer: the second village and what holds both."""
    other = talk.place.other
    if other is None or not (
        talk.is_between or any(other.name in party for party in talk.occurrence.parties)
    ):
        return ()
    return (other.code, common(talk.place.code, other.code))


def stop(talk: Talk) -> None:
    """End the sentence, if it has not ended."""
    if talk.words and talk.words[-1] not in {".", "!", "?", ":", "\n"}:
        talk.words.append("." if talk.rng.random() < 0.75 else ",")


def details(talk: Talk, level: str) -> None:
    """Say the numbers, what makes it grave, how it stands, and who is there."""
    random, occurrence = talk.rng.random, talk.occurrence
    if level != "over" and occurrence.nature != "fitnah":
        if random() < 0.35 and occurrence.category != "bencana_laka":
            clause(talk, CAUSES[0] if random() < 0.7 else CAUSES[1])
        numbers(talk, level)
        gravity(talk, level)
        states(talk, level)
    if level == "over" and "massa" in occurrence.counts and random() < 0.6:
        stop(talk)
        talk.tell("[dihadiri|hadir|disaksikan]")
        talk.say_number("massa")
    if level == "over" and talk.said_date and random() < 0.25:
        the_day_it_began(talk)
    if random() < 0.3:
        clause(talk, OFFICES[int(random() * len(OFFICES))])
    if random() < (0.4 if talk.name else 0.1):
        clause(talk, PERSONS[int(random() * len(PERSONS))])
    if occurrence.nature in {"rumor", "hoaks"} and talk.teller.channel != "terusan":
        clause(talk, registers.RUMOURS[int(random() * len(registers.RUMOURS))])


def the_day_it_began(talk: Talk) -> None:
    """Say on which day that was which has now been settled; it is as fair an answer."""
    day = talk.moment.event.date() - timedelta(days=2 + int(talk.rng.random() * 20))
    clause(talk, "[terkait|buntut|menyusul] [kejadian|keributan] [pada|]")
    ways = calendar(day, talk.moment.said.date(), voice=talk.voice)
    talk.words.extend(ways[int(talk.rng.random() * len(ways))].split(" "))
    talk.other_dates = (day.isoformat(),)


def clause(talk: Talk, phrase: str) -> None:
    """Add a further clause after a comma or a full stop."""
    if talk.words and talk.words[-1] not in {".", ",", ":", "\n"}:
        talk.words.append("," if talk.rng.random() < 0.45 else ".")
    talk.tell(phrase)


def wanted(talk: Talk, kind: str, level: str) -> float:
    """Return how surely a number is told: what makes the matter as grave as it is, always."""
    number = talk.occurrence.counts[kind][0]
    if talk.occurrence.category not in CONFLICTS:
        return 0.85
    target, stands_for = talk.occurrence.severity, 1
    if number and kind in {"mati", "luka", "mengungsi", "rusak", "massa"}:
        stands_for = level_of(kind, number)
    if stands_for > max(target, 1):
        return 0.0
    if level == "plan":
        return 0.8 if kind in {"massa", "personel"} else 0.0
    if kind == "mati" and number:
        return 1.0
    return 1.0 if stands_for == target == 3 and kind != "massa" else 0.75


def numbers(talk: Talk, level: str) -> None:
    """Say the numbers, each in a clause of its own, in any order."""
    kinds = [kind for kind in talk.occurrence.counts if talk.rng.random() < wanted(talk, kind, level)]
    talk.rng.shuffle(kinds)
    for kind in kinds:
        if talk.occurrence.counts[kind] == (0, 0):
            continue
        ways = NUMBERS[kind]
        before, _, after = ways[int(talk.rng.random() * len(ways))].partition("{n}")
        clause(talk, before)
        talk.say_number(kind, talk.fact("thing", talk.story.things) if kind == "rusak" else "")
        talk.tell(after)
    if level == "plan":
        return
    if not talk.counts.keys() & {"mati", "luka"} and talk.rng.random() < 0.14:
        phrase, none = NO_VICTIMS[int(talk.rng.random() * len(NO_VICTIMS))]
        clause(talk, phrase)
        talk.counts.update(dict.fromkeys(none, (0, 0)))
    if "mengungsi" in talk.occurrence.counts and talk.rng.random() < 0.25:
        clause(talk, HOUSEHOLDS[int(talk.rng.random() * 2)])


def gravity(talk: Talk, level: str) -> None:
    """Say what makes it as grave as it is, where the numbers have not."""
    target, random = talk.occurrence.severity, talk.rng.random
    if talk.occurrence.category not in CONFLICTS:
        return
    if target >= 3 and talk.severity < 3 and level != "plan":
        clause(talk, registers.FIRES[int(random() * len(registers.FIRES))])
        talk.raise_severity(3)
    elif level == "plan" and target >= 2 and talk.severity < 2:
        clause(talk, registers.ARMED[int(random() * len(registers.ARMED))])
        talk.raise_severity(2)
    elif level in {"rough", "grave"} and random() < 0.3:
        clause(talk, registers.RUINS[int(random() * len(registers.RUINS))])


def states(talk: Talk, level: str) -> None:
    """Say how it stands now, once or twice or not."""
    table: Phrases = registers.STATES_ROUGH if level in {"rough", "grave"} else registers.STATES_MILD
    if talk.occurrence.category == "bencana_laka":
        table = registers.STATES_PLAIN
    at = int(talk.rng.random() * len(table))
    for turn in range((0, 1, 1, 1, 2)[int(talk.rng.random() * 5)]):
        clause(talk, table[(at + turn * 3) % len(table)])


def activity(talk: Talk) -> None:
    """Tell of a meeting, a patrol, a training."""
    talk.pick(registers.OPENINGS[talk.teller.role])
    style = "voice" if talk.voice else "plain"
    talk.pick(small_talk.KEGIATAN)
    where(talk, place_style(talk))
    talk.said_date = say_moment(talk, talk.moment, style=style, zone_word=zone_word(talk.place.code))
    if "personel" in talk.occurrence.counts and talk.rng.random() < 0.8:
        clause(talk, "[diikuti|dihadiri|kekuatan]")
        talk.say_number("personel")
    if "massa" in talk.occurrence.counts and talk.rng.random() < 0.8:
        clause(talk, "[diikuti|dihadiri|peserta]")
        talk.say_number("massa")
    clause(talk, small_talk.KEGIATAN_RESULTS[int(talk.rng.random() * len(small_talk.KEGIATAN_RESULTS))])
    stop(talk)
    talk.pick(small_talk.FAREWELLS)


def nothing(talk: Talk) -> None:
    """Tell something that is none of the office's business."""
    talk.pick(small_talk.LEADS)
    topic = small_talk.TOPICS[int(talk.rng.random() * len(small_talk.TOPICS))]
    talk.topic = topic
    talk.pick(small_talk.TASTES[topic])
    if topic == "layanan" and talk.rng.random() < 0.3:
        talk.words.append("di")
        found = say_place(talk, talk.place, talk.teller.region, style="plain")
        talk.said_place = found if found.origin == FROM_TEXT else Said(None, None)
    talk.pick(small_talk.TAILS)
