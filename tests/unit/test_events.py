"""The events extractor on rows made by hand: what it finds must not depend on how others find theirs."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from regesta.errors import LexiconError
from regesta.extract.base import Doc
from regesta.extract.events import Events
from regesta.extract.events.words import noun_forms, verb_forms
from regesta.spans import OffsetMap, Span
from regesta.tables import TABLES, Attribution, Entity, Event, EventArgument, Evidence, Figure, Row, Time, sort_key
from regesta.text.passages import passages

NAMES = {row_class: name for name, row_class in TABLES.items()}
Add = Callable[[Doc], Row]


def place(doc: Doc, quote: str, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = doc.text.index(quote, start + 1)
    return Span(start, start + len(quote))


def entity(quote: str, country: str | None, kind: str = "country", nth: int = 0, linked: str | None = None) -> Add:
    def add(doc: Doc) -> Row:
        span = place(doc, quote, nth)
        identity = doc.fact_id("entities", span, "test", quote)
        return Entity(
            entity_id=identity,
            kind=kind,
            linked_id=linked or country,
            country=country,
            candidates=[],
            **doc.provenance(span, "entities.countries.test"),
        )

    return add


def time(quote: str, first: date, last: date | None = None, **columns: Any) -> Add:
    def add(doc: Doc) -> Row:
        span = place(doc, quote)
        given = {"type": "DATE", "grain": "day", "basis": "explicit", **columns}
        return Time(
            time_id=doc.fact_id("times", span, "test", quote),
            first=first,
            last=last or first,
            alternatives=[],
            flags=[],
            **given,
            **doc.provenance(span, "times.test"),
        )

    return add


def figure(quote: str, amount: int, kind: str = "count", measured: str | None = None, part_of: Any = None) -> Add:
    def add(doc: Doc) -> Row:
        span = place(doc, quote)
        whole = doc.fact_id("figures", place(doc, part_of), "test", part_of) if part_of else None
        return Figure(
            figure_id=doc.fact_id("figures", span, "test", quote),
            low=Decimal(amount),
            high=Decimal(amount),
            comparator="=",
            unit_kind=kind,
            value_start=span.start,
            value_end=span.start + len(quote.split()[0]),
            measured=measured,
            part_of=whole,
            as_of=[],
            alternatives=[],
            flags=[],
            **doc.provenance(span, "figures.test"),
        )

    return add


def said(cue: str, speaker: str, content: str) -> Add:
    def add(doc: Doc) -> Row:
        span, by, what = place(doc, cue), place(doc, speaker), place(doc, content)
        return Attribution(
            attribution_id=doc.fact_id("attributions", span, "test", cue),
            speaker=speaker,
            speaker_start=by.start,
            speaker_end=by.end,
            content_start=what.start,
            content_end=what.end,
            depth=1,
            **doc.provenance(span, "attributions.test"),
        )

    return add


def extract(text: str, *rows: Add, events: Events | None = None) -> Doc:
    offsets = OffsetMap.identity(len(text))
    doc = Doc(
        doc_id="doc_test",
        text=text,
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        offset_map=offsets,
        passages=passages("doc_test", text, offsets),
    )
    fill(doc, (add(doc) for add in rows))
    fill(doc, (events or Events()).extract(doc))
    return doc


def fill(doc: Doc, rows: Iterable[Row]) -> None:
    for row in sorted(rows, key=sort_key):
        doc.found[NAMES[type(row)]].append(row)
    for found in doc.found.values():
        found.sort(key=sort_key)


def slots(doc: Doc, event: Event) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for row in doc.rows(EventArgument):
        if row.event_id == event.event_id:
            out.setdefault(row.role, []).append(row.quote)
    return out


def only(doc: Doc, kind: str) -> Event:
    found = [event for event in doc.rows(Event) if event.type == kind]
    assert len(found) == 1, [(event.type, event.quote) for event in doc.rows(Event)]
    return found[0]


def test_active_and_passive_give_the_same_slots() -> None:
    active = extract("Kenya recognised Palau in 2001.", entity("Kenya", "KEN"), entity("Palau", "PLW"))
    passive = extract("Palau was recognised by Kenya in 2001.", entity("Kenya", "KEN"), entity("Palau", "PLW"))
    for doc in (active, passive):
        assert slots(doc, only(doc, "X:RECOGNITION")) == {"actor": ["Kenya"], "recipient": ["Palau"]}


def test_the_subject_is_inherited_over_a_joined_verb() -> None:
    doc = extract(
        "Kenya won praise in Palau and signed a treaty with Chile.",
        entity("Kenya", "KEN"),
        entity("Palau", "PLW"),
        entity("Chile", "CHL"),
    )
    found = slots(doc, only(doc, "X:DEAL_SIGNED"))
    assert (found["actor"], found["recipient"]) == (["Kenya"], ["Chile"])


def test_a_clause_with_a_subject_of_its_own_borrows_none() -> None:
    doc = extract("Kenya fell silent after parliament signed the treaty.", entity("Kenya", "KEN"))
    assert slots(doc, only(doc, "X:DEAL_SIGNED"))["actor"] == ["parliament"]


def test_the_nearest_date_of_the_clause_is_the_date() -> None:
    doc = extract(
        "Kenya, founded in 1963, signed a treaty with Chile on 3 May 2020.",
        entity("Kenya", "KEN"),
        entity("Chile", "CHL"),
        time("1963", date(1963, 1, 1), date(1963, 12, 31), grain="year"),
        time("3 May 2020", date(2020, 5, 3)),
    )
    event = only(doc, "X:DEAL_SIGNED")
    assert (event.first, event.last, event.grain, event.time_basis) == (
        date(2020, 5, 3),
        date(2020, 5, 3),
        "day",
        "clause",
    )
    assert slots(doc, event)["time"] == ["3 May 2020"]
    assert [row.quote for row in doc.rows(Evidence) if row.fact_id == event.event_id] == ["3 May 2020"]


def test_both_ends_of_a_range_make_the_interval() -> None:
    doc = extract(
        "Kenya held talks with Chile between May 3 and 6, 2020.",
        entity("Kenya", "KEN"),
        entity("Chile", "CHL"),
        time("May 3", date(2020, 5, 3), range_id="r"),
        time("6, 2020", date(2020, 5, 6), range_id="r"),
    )
    event = only(doc, "X:MEETING")
    assert (event.first, event.last) == (date(2020, 5, 3), date(2020, 5, 6))


def test_a_date_of_the_report_is_not_the_date_of_the_event() -> None:
    doc = extract(
        "Kenya attacked Chile, police said on 6 May 2020.",
        entity("Kenya", "KEN"),
        entity("Chile", "CHL"),
        time("6 May 2020", date(2020, 5, 6)),
        said("said", "police", "Kenya attacked Chile"),
    )
    event = only(doc, "ASSAULT")
    assert (event.first, event.time_basis, event.status) == (None, None, "reported")
    assert event.attribution_id is not None


def test_what_comes_a_day_after_an_event_dates_it_a_day_before() -> None:
    doc = extract(
        "On 11 May 2020, one day after the overthrow of Ann Bee, Kenya announced a change.",
        entity("Ann Bee", "CHL", "person"),
        entity("Kenya", "KEN"),
        time("11 May 2020", date(2020, 5, 11)),
    )
    overthrow = only(doc, "X:LEADER_EXIT")
    assert (overthrow.first, overthrow.last, overthrow.time_basis) == (date(2020, 5, 10), date(2020, 5, 10), "event")
    assert only(doc, "X:STATEMENT").first == date(2020, 5, 11)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Hours after the attack on Chile, Kenya recalled its ambassador on 11 May 2020.", 11),
        ("On 11 May 2020 Kenya recalled its ambassador two days after Palau attacked Chile.", 9),
        ("The attack on Chile came on 11 May 2020, when Kenya recalled its ambassador.", 11),
        ("The attack on Chile came after Kenya recalled its ambassador on 11 May 2020.", None),
    ],
)
def test_an_attack_is_dated_from_what_it_is_tied_to(text: str, day: int | None) -> None:
    names = [
        entity(name, code) for name, code in (("Chile", "CHL"), ("Kenya", "KEN"), ("Palau", "PLW")) if name in text
    ]
    attack = only(extract(text, *names, time("11 May 2020", date(2020, 5, 11))), "ASSAULT")
    assert attack.first == (date(2020, 5, day) if day else None)


def test_a_dated_passive_needs_nobody_who_did_it() -> None:
    doc = extract("An earlier draft was rejected in 2009.", time("2009", date(2009, 1, 1), date(2009, 12, 31)))
    assert only(doc, "REJECT").first == date(2009, 1, 1)
    assert not extract("An earlier draft was rejected.").rows(Event)


def test_what_is_said_to_be_is_not_dated_by_the_saying() -> None:
    doc = extract(
        "Kenya attacked Chile, the ministry reported on 11 May 2020.",
        entity("Kenya", "KEN"),
        entity("Chile", "CHL"),
        time("11 May 2020", date(2020, 5, 11)),
    )
    assert only(doc, "ASSAULT").first is None


def test_an_undated_mention_takes_the_date_of_its_cluster() -> None:
    doc = extract(
        "The fall of Ann Bee came on 10 May 2020. Kenya was calm despite Ann Bee's ouster. "
        "The ouster of Cee Dee was long ago.",
        entity("Ann Bee", "CHL", "person", linked="ann-bee"),
        entity("Ann Bee", "CHL", "person", nth=1, linked="ann-bee"),
        entity("Cee Dee", "CHL", "person", linked="cee-dee"),
        time("10 May 2020", date(2020, 5, 10)),
    )
    fall, ouster, other = doc.rows(Event)
    assert fall.cluster_id == ouster.cluster_id == min(fall.event_id, ouster.event_id)
    assert (ouster.first, ouster.time_basis) == (date(2020, 5, 10), "event")
    assert (other.cluster_id, other.first) == (other.event_id, None)


def test_the_attack_points_back_and_a_later_toll_belongs_to_it() -> None:
    doc = extract(
        "A bombing in Chile on 3 May 2020 was the first. The attack shocked many. "
        "Six people were killed, including two Kenyans.",
        entity("Chile", "CHL"),
        time("3 May 2020", date(2020, 5, 3)),
        figure("Six people", 6, measured="killed"),
        figure("two Kenyans", 2, part_of="Six people"),
    )
    events = doc.rows(Event)
    assert [event.quote for event in events] == ["bombing", "attack", "killed"]
    assert len({event.cluster_id for event in events}) == 1
    assert slots(doc, events[2])["victims"] == ["Six people", "two Kenyans"]


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("Two officers shot and killed a student in Chile.", "Two officers"),
        ("A student was shot dead by two officers in Chile.", "two officers"),
        ("A father of two was killed in an attack in Chile.", "two"),
    ],
)
def test_those_who_do_harm_or_describe_its_victim_are_no_victims(text: str, counted: str) -> None:
    doc = extract(text, entity("Chile", "CHL"), figure(counted, 2))
    assert doc.rows(Event)
    assert [a.quote for a in doc.rows(EventArgument) if a.role == "victims"] == []


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("An attack in Chile claimed the lives of two people.", "two people"),
        ("Two people died when a bomb exploded in Chile.", "Two people"),
        ("A bomb exploded in Chile, killing two people.", "two people"),
        ("Two people were killed in the attack in Chile.", "Two people"),
    ],
)
def test_victims(text: str, counted: str) -> None:
    doc = extract(text, entity("Chile", "CHL"), figure(counted, 2))
    assert {a.quote for a in doc.rows(EventArgument) if a.role == "victims"} == {counted}


def test_what_is_too_long_for_a_sentence_gives_no_event() -> None:
    assert extract("Kenya attacked Chile, " * 200, entity("Kenya", "KEN"), entity("Chile", "CHL")).rows(Event) == []


def test_those_who_take_part_together_are_the_pair_in_either_order() -> None:
    doc = extract(
        "Kenya signed a treaty with Chile in 2001. The two countries signed the treaty gladly. "
        "Chile signed the treaty with Kenya.",
        entity("Kenya", "KEN"),
        entity("Chile", "CHL"),
        entity("Chile", "CHL", nth=1),
        entity("Kenya", "KEN", nth=1),
        time("2001", date(2001, 1, 1), date(2001, 12, 31)),
    )
    assert len({event.cluster_id for event in doc.rows(Event)}) == 1
    assert [event.time_basis for event in doc.rows(Event)] == ["clause", "event", "event"]


def test_two_who_act_for_one_state_are_not_the_same() -> None:
    doc = extract(
        "Kenya visited Chile. Ann Bee visited Chile. Cee Dee visited Chile. Ann Bee visited Chile.",
        entity("Kenya", "KEN"),
        *[entity("Chile", "CHL", nth=n) for n in range(4)],
        entity("Ann Bee", "KEN", "person", linked="ann-bee"),
        entity("Ann Bee", "KEN", "person", nth=1, linked="ann-bee"),
        entity("Cee Dee", "KEN", "person", linked="cee-dee"),
    )
    state, ann, cee, again = doc.rows(Event)
    assert state.cluster_id == ann.cluster_id == again.cluster_id != cee.cluster_id


def test_an_aside_keeps_its_date_and_the_clause_around_it_its_subject() -> None:
    doc = extract(
        "Kenya, which attacked Chile in 2001, signed a treaty with Palau.",
        entity("Kenya", "KEN"),
        entity("Chile", "CHL"),
        entity("Palau", "PLW"),
        time("2001", date(2001, 1, 1), date(2001, 12, 31)),
    )
    signed = only(doc, "X:DEAL_SIGNED")
    assert (signed.first, slots(doc, signed)["actor"]) == (None, ["Kenya"])
    assert only(doc, "ASSAULT").first == date(2001, 1, 1)


def test_nobody_is_both_parties() -> None:
    doc = extract(
        "Ann Bee fell when she, in power since May, saw confidence withdrawn from her.",
        entity("Ann Bee", "KEN", "person", linked="ann-bee"),
    )
    assert slots(doc, only(doc, "X:NO_CONFIDENCE_VOTE")) == {"recipient": ["her"]}


@pytest.mark.parametrize(
    ("text", "status", "polarity"),
    [
        ("Kenya might attack Chile.", "hypothetical", "positive"),
        ("Kenya will attack Chile.", "planned", "positive"),
        ("Kenya allegedly attacked Chile.", "alleged", "positive"),
        ("Kenya never attacked Chile.", "asserted", "negative"),
        ("Kenya did not attack Chile.", "asserted", "negative"),
        ("Kenya attacked Chile.", "asserted", "positive"),
        ("Kenya hopes to attack Chile.", "hypothetical", "positive"),
        ("If Kenya attacked Chile, all would be lost.", "hypothetical", "positive"),
        ("Kenya plans to attack Chile.", "planned", "positive"),
        ("Kenya failed to attack Chile.", "asserted", "negative"),
        ("Kenya denied an attack on Chile.", "asserted", "negative"),
        ("Kenya is accused of attacking Chile.", "alleged", "positive"),
        ("Kenya forced its army to attack Chile.", "asserted", "positive"),
    ],
)
def test_status_and_polarity(text: str, status: str, polarity: str) -> None:
    doc = extract(text, entity("Kenya", "KEN"), entity("Chile", "CHL"))
    event = only(doc, "ASSAULT")
    assert (event.status, event.polarity) == (status, polarity)


def test_a_promise_keeps_its_status_and_its_sum() -> None:
    doc = extract(
        "Kenya promised to invest $46 billion in Chile.",
        entity("Kenya", "KEN"),
        entity("Chile", "CHL"),
        figure("$46 billion", 46_000_000_000, "currency"),
    )
    event = only(doc, "X:INVESTMENT_PROMISED")
    assert event.status == "promised"
    assert slots(doc, event) == {"actor": ["Kenya"], "recipient": ["Chile"], "value": ["$46 billion"]}


def test_pronouns_and_pairs_stand_for_those_named_before() -> None:
    doc = extract(
        "Kenya and Chile are old friends. The two countries signed a treaty in 2001.",
        entity("Kenya", "KEN"),
        entity("Chile", "CHL"),
    )
    event = only(doc, "X:DEAL_SIGNED")
    assert slots(doc, event) == {"participant": ["The two countries"] * 2, "object": ["treaty"]}
    named = {row.entity_id: row.quote for row in doc.rows(Entity)}
    assert {named[a.entity_id] for a in doc.rows(EventArgument) if a.entity_id} == {"Kenya", "Chile"}
    assert [row.quote for row in doc.rows(Evidence) if row.column == "entity_id"] == ["Kenya", "Chile"]


@pytest.mark.parametrize(
    "text",
    [
        "Cooperation between Kenya and Chile is close.",
        "Kenya and Chile agreed-upon rules.",
        "Kenya needs support.",
        "They met in March in Kenya.",
        "Kenya's market is under attack-like stress.",
    ],
)
def test_topics_and_look_alikes_are_no_events(text: str) -> None:
    doc = extract(text, *[entity(name, code) for name, code in (("Kenya", "KEN"), ("Chile", "CHL")) if name in text])
    assert [(event.type, event.quote) for event in doc.rows(Event)] == []


def test_a_heading_gives_no_event_that_the_body_does_not_tell() -> None:
    doc = extract("Attack on Chile\n\nKenya met Chile.", entity("Kenya", "KEN"), entity("Chile", "CHL", nth=1))
    assert [event.type for event in doc.rows(Event)] == ["X:MEETING"]


def test_a_heading_may_be_one_more_mention_of_what_the_body_tells() -> None:
    doc = extract(
        "The Attack on Chile\n\nKenya attacked Chile.",
        entity("Kenya", "KEN"),
        *[entity("Chile", "CHL", nth=n) for n in (0, 1)],
    )
    assert [event.quote for event in doc.rows(Event)] == ["Attack", "attacked"]
    assert len({event.cluster_id for event in doc.rows(Event)}) == 1


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Kenya will attack Chile.", {"ASSAULT": "THREATEN"}),
        ("Kenya will recognise Chile.", {"X:RECOGNITION": "AGREE"}),
        ("Kenya swore to bombard Chile.", {"AGREE": None, "ASSAULT": "THREATEN"}),
        ("Kenya tried to attack Chile.", {"ASSAULT": "ASSAULT"}),
        ("Kenya did not attack Chile.", {"ASSAULT": None}),
        ("Kenya criticised Chile for attacking Kenya.", {"ACCUSE": "ACCUSE", "ASSAULT": None}),
        ("Kenya, which attacked Chile, met Chile.", {"X:MEETING": "CONSULT", "ASSAULT": None}),
        ("Kenya demanded the release of Chile.", {"REQUEST": "REQUEST", "RETREAT": None}),
    ],
)
def test_plover_codes_what_the_sentence_reports(text: str, codes: dict[str, str | None]) -> None:
    names = (("Kenya", "KEN"), ("Chile", "CHL"))
    rows = [entity(name, code, nth=n) for name, code in names for n in range(text.count(name))]
    assert {event.type: event.plover for event in extract(text, *rows).rows(Event)} == codes


def test_a_type_is_added_by_one_file(tmp_path: Path) -> None:
    (tmp_path / "launch.toml").write_text(
        'type = "X:LAUNCH"\nfamily = "space"\nmilestone = "launched"\nnote = "A rocket goes up."\n'
        'slots = { actor = ["subject"] }\nrequires = ["actor"]\n'
        '[[rules]]\nid = "launch"\nverbs = ["launch"]\npartner = ["rocket"]\n'
        'examples = [{ text = "Kenya launched a rocket.", quote = "launched a rocket" }]\n'
    )
    doc = extract("Kenya launched a rocket.", entity("Kenya", "KEN"), events=Events(tmp_path))
    event = only(doc, "X:LAUNCH")
    assert (event.rule_id, event.family, event.milestone) == ("events.launch.launch", "space", "launched")


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ('requires = ["actr"]', "requires"),
        ('slots = { actor = ["behind"] }', "slots"),
        ('kinds = { actor = ["planet"] }', "kinds"),
        ('colour = "red"', "colour"),
    ],
)
def test_a_wrong_rule_is_named_with_its_file(tmp_path: Path, line: str, named: str) -> None:
    (tmp_path / "launch.toml").write_text(
        'type = "X:LAUNCH"\nnote = "A rocket goes up."\n'
        f'[[rules]]\nid = "launch"\nverbs = ["launch"]\n{line}\n'
        + ('requires = ["actor"]\n' if "requires" not in line else "")
        + 'examples = [{ text = "Kenya launched.", quote = "launched" }]\n'
    )
    with pytest.raises(LexiconError, match=rf"launch\.toml.*launch.*{named}"):
        _ = Events(tmp_path).rules


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("sign", {"sign", "signs", "signing", "signed"}),
        ("withdraw", {"withdraw", "withdraws", "withdrawing", "withdrew", "withdrawn"}),
        ("deny", {"deny", "denies", "denying", "denied"}),
        ("invade", {"invade", "invades", "invading", "invaded"}),
        ("ban", {"ban", "bans", "banning", "banned"}),
        ("guarantee", {"guarantee", "guarantees", "guaranteeing", "guaranteed"}),
    ],
)
def test_inflection_of_verbs(verb: str, forms: set[str]) -> None:
    assert forms <= set(verb_forms(verb))


def test_inflection_of_nouns() -> None:
    assert [noun_forms(noun) for noun in ("treaty", "clash", "talks")] == [
        ("treaty", "treaties"),
        ("clash", "clashes"),
        ("talks",),
    ]


def test_ids_do_not_depend_on_what_others_found() -> None:
    text = "Kenya attacked Chile in 2001."
    bare = extract(text, entity("Kenya", "KEN"))
    full = extract(
        text, entity("Kenya", "KEN"), entity("Chile", "CHL"), time("2001", date(2001, 1, 1), date(2001, 12, 31))
    )
    assert only(bare, "ASSAULT").event_id == only(full, "ASSAULT").event_id
