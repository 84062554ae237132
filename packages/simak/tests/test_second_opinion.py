"""A model is asked about doubtful numbers; it lowers the confidence and overrules nothing."""

from simak import counts, second_opinion
from simak.normal import normalise


def test_the_model_is_asked_only_where_the_grammar_is_not_sure() -> None:
    text = normalise("Dua petani tewas. Massa 200 orang")
    told = counts.numbers_told(text)
    before = [(number.kind, number.points) for number in told]

    second_opinion.doubt(text, told)

    assert [kind for kind, _ in before] == [number.kind for number in told] == ["mati", "massa"]
    assert [number.doubted for number in told if number.points >= second_opinion.SURE] == [False] * sum(
        points >= second_opinion.SURE for _, points in before
    )


def test_a_doubted_number_keeps_what_it_counts_and_loses_confidence() -> None:
    text = normalise("sekitar 300 warga dan 20 lainnya di sana entah kena apa")
    told = counts.numbers_told(text)
    for number in told:
        number.kind, number.points = "mengungsi", 0.6

    second_opinion.doubt(text, told)

    assert {number.kind for number in told} == {"mengungsi"}
    assert all(number.points < 0.6 for number in told if number.doubted)
    assert any(number.doubted for number in told)
