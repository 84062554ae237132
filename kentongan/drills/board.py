"""What those who lead a drill see while it runs, and everybody afterwards: plan, course and lessons, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from kentongan.drills import lessons, queries, script
from kentongan.drills.models import Drill
from kentongan.rules.taxonomy import ISSUES

NATURES: Mapping[str, str | Promise] = {
    "rumor": _("kabar bohong beruntun"),
    "fitnah": _("fitnah atas seseorang"),
    "hoaks": _("hoaks dengan gambar lama"),
    "bising": _("bukan urusan kewaspadaan"),
    "kegiatan": _("kegiatan biasa"),
    "penyelesaian": _("sudah diselesaikan"),
}
SILENCES: Mapping[str, str | Promise] = {
    "telepon": _("telepon rusak"),
    "takut": _("takut"),
    "malas": _("tidak ditagih"),
}
RESULTS: Mapping[str, str | Promise] = {
    lessons.BEFORE: _("dijawab sebelum menjadi kekerasan"),
    lessons.AFTER: _("dijawab sesudah menjadi kekerasan"),
    lessons.MISSED: _("terlewat"),
    lessons.UNTOLD: _("belum ada yang melapor"),
}
PRAISE: Mapping[str, str | Promise] = {
    "early": _("%(count)s dari %(of)s persoalan dijawab sebelum menjadi kekerasan."),
    "prompt": _("Waktu tengah dari pesan pertama sampai ditangani: %(minutes)s menit."),
    "heard": _("%(count)s dari %(of)s panggilan dijawab."),
    "no_false_alarm": _("Tidak ada kasus yang dibuka untuk kabar yang tidak benar."),
    "nothing_missed": _("Tidak ada persoalan yang terlewat."),
}
PRACTICE: Mapping[str, str | Promise] = {
    "missed": _("%(count)s persoalan sudah dilaporkan tetapi tidak ditangani. Latih memilah pesan pertama."),
    "late": _("%(count)s persoalan ditangani sesudah menjadi kekerasan. Latih mengenali tanda awalnya."),
    "wrongly_aside": _(
        "%(count)s pesan tentang konflik dikesampingkan. Baca ulang bersama: apa yang menipu?"
    ),
    "fooled": _("%(count)s kasus dibuka untuk kabar bohong atau fitnah. Latih bertanya ke lapangan dahulu."),
    "unheard": _(
        "%(count)s dari %(of)s panggilan tidak dijawab. Periksa bunyi, jadwal piket, dan pengganti."
    ),
    "unread": _("%(count)s dari %(of)s pesan tidak pernah diperiksa."),
    "silence": _(
        "%(count)s pos diam selama gladi. Latih bertanya kepada pos yang diam; diam bukan berarti aman."
    ),
}


@dataclass(frozen=True)
class Row:
    """One planted episode in words; moments are those of the drill's clock."""

    issue: str
    place: str
    began_at: datetime
    gn_at: datetime | None
    messages: int
    first_message_at: datetime | None
    noticed_at: datetime | None
    noticed_by: str
    answered_at: datetime | None
    answered_by: str
    gap: str
    case: str
    result: str
    is_good: bool


@dataclass(frozen=True)
class Plan:
    """What is planted in a drill and how far it is, for those who lead it."""

    now: datetime
    ends_at: datetime
    rows: list[Row]
    messages: int
    came_in: int
    is_behind: bool


@dataclass(frozen=True)
class After:
    """What there was to learn, in words."""

    rows: list[Row]
    figures: list[tuple[str, str]]
    false_alarms: list[str]
    wrongly_aside: list[str]
    silences: list[str]
    praise: list[str]
    practice: list[str]


def plan(drill: Drill, *, at: datetime) -> Plan | None:
    """Return what is planted and what has been noticed so far."""
    clock = queries.clock_of(drill)
    if clock is None:
        return None
    truth, keys = script.whole(script.playbill(drill), tuple(sorted(queries.answers(drill).items())))
    courses = queries.courses(drill)
    known = {
        number: courses[key]
        for number, client in keys.items()
        if (key := queries.client_id(drill, client)) in courses
    }
    told = {number: truth["messages"][number] for number in known}
    found = [lessons.episode_row(one, told, known, clock) for one in truth["episodes"]]
    names = queries.names_of(row["region"] for row in found)
    now = clock.now(at)
    return Plan(
        now=now,
        ends_at=script.last_moment(drill),
        rows=[row_of(row, names) for row in sorted(found, key=lambda row: str(row["began_at"]))],
        messages=len(keys),
        came_in=len(known),
        is_behind=bool(drill.played_until_at and now - drill.played_until_at > timedelta(hours=6)),
    )


