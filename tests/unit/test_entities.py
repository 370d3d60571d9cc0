"""Who and where: names from lists, by pattern, by office; what is refused; what stays open."""

import hashlib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.timing import assert_within

from regesta import lexicon
from regesta.errors import LexiconError
from regesta.extract.base import Doc
from regesta.extract.entities import Entities
from regesta.extract.entities.lexicon import Name, entries, every, names, slug
from regesta.lexicon import Example, Rule
from regesta.spans import OffsetMap
from regesta.tables import Entity, Evidence, Issue
from regesta.text.passages import passages

RULES = Entities().rules
EXAMPLES = [(rule_id, example) for rule_id, rule in RULES.items() for example in rule.examples]
SECOND_PAKISTAN = """
[[rules]]
id = "twice"
names = ["Pakistan"]
examples = [{ text = "Pakistan.", quote = "Pakistan" }]
"""
COUNTER_EXAMPLES = [(rule_id, text) for rule_id, rule in RULES.items() for text in rule.counter_examples]


UNTYPED_DIVISION = """
[[rules]]
id = "ke_30"
code = "KE-30"
country = "KEN"
names = ["Nairobi County"]
examples = [{ text = "Nairobi County.", quote = "Nairobi County" }]
"""


def copy_lexicon(folder: Path, file: str, more: str) -> None:
    """The entity lists in another folder, one of them with more in it."""
    (folder / "entities").mkdir()
    for path in (lexicon.folder() / "entities").glob("*.toml"):
        (folder / "entities" / path.name).write_text(path.read_text() + (more if path.stem == file else ""))


def forget() -> None:
    """Let the lists be read again."""
    for cached in (every, entries, names):
        cached.cache_clear()


def read(text: str) -> Doc:
    offset_map = OffsetMap.identity(len(text))
    doc = Doc(
        doc_id="doc_test",
        text=text,
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        offset_map=offset_map,
        passages=passages("doc_test", text, offset_map),
    )
    for row in Entities().extract(doc):
        doc.found[{Entity: "entities", Evidence: "evidence", Issue: "issues"}[type(row)]].append(row)
    return doc


def found(text: str) -> list[Entity]:
    return read(text).rows(Entity)


def one(text: str, quote: str) -> Entity:
    (entity,) = [e for e in found(text) if e.quote == quote]
    return entity


@pytest.mark.parametrize(("rule_id", "example"), EXAMPLES, ids=[rule_id for rule_id, _ in EXAMPLES])
def test_example(rule_id: str, example: Example) -> None:
    rows = [row for row in found(example.text) if row.rule_id == rule_id and row.quote == example.quote]
    assert any(all(getattr(row, column) == value for column, value in example.expected.items()) for row in rows)


@pytest.mark.parametrize(("rule_id", "text"), COUNTER_EXAMPLES)
def test_counter_example(rule_id: str, text: str) -> None:
    assert [row.quote for row in found(text) if row.rule_id == rule_id] == []


