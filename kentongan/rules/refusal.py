"""How the house says no: a sentence the officer can act on, or the silence of what is not there."""

from collections.abc import Callable, Mapping


class Refused(Exception):  # a refusal is an answer, not an error of the program
    """A change that was asked for and is not allowed, with the sentence the officer reads.

    The sentence is Bahasa Indonesia. Words that vary stand in it as `%(name)s`, so the edge can
    translate the sentence and its words apart (`in_words`).
    """

    def __init__(
        self, sentence: str, code: str = "refused", *, words: Mapping[str, str] | None = None
    ) -> None:
        self.template = sentence
        self.words = dict(words or {})
        self.code = code
        super().__init__(self.sentence)

    @property
    def sentence(self) -> str:
        """The whole sentence in Bahasa Indonesia."""
        return self.in_words(str)

    def in_words(self, translate: Callable[[str], str]) -> str:
        """Say the sentence through `translate`, for instance gettext."""
        if not self.words:
            return translate(self.template)
        return translate(self.template) % {name: translate(word) for name, word in self.words.items()}


class Absent(Exception):  # the same answer for "is not there" and "is not for you"
    """Nothing here for this person: absent and forbidden look alike."""
