"""Wordings: a quotation is itself however its contractions are spelt, and the order of claims changes nothing."""

from hypothesis import given
from hypothesis import strategies as st

from regesta.compare.wordings import WORDING, wordings, words_of
from regesta.tables import Claim

WORDS = ("we", "cannot", "don't", "it's", "eleven", "11", "the", "bridge", "before", "autumn", "winter", "6:00", "ours")
quotations = st.lists(st.sampled_from(WORDS), min_size=3, max_size=12).map(" ".join)


def claim(number: int, text: str, doc: int) -> Claim:
    return Claim(
        claim_id=f"clm_{number:02}",
        fact_id=f"att_{number}",
        subject="words:reyl",
        property=WORDING,
        text=words_of(text),
        status="reported",
        polarity="positive",
        copy_group=f"doc_{doc}",
        doc_id=f"doc_{doc}",
        start=0,
        end=1,
        quote="x",
        prefix="",
        suffix="",
        segments=[],
        rule_id="r",
    )


@given(quotations)
def test_words_are_those_of_the_words(text: str) -> None:
    assert words_of(words_of(text)) == words_of(text)
    assert words_of(text.upper()) == words_of(text)


@given(st.lists(st.tuples(quotations, st.integers(0, 2)), max_size=6))
def test_the_order_of_claims_changes_nothing(told: list[tuple[str, int]]) -> None:
    claims = [claim(number, text, doc) for number, (text, doc) in enumerate(told)]
    assert wordings(claims) == wordings(reversed(claims))


@given(quotations)
def test_one_quotation_in_two_documents_is_one_wording(text: str) -> None:
    both = wordings([claim(0, text, 0), claim(1, text, 1)])
    assert all(same for *_, same in both)
    assert wordings([claim(0, text, 0), claim(1, text, 0)]) == []