class TestNames:
    def test_the_longest_name_wins(self) -> None:
        assert [e.linked_id for e in found("The China-Pakistan Economic Corridor crosses South Sudan.")] == [
            "china-pakistan-economic-corridor",
            "SSD",
        ]

    def test_a_name_may_run_over_a_line_end_and_be_set_with_other_marks(self) -> None:
        text = (
            "The long road that leads from the plain to the mountains of Khyber\n"
            "Pakhtunkhwa was built by the People’s Republic of China and others."
        )
        assert [(e.quote, e.linked_id) for e in found(text)] == [
            ("Khyber\nPakhtunkhwa", "PK-KP"),
            ("People’s Republic of China", "CHN"),
        ]

    @pytest.mark.parametrize(
        "text", ["The china was washed.", "Chinatown was busy.", "They polished it.", "Tell us now."]
    )
    def test_whole_words_and_case_as_written(self, text: str) -> None:
        assert found(text) == []

    def test_a_demonym_counts_as_its_state(self) -> None:
        entity = one("Two Afghans crossed.", "Afghans")
        assert (entity.kind, entity.linked_id, entity.country) == ("country", "AFG", "AFG")

    def test_a_capital_is_a_place_that_acts_for_its_state(self) -> None:
        entity = one("Talks with New Delhi failed.", "New Delhi")
        assert (entity.kind, entity.linked_id, entity.country) == ("place", "new-delhi", "IND")

    def test_a_dateline_in_capitals(self) -> None:
        assert one("PESHAWAR, Pakistan, July 14 - A bus fell into a ravine on the road.", "PESHAWAR").country == "PAK"

    @pytest.mark.parametrize(
        ("text", "linked_id"),
        [
            ("Tbilisi said that Georgia would vote.", "GEO"),
            ("From Atlanta to Chicago, Americans looked at Georgia.", "US-GA"),
            ("Lahore is in Punjab.", "PK-PB"),
            ("Mumbai sent help to Punjab.", "IN-PB"),
        ],
    )
    def test_the_document_decides_between_readings(self, text: str, linked_id: str) -> None:
        assert linked_id in [e.linked_id for e in found(text)]

    def test_a_tie_stays_open_and_is_recorded(self) -> None:
        doc = read("The crisis in Korea went on.")
        (entity,) = doc.rows(Entity)
        assert (entity.linked_id, entity.country, entity.candidates) == (None, None, ["KOR", "PRK"])
        assert [issue.code for issue in doc.rows(Issue)] == ["entity_ambiguous"]


class TestPersons:
    def test_the_office_gives_state_and_evidence(self) -> None:
        doc = read("Then Norwegian Foreign Minister Liv Aasen left.")
        state, person = doc.rows(Entity)
        assert (person.quote, person.linked_id, person.country, person.office) == (
            "Liv Aasen",
            "liv-aasen",
            "NOR",
            "Foreign Minister",
        )
        assert state.quote == "Norwegian"
        assert {(e.column, e.quote) for e in doc.rows(Evidence)} == {
            ("office", "Foreign Minister"),
            ("country", "Norwegian"),
        }

    def test_an_office_that_acts_for_no_state_gives_none(self) -> None:
        assert one("The French journalist Paule Dorat wrote it.", "Paule Dorat").country is None

    def test_one_name_alone_is_too_weak_for_an_id(self) -> None:
        entity = one("President Wekesa spoke.", "Wekesa")
        assert (entity.linked_id, entity.office) == (None, "President")

    def test_a_listed_surname_with_an_office_keeps_candidates(self) -> None:
        entity = one("President Putin spoke.", "Putin")
        assert (entity.linked_id, entity.candidates) == (None, ["vladimir-putin"])

    @pytest.mark.parametrize(
        ("text", "quote", "candidates", "country"),
        [
            ("Putin left.", "Putin", ["vladimir-putin"], "RUS"),
            ("The Clinton plan failed.", "Clinton", ["bill-clinton", "hillary-clinton"], "USA"),
            ("Prime Minister Koizumi left.", "Koizumi", ["junichiro-koizumi"], "JPN"),
            ("The Kenyan Prime Minister Brown left.", "Brown", [], "KEN"),
            ("Captain Brown left.", "Brown", [], None),
        ],
    )
    def test_who_is_known_by_one_name(self, text: str, quote: str, candidates: list[str], country: str | None) -> None:
        entity = one(text, quote)
        assert (entity.linked_id, entity.candidates, entity.country) == (None, candidates, country)

    @pytest.mark.parametrize("text", ["Putin Street was closed.", "Nobody met Ada Putin."])
    def test_a_known_name_in_another_name_is_somebody_else(self, text: str) -> None:
        assert "RUS" not in [entity.country for entity in found(text)]

    def test_the_full_name_of_the_document_wins_over_the_list(self) -> None:
        entity = one("Anatoly Putin was held. Then Putin slept.", "Putin")
        assert (entity.linked_id, entity.country) == ("anatoly-putin", None)

    @pytest.mark.parametrize(
        ("text", "country"),
        [
            ("John Howard left.", None),
            ("John Howard left Australia.", "AUS"),
            ("Prime Minister John Howard left.", "AUS"),
            ("Captain John Howard left.", None),
        ],
    )
    def test_a_name_that_many_bear(self, text: str, country: str | None) -> None:
        entity = one(text, "John Howard")
        assert (entity.linked_id, entity.country) == ("john-howard", country)

    def test_a_surname_means_the_last_full_name(self) -> None:
        text = "President Amina Wekesa met Minister Jomo Wekesa. Wekesa smiled."
        last = found(text)[-1]
        assert (last.quote, last.linked_id, last.candidates) == (
            "Wekesa",
            "jomo-wekesa",
            ["amina-wekesa", "jomo-wekesa"],
        )

    def test_persons_who_share_a_first_name_stay_apart(self) -> None:
        text = "Pakistani President Arif Alvi spoke. It is late, Arif Kamel said. Kamel left. Arif stayed. Alvi slept."
        assert [(e.quote, e.linked_id) for e in found(text) if e.kind == "person"] == [
            ("Arif Alvi", "arif-alvi"),
            ("Arif Kamel", "arif-kamel"),
            ("Kamel", "arif-kamel"),
            ("Alvi", "arif-alvi"),
        ]

    def test_where_the_family_name_stands_first(self) -> None:
        text = "Chinese Foreign Minister Lin Guodong left. Lin said nothing. Guodong was not seen."
        assert [e.quote for e in found(text) if e.linked_id == "lin-guodong"] == ["Lin Guodong", "Lin"]

    @pytest.mark.parametrize("text", ["Imran Khan left. Genghis Khan won.", "Imran Khan left. The Khan Academy won."])
    def test_a_surname_in_another_name_is_not_the_person(self, text: str) -> None:
        assert [e.quote for e in found(text) if e.linked_id == "imran-khan"] == ["Imran Khan"]

    @pytest.mark.parametrize("name", ["Conan O’Brien", "Jean-Marie Duval", "Bashar al-Assad", "Paul J. Okoro"])
    def test_the_whole_name(self, name: str) -> None:
        assert [e.quote for e in found(f"Minister {name} left.") if e.kind == "person"] == [name]


