"""The grammar as a simulated world asks for it: its villages and occurrences in, its messages out."""

from dataclasses import dataclass, replace
from datetime import datetime
from random import Random
from typing import Any

from kentongan.gladi.telling.asked import Told
from kentongan.gladi.telling.places import Place, kabupaten
from kentongan.gladi.telling.tell import tell
from kentongan.gladi.world import matter
from kentongan.gladi.world.ground import Village


@dataclass(frozen=True)
class Words:
    """Tells the matters of one world; its seed keeps the small facts of two worlds apart."""

    seed: int

    def __call__(
        self,
        occurrence: matter.Occurrence,
        teller: matter.Teller,
        place: Village,
        *,
        rng: Random,
        said_at: datetime,
        paraphrase_of: matter.Told | None = None,
    ) -> matter.Told:
        """Return the message, with what it says in the schema of the shared labels."""
        earlier = paraphrase_of.kept if paraphrase_of else None
        told = tell(
            occurrence,
            replace(teller, region=known_region(teller, place)),
            where(place.code, occurrence.other),
            rng=rng,
            said_at=said_at,
            claim=f"{self.seed}|{occurrence.episode or occurrence.id}|{occurrence.category}",
            paraphrase_of=earlier if isinstance(earlier, Told) else None,
        )
        labels: dict[str, Any] = told.labels.as_json()
        return matter.Told(told.text, labels, dict(told.spans), told)


def where(code: str, other: str) -> Place:
    """Return a village as a place, with the second village of a matter between two."""
    found = kabupaten(code[:5])[code]
    if not other or other == code:
        return found
    return replace(found, other=kabupaten(other[:5])[other].village)


def known_region(teller: matter.Teller, place: Village) -> str:
    """Return which region is known beside the text: that of a post, the village chosen on the page, else the office's.

    The number of a citizen is registered with no region; what comes by message comes to the office of a kabupaten.
    """
    if teller.post:
        return teller.region
    return place.code if teller.channel == "web" else place.code[:5]
