"""Which known word an Indonesian word with prefixes and endings is made from ("penikaman" from "tikam").

The sound rules of me- and pe- (Alwi et al., Tata Bahasa Baku Bahasa Indonesia): k, p, s, t at the head of the root
fall away. Only roots that the caller knows are ever returned, so nothing is cut that is no prefix.
"""

from __future__ import annotations

from collections.abc import Container, Iterator

_ENDINGS = (
    "",
    "nya",
    "kan",
    "an",
    "i",
    "lah",
    "kah",
    "in",
    "annya",
    "kannya",
    "inya",
    "ane",
    "e",
    "ne",
    "na",
    "mi",
    "ji",
)
_NASAL = {"mem": "p", "pem": "p", "men": "t", "pen": "t", "meng": "k", "peng": "k", "meny": "s", "peny": "s"}
_PLAIN = (
    "me", "mem", "men", "meng", "di", "ter", "ber", "be", "pe", "pem", "pen", "peng", "per", "ke", "se", "memper",
    "diper", "penge", "menge", "keter", "keber", "na", "ba", "ma", "ta", "nge", "ng", "n", "a", "e", "ka", "ku",
)  # fmt: skip
_LONGEST = 24


def root(word: str, known: Container[str]) -> str | None:
    """Return the longest known word that `word` may be made from, or nothing if there is none."""
    if not 5 < len(word) <= _LONGEST:
        return None
    return max((part for part in _candidates(word) if part in known), key=len, default=None)


def _candidates(word: str) -> Iterator[str]:
    for ending in _ENDINGS:
        if ending and not word.endswith(ending):
            continue
        bare = word[: len(word) - len(ending)]
        if ending and len(bare) >= 4:
            yield bare
        for prefix in _PLAIN:
            if bare.startswith(prefix) and len(bare) - len(prefix) >= 4:
                yield bare[len(prefix) :]
        for prefix, lost in _NASAL.items():
            if bare.startswith(prefix) and len(bare) - len(prefix) >= 3:
                yield lost + bare[len(prefix) :]