class TestPatterns:
    def test_the_state_of_a_ministry(self) -> None:
        text = "The Chinese Ministry of State Security called India's Foreign Ministry."
        assert [(e.quote, e.linked_id, e.country) for e in found(text)] == [
            ("Chinese Ministry of State Security", "chn-ministry-of-state-security", "CHN"),
            ("India", "IND", "IND"),
            ("Foreign Ministry", "ind-foreign-ministry", "IND"),
        ]

    def test_its_ministry_is_nobodys_when_two_states_were_named(self) -> None:
        entity = one("China told India through its Foreign Ministry.", "Foreign Ministry")
        assert (entity.country, entity.linked_id) == (None, None)

    def test_an_abbreviation_holds_from_where_it_is_defined(self) -> None:
        text = "NWB is old. The Northern Water Board (NWB) met. NWB staff left."
        assert [(e.quote, e.linked_id) for e in found(text)] == [
            ("Northern Water Board", "northern-water-board"),
            ("NWB", "northern-water-board"),
            ("NWB", "northern-water-board"),
        ]

    def test_headings_do_not_make_bodies(self) -> None:
        text = "A New Party And The Economic Corridor\n\nNothing of that was true, as all the town knew by then.\n"
        assert found(text) == []


class TestBodies:
    @pytest.mark.parametrize(
        ("text", "quote", "country", "basis"),
        [
            ("The Storting voted.", "Storting", "NOR", "listed"),
            ("Aso Rock said nothing.", "Aso Rock", "NGA", "listed"),
            ("Fidesz lost.", "Fidesz", "HUN", "listed"),
            ("Fighters of the Hezbollah left.", "Hezbollah", "LBN", "home"),
            ("Fighters of al-Qaeda left.", "al-Qaeda", None, None),
            ("The Peruvian Socialist Party lost.", "Peruvian Socialist Party", "PER", "stated"),
            ("The Socialist Party lost.", "Socialist Party", None, None),
            ("UNPROFOR left.", "UNPROFOR", None, None),
        ],
    )
    def test_the_state_of_a_body(self, text: str, quote: str, country: str | None, basis: str | None) -> None:
        entity = one(text, quote)
        assert (entity.country, entity.country_basis) == (country, basis)

    def test_a_place_where_a_group_is_at_home_does_not_decide_between_readings(self) -> None:
        assert one("The Sinaloa Cartel sold it in Georgia.", "Georgia").linked_id is None

    @pytest.mark.parametrize(
        ("text", "quote", "country"),
        [
            ("Turkish Cypriots voted.", "Turkish Cypriots", "CYP"),
            ("Bosnian Serb leaders met.", "Bosnian Serb leaders", "BIH"),
            ("Iraqi Kurds voted.", "Iraqi Kurds", "IRQ"),
            ("Chechen fighters left.", "Chechen fighters", "RUS"),
            ("Serbian leaders met.", "Serbian leaders", "SRB"),
        ],
    )
    def test_a_people_of_more_than_one_word(self, text: str, quote: str, country: str) -> None:
        assert one(text, quote).country == country

    @pytest.mark.parametrize("text", ["Ethnic Albanians voted.", "They met ethnic Russian leaders."])
    def test_an_ethnic_group_is_not_its_state(self, text: str) -> None:
        assert {entity.country for entity in found(text)} <= {None}


