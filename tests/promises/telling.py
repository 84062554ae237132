"""A plain grammar for promises that need many worlds quickly: words of the category, nothing else."""

from random import Random

from kentongan.gladi.scores.keywords import WORDS
from kentongan.gladi.world.ground import Village
from kentongan.gladi.world.matter import Occurrence, Teller, Told

OTHER = ("lampu jalan mati", "mohon info jadwal", "terima kasih")


def tell(
    occurrence: Occurrence, teller: Teller, place: Village, *, rng: Random, paraphrase_of: Told | None = None
) -> Told:
    words = WORDS.get(occurrence.category, OTHER)
    return Told(f"lapor ada {rng.choice(words)} di {place.name}")
