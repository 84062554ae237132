"""Who writes: the posts of a village, some eager and some not, and citizens of whom a few write most."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from kentongan.gladi.world.ground import Village
from kentongan.gladi.world.lots import drawn, key, lots
from kentongan.gladi.world.matter import Teller
from kentongan.rules.authority import Role

NOBODYS_BLOCK = "+62840"
"""Mobile numbers begin with +628; no operator has been given 0840, so these ring nowhere."""
NIL_HOURS: Mapping[int, float] = {6: 3, 7: 4, 16: 3, 17: 5, 18: 4, 20: 2}
POSTS: Mapping[Role, float] = {
    Role.LURAH: 1.0,
    Role.BABINSA: 0.9,
    Role.BHABINKAMTIBMAS: 0.95,
    Role.LINMAS: 0.55,
    Role.RT: 0.4,
}
"""How likely a village has such a post; the head of the village keeps the nil report."""
ZEAL_SHAPE = 1.6
"""Of the gamma curve zeal is drawn from: the smaller, the less equal."""
CHANNELS: Mapping[str, float] = {"wa": 52, "web": 18, "sms": 14, "suara": 8, "terusan": 8}
POST_CHANNELS: Mapping[str, float] = {"web": 45, "wa": 40, "sms": 8, "suara": 7}
REGIONAL_SHARE = 0.35
"""How many write in the language of the region when there is one."""
FREE_DAY_SHARE = 0.5
"""How many posts have a day of the week on which they hardly ever say that nothing happened."""
FREE_DAYS: Mapping[int, float] = {6: 6, 5: 2.5, 4: 1.5}
"""Which day that is (Monday is 0): Sunday mostly, some Saturday, some Friday."""
FREE_KEPT = 0.1
"""How many nil reports are kept on such a day."""
CITIZENS_EACH = 60
"""One citizen in so many ever writes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post that reports; `nil_hour` is when it says that nothing happened, if that is its duty.

    Most of what a post forgets it forgets by habit: on `free_day` of the week it hardly ever says so.
    """

    id: str
    region: str
    role: str
    number: str
    lang: str
    zeal: float
    nil_kept: float = 0.0
    nil_hour: int | None = None
    free_day: int | None = None

    def keeps(self, weekday: int) -> float:
        """Return how likely it keeps its nil report on a day of the week (Monday is 0)."""
        return FREE_KEPT if weekday == self.free_day else self.nil_kept


def phone(seed: int, *words: object) -> str:
    """Return the number that belongs to a name; nobody in Indonesia can have it."""
    return f"{NOBODYS_BLOCK}{key(seed, 'nomor', *words) % 10**9:09d}"


def posts(seed: int, village: Village, *, nil_kept: float) -> list[Post]:
    """Return the posts of a village.

    Args:
        seed: Of the world.
        village: Where they are.
        nil_kept: How many nil reports are kept on average, over all posts with that duty.
    """
    found = []
    for role, likelihood in POSTS.items():
        rng = lots(seed, "pos", village.code, role)
        habit = lots(seed, "hari libur", village.code, role)
        if rng.random() >= likelihood:
            continue
        head = role is Role.LURAH
        found.append(
            Post(
                id=f"{village.code}/{role}",
                region=village.code,
                role=role.value,
                number=phone(seed, "pos", village.code, role),
                lang=language(village, rng),
                zeal=rng.gammavariate(ZEAL_SHAPE, 1 / ZEAL_SHAPE),
                nil_kept=kept(rng, on_other_days(nil_kept)) if head else 0.0,
                nil_hour=drawn(rng, NIL_HOURS) if head else None,
                free_day=free_day(habit, nil_kept) if head else None,
            )
        )
    return found


def kept(rng: Random, mean: float) -> float:
    """Draw how many of its nil reports a post keeps: most nearly all, some half, with the mean that is asked for."""
    if mean <= 0 or mean >= 1:
        return mean
    return rng.betavariate(4 * mean, 4 * (1 - mean))


def free_day(rng: Random, mean: float) -> int | None:
    """Draw the day of the week on which a post is free; where all or nothing is kept there is none."""
    return drawn(rng, FREE_DAYS) if 0 < mean < 1 and rng.random() < FREE_DAY_SHARE else None


def on_other_days(mean: float) -> float:
    """Return how many nil reports must be kept on the other days so that the mean over all posts and days is this one."""
    if mean <= 0 or mean >= 1:
        return mean
    free = FREE_DAY_SHARE / 7
    return min(1.0, max(0.0, (mean - free * FREE_KEPT) / (1 - free)))


def language(village: Village, rng: Random) -> str:
    """Draw the language somebody of a village writes in."""
    return village.lang if rng.random() < REGIONAL_SHARE else "id"


def from_post(post: Post, rng: Random) -> Teller:
    """Return a post as the one who tells something."""
    return Teller(
        post=post.id,
        number=post.number,
        home=post.region,
        region=post.region,
        role=post.role,
        lang=post.lang,
        zeal=post.zeal,
        channel=drawn(rng, POST_CHANNELS),
    )


def citizen(seed: int, village: Village, rng: Random, *, channel: str = "") -> Teller:
    """Draw a citizen: the first of the village write far more often than the rest."""
    pool = max(8, village.people // CITIZENS_EACH)
    who = int(rng.paretovariate(0.8)) % pool
    mother_tongue = key(seed, "bahasa", village.code, who) % 1000 < 1000 * REGIONAL_SHARE
    return Teller(
        number=phone(seed, "warga", village.code, who),
        home=village.code,
        role=Role.WARGA.value,
        lang=village.lang if mother_tongue else "id",
        channel=channel or drawn(rng, CHANNELS),
    )


def somebody(seed: int, village: Village, there: list[Post], rng: Random, *, citizens_share: float) -> Teller:
    """Draw who of a village tells something: a citizen, or a post by its zeal."""
    if not there or rng.random() < citizens_share:
        return citizen(seed, village, rng)
    return from_post(rng.choices(there, weights=[post.zeal for post in there])[0], rng)