class TestLexicon:
    def test_every_member_of_the_united_nations_is_there(self) -> None:
        countries = {e.linked_id for e in entries().values() if e.file == "countries"}
        assert len(countries) >= 193 + len({"PSE", "VAT", "TWN", "HKG", "XKX", "SUN", "YUG", "CSK", "DDR"})

    def test_every_country_of_an_entry_is_listed(self) -> None:
        countries = {e.linked_id for e in entries().values() if e.file == "countries"}
        assert {e.country for e in entries().values() if e.country} <= countries

    def test_divisions_carry_iso_3166_2_codes(self) -> None:
        codes = [e.linked_id or "" for e in entries().values() if e.file == "divisions"]
        assert all(len(code.partition("-")[0]) == 2 and 1 <= len(code.partition("-")[2]) <= 3 for code in codes)

    def test_every_division_says_what_it_is(self) -> None:
        assert one("A bridge in Bavaria fell.", "Bavaria").place_type == "land"
        assert one("A bridge in Kenya fell.", "Kenya").place_type is None

    def test_a_division_without_a_type_is_refused(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        copy_lexicon(tmp_path, "divisions", UNTYPED_DIVISION)
        monkeypatch.setattr(lexicon, "folder", lambda: tmp_path)
        forget()
        with pytest.raises(LexiconError, match="ke_30: a division has a type"):
            entries()

    def test_a_surface_given_twice_is_refused(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        copy_lexicon(tmp_path, "places", SECOND_PAKISTAN)
        monkeypatch.setattr(lexicon, "folder", lambda: tmp_path)
        forget()
        with pytest.raises(LexiconError, match="'Pakistan' is also a surface of entities"):
            names()

    @pytest.fixture(autouse=True)
    def _fresh(self) -> Iterator[None]:
        yield
        forget()

    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("Inter-Services Intelligence", "inter-services-intelligence"),
            ("São Paulo", "sao-paulo"),
            ("N'Dour", "ndour"),
        ],
    )
    def test_slug(self, name: str, expected: str) -> None:
        assert slug(name) == expected


def test_furniture_is_not_read() -> None:
    text = "Share\n\nPrint\n\nThe fall of the wall was seen from far away and by very many people in Berlin.\n"
    assert [e.quote for e in found(text)] == ["Berlin"]


@given(st.text(alphabet=st.sampled_from("aN'’.-– \n(),“”CK Imran Khan China President The")))
def test_rows_do_not_overlap_and_quote_the_text(text: str) -> None:
    rows = found(text)
    assert all(row.quote == text[row.start : row.end] for row in rows)
    assert all(left.end <= right.start for left, right in pairwise(rows))


def test_speed() -> None:
    text = "\n\n".join(example.text for _, example in EXAMPLES) * 3
    read("Warm up the lexicon.")
    assert_within(lambda: read(text), len(text) / 100_000)


