"""A second reader on an encoder that a site supplies: an ONNX file, its WordPiece vocabulary, and a head fitted on it.

Off by default; needs `simak[onnx]`. The file must take `input_ids` and `attention_mask` (int64, one row) and give
vectors by token or one for the text; vectors by token are averaged over the mask.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simak.draft import Draft
from simak.network import softmax
from simak.second import Opinion, Unavailable

LONGEST = 256
_WORD = 100


def word_pieces(text: str, vocabulary: dict[str, int], *, longest: int = LONGEST) -> list[int]:
    """Return the numbers of the longest known pieces from the left (Schuster and Nakajima, ICASSP 2012), lower-cased.

    Raises:
        ValueError: If [CLS], [SEP] or [UNK] is not in the vocabulary.
    """
    missing = [each for each in ("[CLS]", "[SEP]", "[UNK]") if each not in vocabulary]
    if missing:
        raise ValueError(f"a vocabulary of {len(vocabulary)} pieces without {', '.join(missing)}")
    found = [vocabulary["[CLS]"]]
    for word in _words(text[: 20 * longest]):
        found += _pieces(word, vocabulary)
        if len(found) >= longest - 1:
            break
    return [*found[: longest - 1], vocabulary["[SEP]"]]


def _words(text: str) -> list[str]:
    spaced = "".join(
        letter if letter.isalnum() else f" {letter} "
        for letter in unicodedata.normalize("NFKC", text).lower()
        if unicodedata.category(letter) not in ("Cc", "Cs", "Cf") or letter.isspace()
    )
    return spaced.split()


def _pieces(word: str, vocabulary: dict[str, int]) -> list[int]:
    found, start = [], 0
    if len(word) > _WORD:
        return [vocabulary["[UNK]"]]
    while start < len(word):
        for end in range(len(word), start, -1):
            piece = word[start:end] if start == 0 else f"##{word[start:end]}"
            if piece in vocabulary:
                found.append(vocabulary[piece])
                start = end
                break
        else:
            return [vocabulary["[UNK]"]]
    return found


class Encoder:
    """Vectors of texts from an ONNX file."""

    def __init__(self, model: Path, vocabulary: Path) -> None:
        """Open the file.

        Raises:
            FileNotFoundError: If model or vocabulary is not there.
            ValueError: If the model takes other inputs.
        """
        import onnxruntime  # noqa: PLC0415 -- only where a site supplies an encoder

        pieces = vocabulary.read_text(encoding="utf-8").splitlines()
        self.vocabulary = {piece: number for number, piece in enumerate(pieces)}
        if not model.is_file():
            raise FileNotFoundError(model)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self.inputs = {each.name for each in self.session.get_inputs()}
        if (
            not {"input_ids", "attention_mask"}
            <= self.inputs
            <= {"input_ids", "attention_mask", "token_type_ids"}
        ):
            raise ValueError(f"an encoder that takes {sorted(self.inputs)}, not input_ids and attention_mask")

    def vector(self, text: str) -> NDArray[np.float64]:
        """Return the vector of a text, of unit length."""
        numbers = np.array([word_pieces(text, self.vocabulary)], dtype=np.int64)
        given = {"input_ids": numbers, "attention_mask": np.ones_like(numbers)}
        if "token_type_ids" in self.inputs:
            given["token_type_ids"] = np.zeros_like(numbers)
        told: Any = self.session.run(None, given)[0]
        vector = np.asarray(told[0], dtype=np.float64)
        vector = vector.mean(axis=0) if vector.ndim == 2 else vector
        return vector / (float(np.linalg.norm(vector)) or 1.0)


class EncoderReader:
    """The second reader: an encoder, and a head that turns vectors into categories."""

    needs_quotes = False

    def __init__(self, encoder: Encoder, head: Path) -> None:
        """Read the head (arrays `classes`, `weights`, `bias`), as `fit_head` wrote it."""
        self.encoder = encoder
        with np.load(head, allow_pickle=False) as kept:
            self.classes = [str(each) for each in kept["classes"]]
            self.weights, self.bias = kept["weights"], kept["bias"]

    def opinion(self, draft: Draft) -> Opinion:
        """Return the category that the vector of the text is nearest to."""
        vector = self.encoder.vector(draft.text)
        if vector.shape[0] != self.weights.shape[0]:
            raise Unavailable(f"a vector of {vector.shape[0]} numbers for a head of {self.weights.shape[0]}")
        shares = softmax(vector @ self.weights + self.bias)
        return Opinion("encoder", {"category": self.classes[int(shares.argmax())]})


def fit_head(encoder: Encoder, texts: Sequence[str], categories: Sequence[str], out: Path) -> None:
    """Fit a head on labelled texts and write it (needs `simak[train]`)."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 -- never loaded when reading

    from simak.fitting import by_class  # noqa: PLC0415

    vectors = np.array([encoder.vector(text) for text in texts])
    fitted = LogisticRegression(C=10.0, max_iter=500).fit(vectors, np.array(categories))
    weights, bias = by_class(fitted.coef_, fitted.intercept_)
    np.savez(out, classes=fitted.classes_.astype(str), weights=weights.T, bias=bias)
