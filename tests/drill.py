"""A drill for tests: the office of Lumajang, who proposes, who agrees, who plays, and a world of a few messages."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid5

from kentongan.drills import actions, jobs, queries, script
from kentongan.drills.models import Drill
from kentongan.events import jobs as event_jobs
from kentongan.gladi.world.stream import Message
from kentongan.people.models import Account
from kentongan.people.queries import standing
from kentongan.rules.authority import Role, Standing
from tests import town

AT = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
PLACE, VILLAGE, OTHER = town.KEC, town.VILLAGE, town.NEXT_DOOR
POSTS = (
    (Role.OPERATOR, town.KAB), (Role.ANALIS, town.KAB), (Role.KEPALA, town.KAB), (Role.PIMPINAN, town.KAB),
    (Role.CAMAT, PLACE), (Role.LURAH, VILLAGE), (Role.BABINSA, VILLAGE), (Role.BHABINKAMTIBMAS, VILLAGE),
    (Role.ADMIN, town.KAB),
)  # fmt: skip
PLAYERS = ((Role.OPERATOR, town.KAB), (Role.CAMAT, PLACE), (Role.LURAH, VILLAGE))


def office() -> None:
    """Fill the posts of the office."""
    town.build(POSTS)


def played(role: Role, region: str, drill: Drill) -> Standing:
    """Return what a player stands for in a drill."""
    account = Account.objects.get(pk=town.pk_of("account", f"{role}-{region}".lower()))
    return standing(account, at=AT, origin="web", in_drill=drill.name)


def plan(**told: Any) -> actions.Plan:
    """Return a proposal with the usual players."""
    players = {town.pk_of("account", f"{role}-{region}".lower()) for role, region in PLAYERS}
    terms = tuple(term.pk for term in queries.holders(PLACE, at=AT) if term.account_id in players)
    usual: dict[str, Any] = {
        "region": PLACE, "scenario": "bulan-tenang", "seed": 7, "days": 1, "speed": 60, "terms": terms,
    }  # fmt: skip
    return actions.Plan(**(usual | told))


def propose(word: str = "satu", **told: Any) -> Drill:
    """Let the analyst propose a drill."""
    by = town.of(Role.ANALIS, town.KAB)
    return actions.propose(plan(**told), by=by, at=AT, key=town.pk_of("propose", word))


def ready(word: str = "satu", **told: Any) -> Drill:
    """Return a drill to which the head has agreed and whose place is laid out."""
    drill = propose(word, **told)
    actions.agree(drill.pk, by=town.of(Role.KEPALA, town.KAB), at=AT, key=town.pk_of("agree", word))
    jobs.run(AT)
    return Drill.objects.get(pk=drill.pk)


def running(word: str = "satu", **told: Any) -> Drill:
    """Return a drill whose clock runs."""
    drill = ready(word, **told)
    return act(actions.start, drill)


def act(what: Any, drill: Drill, *, at: datetime = AT) -> Drill:
    """Let the analyst, who leads it, do something with a drill."""
    by = town.of(Role.ANALIS, town.KAB)
    what(drill.pk, by=by, at=at, key=uuid5(drill.pk, f"{what.__name__}:{at}"))
    return Drill.objects.get(pk=drill.pk)


def beat(at: datetime) -> None:
    """Let the loop go round until nothing is left to do at this moment."""
    for _ in range(20):
        jobs.run(at)
        event_jobs.react(at)


def restart() -> None:
    """Forget what the loop had in memory, as a kill does."""
    jobs.REELS.clear()
    script.whole.cache_clear()


MIDNIGHT = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
"""The beginning of the drill's first day, in Lumajang."""


def message(number: int, minutes: float, **told: Any) -> Message:
    """Return one message that arrives so many minutes after midnight."""
    at = MIDNIGHT + timedelta(minutes=minutes)
    stated = MIDNIGHT + timedelta(minutes=10) if told.get("client_id") == "pesan-1" else at
    usual: dict[str, Any] = {
        "id": f"m{number}", "client_id": f"pesan-{number}", "received_at": at, "stated_at": stated,
        "number": "+628990000001", "role": "warga", "region": VILLAGE, "channel": "wa",
        "kind": "laporan", "text": f"Cekcok {number} di pasar.", "claimed_code": VILLAGE,
    }  # fmt: skip
    return Message(**(usual | told))


MESSAGES = (
    message(1, 10, text="Cekcok batas tanah, warga mulai berkumpul."),
    message(2, 20, text="Jual pupuk murah."),
    message(3, 30, role="babinsa", text="Massa dua dusun berhadapan.", photo=True),
    message(4, 35, client_id="pesan-1", text="Cekcok batas tanah, warga mulai berkumpul."),
    message(5, 40, kind="nihil", role="lurah", region=OTHER),
    message(6, 50, text="Katanya ada yang bawa senjata.", claimed_code=OTHER),
    message(7, 300, text="Rumah dibakar."),
)
EPISODES = {"m1": "e1", "m3": "e1", "m4": "e1", "m7": "e1"}
NATURES = {"m2": "bising", "m5": "nihil", "m6": "hoaks"}


class HandMade(script.Show):
    """A world that somebody wrote down: one episode that ends when it is answered."""

    def __init__(self, answered: Mapping[str, datetime]) -> None:
        """Keep the answers."""
        self.answered = dict(answered)
        self.episodes: dict[str, str] = {}
        self.keys: dict[str, str] = {}

    def __iter__(self) -> Iterator[Message]:
        """Tell it; once answered, nothing burns."""
        for one in MESSAGES:
            answered = self.answered.get("e1")
            if one.id == "m7" and answered and answered < one.received_at:
                continue
            self.keys[one.id] = one.client_id
            if one.id in EPISODES:
                self.episodes[one.client_id] = EPISODES[one.id]
            yield one

    def truth(self) -> dict[str, Any]:
        """Return what is true about it."""
        began = (MIDNIGHT + timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M:%SZ")
        burns = (MIDNIGHT + timedelta(minutes=290)).strftime("%Y-%m-%dT%H:%M:%SZ")
        return {
            "episodes": [
                {
                    "id": "e1", "issue": "I01", "region": VILLAGE, "border": True, "starts_at": began,
                    "gn_at": burns if "e1" not in self.answered else None,
                }
            ],
            "messages": {
                one.id: {
                    "episode": EPISODES.get(one.id), "nature": NATURES.get(one.id, "konflik"),
                    "is_actionable": one.id in EPISODES, "place": one.claimed_code,
                }
                for one in MESSAGES
            },
            "silences": [{"post": "p1", "from": began, "to": burns, "why": "takut"}],
            "posts": [{"id": "p1", "region": OTHER}],
        }  # fmt: skip


def by_hand(monkeypatch: Any) -> None:
    """Let drills play the world that is written down here."""
    monkeypatch.setattr(script, "begin", lambda _bill, answered: HandMade(answered))
    monkeypatch.setattr(jobs, "REELS", {})
    script.whole.cache_clear()