@pytest.mark.article
def test_the_article(article: bytes) -> None:
    rows = {row.start: row for row in found(article.decode())}
    expected = {
        148: ("person", "imran-khan", "PAK", "Prime Minister"),
        438: ("person", "imran-khan", "PAK", None),
        785: ("place", "beijing", "CHN", None),
        1518: ("organisation", "chn-ministry-of-state-security", "CHN", None),
        1565: ("organisation", "pak-intelligence-services", "PAK", None),
        1619: ("group", "taliban", "AFG", None),
        2189: ("organisation", "inter-services-intelligence", "PAK", None),
        2423: ("group", "turkistan-islamic-party", None, None),
        3172: ("division", "AF-BDS", "AFG", None),
        4699: ("organisation", "sunday-telegraph", "GBR", None),
        5145: ("person", "arif-kamel", None, None),
        7065: ("person", "arif-alvi", "PAK", "President"),
        7704: ("person", "wang-yi", "CHN", "Foreign Minister"),
        7812: ("person", "shah-mahmood-qureshi", "PAK", "Foreign Minister"),
        8499: ("organisation", "china-pakistan-economic-corridor", None, None),
        9012: ("place", "dasu-dam", "PAK", None),
        9045: ("division", "PK-KP", "PAK", None),
        9679: ("organisation", "chn-foreign-ministry", "CHN", None),
    }
    assert {at: (r.kind, r.linked_id, r.country, r.office) for at, r in rows.items() if at in expected} == expected


def test_rules_are_named_after_their_file() -> None:
    assert all(isinstance(rule, Rule) and rule_id.startswith("entities.") for rule_id, rule in RULES.items())


class TestPersonsWithoutAList:
    @pytest.mark.parametrize(
        ("text", "quote", "linked_id"),
        [
            ("Zoran Anton Ilin was held. Zoran Ilin denied it.", "Zoran Ilin", "zoran-anton-ilin"),
            ("Samuel Brattvik was held. Nobody saw Brattvik.", "Brattvik", "samuel-brattvik"),
            ("Attorney Mira Del Sarto spoke. Del Sarto left.", "Del Sarto", "mira-del-sarto"),
            ("Mayor Mira Del Sarto spoke. Then Del Sarto left.", "Del Sarto", "mira-del-sarto"),
        ],
    )
    def test_a_name_again(self, text: str, quote: str, linked_id: str) -> None:
        assert one(text, quote).linked_id == linked_id

    def test_two_of_one_surname_stay_apart(self) -> None:
        text = "Samuel Brattvik met Angela Brattvik. Brattvik left."
        assert [(e.linked_id, e.candidates) for e in found(text)] == [
            ("samuel-brattvik", []),
            ("angela-brattvik", []),
            ("angela-brattvik", ["angela-brattvik", "samuel-brattvik"]),
        ]

    @pytest.mark.parametrize("text", ["Angela fell ill.", "On Friday Night it rained.", "They met in Long Barrow."])
    def test_no_person(self, text: str) -> None:
        assert [e.quote for e in found(text) if e.kind == "person"] == []


class TestGenericNames:
    @pytest.mark.parametrize(
        ("text", "country"),
        [
            ("The House of Representatives voted.", "USA"),
            ("Americans waited while the House of Representatives voted.", "USA"),
            ("Nigerians waited while the House of Representatives voted in Abuja.", None),
        ],
    )
    def test_the_state_of_a_body(self, text: str, country: str | None) -> None:
        assert one(text, "House of Representatives").country == country


@pytest.mark.parametrize("text", ["He joined the Bank of Kenya", "They met the Union of Blue Rivers"])
def test_a_name_may_be_the_last_thing_in_a_text(text: str) -> None:
    [entity] = read(text).rows(Entity)
    assert text.endswith(entity.quote)
    assert " of " in entity.quote


DEMONYMS = {
    entry.linked_id: entry.rule.demonyms[0]
    for entry in entries().values()
    if entry.file == "countries" and isinstance(entry.rule, Name) and entry.rule.demonyms
}


