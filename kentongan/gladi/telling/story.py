"""A story: one matter with its people and its cause, and the sentences for every way it can stand."""

from dataclasses import dataclass

Phrases = tuple[str, ...]


@dataclass(frozen=True)
class Story:
    """A matter as people tell it.

    `marks` are event forms and issues it fits. `mild` tells of words and order (severity 1), `rough` of throwing,
    damage, weapons or an unruly crowd (2), `grave` of what is 3 by itself, `plan` of what may come, `over` of what
    has been settled. `cause` follows a word like "gara-gara", `about` a word like "soal". `alike` are categories
    that would be fair as well.
    """

    marks: str
    a: Phrases
    b: Phrases
    cause: Phrases
    about: Phrases
    mild: Phrases
    rough: Phrases
    plan: Phrases
    grave: Phrases = ()
    over: Phrases = ()
    alike: Phrases = ()
    things: Phrases = ("rumah", "sepeda motor")
