"""Who acts in the retelling: for every role and place the standing of whoever holds the post."""

from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from kentongan.people import queries as people
from kentongan.people.models import Account, Post, RegisteredNumber, Term
from kentongan.rules import places
from kentongan.rules.authority import Role, Standing

LEVEL = {
    Role.RT: places.RT,
    Role.RW: places.RW,
    Role.LURAH: places.VILLAGE,
    Role.BABINSA: places.VILLAGE,
    Role.BHABINKAMTIBMAS: places.VILLAGE,
    Role.LINMAS: places.VILLAGE,
    Role.CAMAT: places.DISTRICT,
    Role.KAPOLSEK: places.DISTRICT,
    Role.DANRAMIL: places.DISTRICT,
}
CITIZEN = Standing(None, (), "warga", "web")


@dataclass
class Cast:
    """Everybody who sits on a chair at a moment, looked up once."""

    at: datetime
    rng: Random
    holders: dict[tuple[Role, str], list[Account]] = field(default_factory=dict)
    standings: dict[object, Standing] = field(default_factory=dict)

    def assemble(self) -> None:
        """Look up all holders at once."""
        for term in people.terms_in_force(Term.objects.all(), at=self.at):
            spot = (Role(term.post.role), term.post.office.region_id)
            self.holders.setdefault(spot, []).append(term.account)

    def spot(self, role: Role, region: str) -> tuple[Role, str]:
        """Return the post of a role that looks after a region."""
        depth = LEVEL.get(role, places.REGENCY)
        return role, places.path(region)[min(depth, places.level(region)) - 1]

    def sits(self, role: Role, region: str) -> bool:
        """Say whether somebody holds the post."""
        return self.spot(role, region) in self.holders

    def act(self, role: Role, region: str) -> Standing:
        """Return the standing of somebody with a role for a region; citizens have no account."""
        if role is Role.WARGA or not self.sits(role, region):
            return CITIZEN
        return self.standing(self.rng.choice(self.holders[self.spot(role, region)]))

    def civil(self, role: Role, region: str) -> Standing:
        """Return somebody of the civil line, the camat where the village has no head."""
        return self.act(role if self.sits(role, region) else Role.CAMAT, region)

    def holder(self, post: Post) -> Standing:
        """Return the standing of whoever holds a post now."""
        term = people.terms_in_force(Term.objects.filter(post=post), at=self.at)[0]
        return self.standing(term.account)

    def standing(self, account: Account) -> Standing:
        """Return what somebody stands for."""
        if account.pk not in self.standings:
            self.standings[account.pk] = people.standing(account, at=self.at, origin="web")
        return self.standings[account.pk]

    def number(self, role: Role, region: str) -> str:
        """Return the registered number of a post, if it has one."""
        spot = self.spot(role, region)
        found = RegisteredNumber.objects.filter(region_id=spot[1], post__role=role).first()
        return found.number if found else ""