class TestWithoutAName:
    @pytest.mark.parametrize(
        ("noun", "kind"), [("police", "organisation"), ("troops", "group"), ("prime minister", "person")]
    )
    def test_every_state_has_police_troops_and_a_prime_minister(self, noun: str, kind: str) -> None:
        for state, demonym in DEMONYMS.items():
            entity = one(f"The {demonym} {noun} left at noon.", f"{demonym} {noun}")
            assert (entity.kind, entity.country, entity.country_basis) == (kind, state, "stated")

    @pytest.mark.parametrize(
        ("text", "quote", "country"),
        [
            ("The government of Peru fell.", "government", "PER"),
            ("Peru's second new government fell.", "new government", None),
            ("Riot police in Lima charged.", "Riot police", "PER"),
            ("US-backed fighters left.", "fighters", None),
            ("Peruvian and Chilean officials met.", "officials", None),
            ("The ministers of Peru, Chile and Cuba met.", "ministers", None),
            ("In Lima, officials from Chile and Cuba met.", "officials", None),
            ("The Peruvian police station burned.", "Peruvian police", None),
        ],
    )
    def test_what_stands_beside_the_noun(self, text: str, quote: str, country: str | None) -> None:
        assert next((e.country for e in found(text) if e.quote == quote), None) == country

    @pytest.mark.parametrize(
        ("text", "quote", "country"),
        [
            ("Students marched in Lima.", "Students", "PER"),
            ("A dam broke near Lima. Villagers fled.", "Villagers", "PER"),
            ("Farmers marched in Sfax, Tunisia's second city.", "Farmers", "TUN"),
            ("Farmers marched in western Kenya.", "Farmers", "KEN"),
            ("A dam broke near Lima.\n\nElsewhere villagers fled from what nobody had seen coming.", "villagers", None),
            ("Troops marched in Lima.", "Troops", None),
            ("Students sang of Lima.", "Students", None),
            ("Guerrillas fled, said a spokesman of the Thai army.", "Guerrillas", None),
            ("The cabinet met, said a spokesman of the Thai army.", "cabinet", "THA"),
            ("Students marched in Lima and in Nairobi.", "Students", None),
            ("The Chilean police watched as students marched in Lima.", "students", None),
        ],
    )
    def test_a_place_lets_infer_the_state_of_those_at_home(self, text: str, quote: str, country: str | None) -> None:
        rows = [entity for entity in found(text) if entity.quote == quote]
        assert [(e.country, e.country_basis) for e in rows] == ([(country, "inferred")] if country else [])

    def test_the_named_holder_is_the_one_without_a_name(self) -> None:
        text = "Kenyan President Amina Wekesa met the Peruvian president. The president of Kenya smiled."
        assert [(e.quote, e.linked_id, e.country) for e in found(text) if e.kind == "person"] == [
            ("Amina Wekesa", "amina-wekesa", "KEN"),
            ("Peruvian president", None, "PER"),
            ("president", "amina-wekesa", "KEN"),
        ]

    def test_of_two_holders_neither_is_meant(self) -> None:
        text = "Trade Minister Amina Wekesa met Energy Minister Liv Aasen of Norway. The Norwegian minister smiled."
        assert one(text, "Norwegian minister").linked_id is None or one(text, "Norwegian minister").country == "NOR"
        text = "Kenyan Trade Minister Amina Wekesa met Kenyan Energy Minister Jomo Rey. The Kenyan minister smiled."
        role = one(text, "Kenyan minister")
        assert (role.linked_id, role.candidates) == (None, ["amina-wekesa", "jomo-rey"])

    def test_who_held_the_office_once_is_not_the_holder(self) -> None:
        text = (
            "Kenyan President Amina Wekesa spoke. The former Kenyan president slept. A former president of Kenya wept."
        )
        assert [e.linked_id for e in found(text) if e.rule_id.endswith("office_holder")][1:] == [None]

    def test_a_holder_named_beside_the_office_is_one_mention(self) -> None:
        text = "The prime minister, Liv Aasen, left. Liv Aasen, the Norwegian prime minister, left."
        assert [e.quote for e in found(text) if e.kind == "person"] == ["Liv Aasen", "Liv Aasen"]

    def test_evidence_says_where_the_state_comes_from(self) -> None:
        doc = read("Students marched in Lima.")
        assert [(e.column, e.quote) for e in doc.rows(Evidence)] == [("country", "Lima")]
