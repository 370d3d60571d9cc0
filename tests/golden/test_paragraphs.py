"""The news paragraphs and the reading of the article are good gold, and what is found in them is counted rightly."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from benchmarks import gold
from benchmarks import paragraphs as scoring
from benchmarks.gold import GoldError, Mention, Paragraph
from benchmarks.paragraphs import MEASURES, Filler, Found, fills, score_events, score_sayings
from benchmarks.tally import Score

from regesta.extract.base import Doc
from regesta.extract.document import extract_document
from regesta.spans import Span

PLOVER = {
    "ACCUSE", "AGREE", "AID", "ASSAULT", "COERCE", "CONCEDE", "CONSULT", "COOPERATE", "MOBILIZE", "PROTEST", "REJECT",
    "REQUEST", "RETREAT", "SANCTION", "SUPPORT", "THREATEN",
}  # fmt: skip
TEXT = "Kenya met Uganda in Nairobi on Monday. The meeting went well, the Kenyan minister said."


@pytest.fixture(scope="module")
def known() -> tuple[Paragraph, ...]:
    return gold.load_paragraphs()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(gold.FOLDER, tmp_path / "gold"))


def test_there_are_enough_paragraphs_of_news_length_and_half_are_held_out(known: tuple[Paragraph, ...]) -> None:
    assert len(known) >= 44
    assert {p.id: n for p in known if not 60 <= (n := len(p.text.split())) <= 150} == {}
    assert 2 * sum(paragraph.holdout for paragraph in known) == len(known)


def test_every_plover_type_occurs_in_both_halves(known: tuple[Paragraph, ...]) -> None:
    for holdout in (False, True):
        events = [e for p in known if p.holdout == holdout for e in p.events if not e.optional]
        assert {event.type for event in events} >= PLOVER
        assert {event.status for event in events} >= {"reported", "alleged", "promised", "planned", "hypothetical"}


def test_what_is_reported_or_alleged_has_a_speaker(known: tuple[Paragraph, ...]) -> None:
    said = [(p.id, e) for p in known for e in p.events if e.status in ("reported", "alleged") and not e.optional]
    assert [(name, event.quote) for name, event in said if event.speaker is None] == []


def test_a_cluster_has_several_mentions_of_one_type_and_date_order_holds(known: tuple[Paragraph, ...]) -> None:
    for paragraph in known:
        for event in paragraph.events:
            assert not (event.first and event.last and event.first > event.last), (paragraph.id, event.quote)
            same = [other for other in paragraph.events if event.cluster and other.cluster == event.cluster]
            assert not event.cluster or (len(same) > 1 and len({other.type for other in same}) == 1), event.quote


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('quote = "attacked"', 'quote = "attacks"', "market-raid: events[1]: trigger: 'attacks' is not at"),
        ('quote = "Gunmen"', 'quote = "Gunman"', "market-raid: events[1]: actor: 'Gunman' is not at"),
        ('id = "village-shelling"', 'id = "market-raid"', "market-raid: is the id of two paragraphs"),
        ('country = "NER"', 'country = "Niger"', "country: String should match pattern"),
        ('status = "alleged"', 'status = "rumoured"', "status"),
    ],
)
def test_a_bad_paragraph_is_refused(folder: Path, old: str, new: str, message: str) -> None:
    path = folder / "paragraphs" / "conflict.toml"
    path.write_text(path.read_text().replace(old, new, 1))
    with pytest.raises(GoldError) as refused:
        gold.load_paragraphs(folder)
    assert str(refused.value).startswith(str(path))
    assert message in str(refused.value)


def test_placing_follows_a_text_that_moved(folder: Path) -> None:
    path = folder / "paragraphs" / "conflict.toml"
    path.write_text(path.read_text().replace("Gunmen on motorcycles", "On Sunday gunmen: Gunmen on motorcycles", 1))
    with pytest.raises(GoldError, match="'attacked' is not at"):
        gold.load_paragraphs(folder)
    gold.place_paragraphs(folder)
    moved = next(paragraph for paragraph in gold.load_paragraphs(folder) if paragraph.id == "market-raid")
    assert moved.events[0].start == moved.text.index("attacked")


@pytest.mark.article
def test_the_reading_of_the_article(article: bytes, article_doc: Doc) -> None:
    read = gold.load_article(article.decode("utf-8"))
    assert len([event for event in read.reading if not event.optional]) >= 40
    assert len([event for event in read.reading if event.cluster == "fall"]) == 5
    score = Score()
    score_sayings(score, read.said, extract_document(article_doc), lambda *_: None)
    assert score.expected == len(read.said) >= 20
    assert score.right <= score.found <= score.expected


@pytest.mark.article
def test_another_text_is_not_the_article(article: bytes) -> None:
    with pytest.raises(GoldError, match="is not the one that was annotated"):
        gold.load_article("x" + article.decode("utf-8"))


def at(quote: str, nth: int = 1, **more: Any) -> dict[str, Any]:
    """A place of TEXT."""
    start = -1
    for _ in range(nth):
        start = TEXT.index(quote, start + 1)
    return {"start": start, "end": start + len(quote), "quote": quote, **more}


def mention(quote: str, **more: Any) -> Mention:
    return Mention.model_validate(at(quote, **{"type": "X:MEETING", **more}))


def found(quote: str, *slots: tuple[str, str], **more: Any) -> Found:
    place = at(quote)
    fillers = tuple((role, filler(text)) for role, text in slots)
    return Found(Span(place["start"], place["end"]), quote, **{"type": "X:MEETING", "slots": fillers, **more})


def filler(quote: str, **more: Any) -> Filler:
    place = at(quote)
    return Filler(Span(place["start"], place["end"]), quote, **more)


def scores(wanted: list[Mention], rows: list[Found]) -> dict[str, tuple[int, int, int]]:
    made = {name: Score() for name in MEASURES}
    score_events(made, wanted, rows, lambda *_: None)
    return {name: (score.right, score.found, score.expected) for name, score in made.items()}


MET = {"actor": [at("Kenya")], "recipient": [at("Uganda")], "place": [at("Nairobi")]}
MONDAY = date(2019, 3, 18)


def test_a_found_event_is_counted_slot_by_slot() -> None:
    wanted = [mention("met", first=MONDAY, last=MONDAY, **MET), mention("meeting", status="reported")]
    row = found("met", ("actor", "Kenya"), ("place", "Uganda"), first=MONDAY, last=MONDAY)
    made = scores(wanted, [row, found("went", type="X:VISIT")])
    assert made["type"] == (1, 2, 2)
    assert made["actor"] == (1, 1, 1)
    assert made["recipient"] == (0, 0, 1)
    assert made["place"] == (0, 1, 1)
    assert made["date"] == (1, 1, 1)
    assert made["status"] == (1, 2, 2)


def test_parties_that_meet_may_change_places_and_others_may_not() -> None:
    swapped = (("actor", "Uganda"), ("recipient", "Kenya"))
    assert scores([mention("met", **MET)], [found("met", *swapped)])["actor"] == (1, 1, 1)
    attack = scores([mention("met", type="ASSAULT", **MET)], [found("met", *swapped, type="ASSAULT")])
    assert attack["actor"] == attack["recipient"] == (0, 1, 1)


def test_an_optional_event_is_counted_nowhere() -> None:
    wanted = [mention("meeting", optional=True, **MET)]
    assert set(scores(wanted, []).values()) == {(0, 0, 0)}
    assert set(scores(wanted, [found("meeting", ("actor", "Nairobi"))]).values()) == {(0, 0, 0)}


def test_another_type_that_would_do() -> None:
    wanted = [mention("met", also=["CONSULT"])]
    assert scores(wanted, [found("met", type="CONSULT")])["type"] == (1, 1, 1)
    assert scores(wanted, [found("met", type="X:VISIT")])["type"] == (0, 1, 1)


def test_mentions_of_one_happening_are_pairs_and_share_their_fillers() -> None:
    wanted = [mention("met", cluster="talks", **MET), mention("meeting", cluster="talks")]
    rows = [found("met", cluster="a"), found("meeting", ("place", "Nairobi"), ("actor", "minister"), cluster="a")]
    made = scores(wanted, rows)
    assert made["cluster"] == (1, 1, 1)
    assert made["place"] == (0, 0, 1)
    assert made["actor"] == (0, 1, 1)
    assert scores(wanted, [found("met", cluster="a"), found("meeting", cluster="b")])["cluster"] == (0, 0, 1)
    assert scores([mention("met"), mention("meeting")], rows)["cluster"] == (0, 1, 0)


def test_speaker_and_polarity_are_asked_of_those_that_have_them() -> None:
    wanted = [mention("met"), mention("meeting", status="reported", polarity="negative", speaker=at("minister"))]
    rows = [found("met", speaker=filler("Kenya")), found("meeting", polarity="negative", speaker=filler("minister"))]
    made = scores(wanted, rows)
    assert made["speaker"] == (1, 2, 1)
    assert made["negative"] == (1, 1, 1)


def test_the_state_that_a_party_acts_for() -> None:
    wanted = [mention("met", type="ASSAULT", actor=[at("Kenya", country="KEN")])]
    row = found("met", type="ASSAULT", slots=(("actor", filler("minister", country="KEN")),))
    assert scores(wanted, [row])["country"] == (1, 1, 1)
    assert scores(wanted, [row])["actor"] == (0, 1, 1)


def test_a_filler_is_known_by_place_id_or_last_word() -> None:
    argument = gold.Argument.model_validate(at("Kenyan minister", id="kim"))
    assert fills(argument, filler("minister"))
    assert fills(argument, filler("Uganda", id="kim"))
    assert fills(argument, Filler(Span(0, 5), "the Minister’s"))
    assert not fills(argument, filler("Uganda", id="ken"))
    assert not fills(gold.Argument.model_validate(at("Kenyan minister")), filler("Uganda"))


def test_only_errors_of_open_paragraphs_are_listed(tmp_path: Path) -> None:
    errors: list[str] = []
    index = tmp_path / "INDEX.md"
    index.write_text((gold.ROOT / "seeds" / "INDEX.md").read_text())
    made = scoring.measure(index, errors)
    assert set(made) >= set(scoring.GROUPS)
    assert all(made[group][name].expected > 0 for group in scoring.GROUPS for name in MEASURES)
    closed = [paragraph.id for paragraph in gold.load_paragraphs() if paragraph.holdout]
    assert errors
    assert [error for error in errors if any(f" {name}:" in error for name in closed)] == []
