"""The time that the events of a document take grows with its length, not with the square of it."""

import random
from collections.abc import Callable

import pytest
from tests.timing import assert_grows_evenly

from regesta.extract.annotate import document
from regesta.extract.document import extractors_for
from regesta.extract.events import Events
from regesta.tables import TABLES, sort_key

STATES = ("Kenya", "Chile", "Palau", "Cuba", "Iran", "India", "Nepal", "Vietnam")
MONTHS = ("January", "March", "May", "July", "October")
NAMES = {row_class: name for name, row_class in TABLES.items()}
EVENTS = Events()


def repeated(size: int) -> str:
    text = (
        "On 3 May 2020 the attack in Kenya killed 12 people. Cuba and Chile signed a treaty worth $3 billion. "
        "He said that India condemned the attack. "
    )
    return (text * (size // len(text) + 1))[:size]


def varied(size: int) -> str:
    chance, out = random.Random(7), ""
    while len(out) < size:
        one, other = chance.sample(STATES, 2)
        day = f"{chance.randint(1, 28)} {chance.choice(MONTHS)} {chance.randint(1900, 2020)}"
        said = chance.choice(
            (
                f"{one} attacked {other} on {day}.",
                f"{one} and {other} signed a treaty on {day}.",
                f"The attack in {other} on {day} killed {chance.randint(2, 90)} people.",
                "The two countries met, and he praised his friends.",
            )
        )
        out += f"{said} " * 4
    return out[:size]


def reading(text: str) -> Callable[[], object]:
    """The work of the events alone, on what the other extractors found."""
    doc = document(text)
    for extractor in extractors_for({"events"})[:-1]:
        for row in sorted(extractor.extract(doc), key=sort_key):
            doc.found[NAMES[type(row)]].append(row)
    assert list(EVENTS.extract(doc))
    return lambda: list(EVENTS.extract(doc))


@pytest.mark.parametrize("written", [repeated, varied])
def test_the_work_grows_with_the_text(written: Callable[[int], str]) -> None:
    assert_grows_evenly(lambda size: reading(written(size)), 15_000, 60_000)
