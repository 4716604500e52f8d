"""Hints and the length of a vector."""

from rules.vocabulary import Vocabulary, did_you_mean, vector_length


def test_the_nearest_name_is_hinted() -> None:
    assert did_you_mean("wieght_grams", ["weight_grams", "score"]) == "did you mean weight_grams?"
    assert did_you_mean("zzz", ["weight_grams", "score"]) == ""


def test_texts_take_no_place_in_the_vector(vocabulary: Vocabulary) -> None:
    assert vector_length(vocabulary) == 6
    assert vector_length({}) == 0