def after(drill: Drill) -> After:
    """Return what there was to learn."""
    told = drill.lessons or {}
    lists = ("episodes", "false_alarms", "wrongly_aside", "silences")
    names = queries.names_of(row["region"] for part in lists for row in told[part])
    return After(
        rows=[row_of(row, names) for row in told["episodes"]],
        figures=figures(told),
        false_alarms=[
            f"{one['case']} · {NATURES.get(one['nature'], one['nature'])} · {names.get(one['region'], '')}"
            f" · {one['by']}"
            for one in told["false_alarms"]
        ],
        wrongly_aside=[f"{names.get(one['region'], '')} · {one['by']}" for one in told["wrongly_aside"]],
        silences=[
            f"{names.get(one['region'], '')} · {SILENCES.get(one['why'], one['why'])}"
            for one in told["silences"]
        ],
        praise=sentences(PRAISE, told["praise"]),
        practice=sentences(PRACTICE, told["practice"]),
    )


def row_of(row: Mapping[str, Any], names: Mapping[str, str]) -> Row:
    """Write one episode in words."""
    gap = row["gap_minutes"]
    return Row(
        issue=issue_word(row["issue"]),
        place=names.get(row["region"], row["region"]),
        began_at=lessons.moment(row["began_at"]),
        gn_at=moment(row["gn_at"]),
        messages=row["messages"],
        first_message_at=moment(row["first_message_at"]),
        noticed_at=moment(row["noticed_at"]),
        noticed_by=row["noticed_by"],
        answered_at=moment(row["answered_at"]),
        answered_by=row["answered_by"],
        gap="" if gap is None else gettext("%(n)s mnt") % {"n": number(gap)},
        case=row["case"],
        result=str(RESULTS[row["result"]]),
        is_good=row["result"] == lessons.BEFORE,
    )


def issue_word(code: str) -> str:
    """Return what an issue is called in the language of the reader."""
    issue = ISSUES.get(code)
    if issue is None:
        return code
    return issue.label_en if (get_language() or "").startswith("en") else issue.label_id


def figures(told: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the figures of the whole drill, each with its word."""
    counts, gap, alerts = told["counts"], told["gap_minutes"], told["alerts"]
    rows = (
        (gettext("Pesan masuk"), counts["messages"]),
        (gettext("Di antaranya perlu ditindaklanjuti"), counts["actionable"]),
        (gettext("Yang perlu dan ditangani"), counts["useful_taken_up"]),
        (gettext("Pesan yang diperiksa"), counts["looked_at"]),
        (gettext("Dikesampingkan dengan alasan"), counts["put_aside"]),
        (gettext("Panggilan berbunyi"), alerts["rang"]),
        (gettext("Panggilan dijawab"), alerts["acknowledged"]),
        (gettext("Panggilan naik jenjang"), alerts["climbed"]),
        (gettext("Menit tengah sampai panggilan dijawab"), alerts["median_minutes"]),
        (gettext("Menit tengah dari pesan pertama sampai ditangani"), gap["median"]),
        (gettext("Menit terlama dari pesan pertama sampai ditangani"), gap["longest"]),
    )
    return [(word, "–" if value is None else number(value)) for word, value in rows]


def sentences(words: Mapping[str, str | Promise], said: Iterable[Mapping[str, Any]]) -> list[str]:
    """Write sentences with their figures."""
    return [
        str(words[one["say"]]) % {name: number(value) for name, value in one.items() if name != "say"}
        for one in said
    ]


def number(value: float) -> str:
    """Write a number as the language does, a whole one without decimals."""
    places = 0 if float(value).is_integer() else 1
    return number_format(value, decimal_pos=places, use_l10n=True, force_grouping=True)


def moment(text: str | None) -> datetime | None:
    """Read a moment, if there is one."""
    return lessons.moment(text) if text else None
