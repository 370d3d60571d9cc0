"""Who says what: speaker, content, day, chains; look-alikes that say nothing."""

import hashlib
from collections.abc import Callable
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.timing import assert_grows_evenly

from regesta.extract.annotate import document
from regesta.extract.attributions import Attributions
from regesta.extract.attributions.quotations import quotations
from regesta.extract.base import Doc
from regesta.extract.document import extract_document, extractors_for
from regesta.extract.entities import Entities
from regesta.extract.times import Times
from regesta.lexicon import Example
from regesta.spans import OffsetMap, Span
from regesta.tables import TABLES, Attribution, Evidence, Issue, Time, content_id
from regesta.text.passages import passages

RULES = Attributions().rules
EXAMPLES = [(rule_id, example) for rule_id, rule in RULES.items() for example in rule.examples]
COUNTER_EXAMPLES = [(rule_id, text) for rule_id, rule in RULES.items() for text in rule.counter_examples]
TABLE_OF = {row_class: name for name, row_class in TABLES.items()}


def read(text: str) -> Doc:
    offset_map = OffsetMap.identity(len(text))
    doc = Doc(
        doc_id=content_id("doc", text),
        text=text,
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        offset_map=offset_map,
        passages=passages("doc_test", text, offset_map),
    )
    for extractor in (Times(), Entities(), Attributions()):
        for row in extractor.extract(doc):
            doc.found[TABLE_OF[type(row)]].append(row)
    return doc


def said(text: str) -> list[tuple[str, str, str]]:
    """Cue, speaker, content of every attribution."""
    return [(a.quote, a.speaker, text[a.content_start : a.content_end]) for a in read(text).rows(Attribution)]


@pytest.mark.parametrize(("rule_id", "example"), EXAMPLES, ids=[f"{r}-{e.text[:20]}" for r, e in EXAMPLES])
def test_example(rule_id: str, example: Example) -> None:
    rows = [row for row in read(example.text).rows(Attribution) if row.rule_id == rule_id]
    assert any(
        row.quote == example.quote
        and all(str(getattr(row, column)) == str(value) for column, value in example.expected.items())
        for row in rows
    ), rows


@pytest.mark.parametrize(("rule_id", "text"), COUNTER_EXAMPLES)
def test_counter_example(rule_id: str, text: str) -> None:
    assert [row.quote for row in read(text).rows(Attribution) if row.rule_id == rule_id] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The mayor said the old bridge was shut.", ("said", "The mayor", "the old bridge was shut")),
        ("The mayor said on Monday that it was shut.", ("said", "The mayor", "it was shut")),
        ("Police said Tuesday the man that they held had fled.", ("said", "Police", "the man that they held had fled")),
        ("The bridge was shut, police in Oslo said on Friday.", ("said", "police in Oslo", "The bridge was shut")),
        ("The bridge was shut, said a guard.", ("said", "a guard", "The bridge was shut")),
        ("“It is shut. We wait,” a guard said.", ("said", "a guard", "It is shut. We wait,")),
        ('"It is shut," said Liv Aasen, who had come late.', ("said", "Liv Aasen", "It is shut,")),
        ("Liv Aasen, the head of the guards, said that it was shut.", ("said", "Liv Aasen", "it was shut")),
        ("The mayor saw the “silly” plan, a guard said.", ("said", "a guard", "The mayor saw the “silly” plan")),
        ("According to a guard, the bridge was shut.", ("According to", "a guard", "the bridge was shut")),
        ("The bridge was shut, according to a guard.", ("according to", "a guard", "The bridge was shut")),
        ("On 3 May Kenya announced, through a clerk, that it would go.", ("announced", "Kenya", "it would go")),
        (
            "Russian and Chinese officials said that it was shut.",
            ("said", "Russian and Chinese officials", "it was shut"),
        ),
    ],
)
def test_speaker_and_content(text: str, expected: tuple[str, str, str]) -> None:
    assert said(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Cases were reported in May.",
        "The reported cases were few.",
        "The said bridge was shut.",
        "They were told to wait.",
        "She added sugar.",
        "President Amina Wekesa's reported choice was odd.",
        "Member states met.",
    ],
)
def test_look_alikes(text: str) -> None:
    assert said(text) == []


def test_a_quotation_may_run_to_the_end_of_a_paragraph() -> None:
    text = "Liv Aasen said: “It is shut.\n\n“It will stay shut.”\n"
    assert said(text)[0][2].startswith("It is shut.")


def test_a_participle_borrows_the_speaker() -> None:
    text = "Liv Aasen said that it was shut, adding that she would wait."
    assert said(text) == [("said", "Liv Aasen", "it was shut"), ("adding", "Liv Aasen", "she would wait")]


class TestWhoIsMeant:
    def test_a_pronoun_means_the_last_person_and_evidence_shows_it(self) -> None:
        doc = read("Liv Aasen said that it was late. China was quiet. She added that she was tired.")
        first, second = doc.rows(Attribution)
        assert (first.speaker_id, second.speaker_id) == ("liv-aasen", "liv-aasen")
        assert [(e.column, e.quote) for e in doc.rows(Evidence) if e.fact_id == second.attribution_id] == [
            ("speaker", "She")
        ]

    def test_it_means_the_last_body_that_spoke(self) -> None:
        text = "The Sunday Telegraph reported that China waits. India was quiet.\n\n“Nobody came,” it said."
        assert [a.speaker_id for a in read(text).rows(Attribution)] == ["sunday-telegraph"] * 2

    def test_a_name_inside_a_quotation_is_not_meant(self) -> None:
        text = "Liv Aasen said: “Minister Tomas Rey was here.” She added that it was late."
        assert [a.speaker for a in read(text).rows(Attribution)] == ["Liv Aasen", "Liv Aasen"]

    def test_a_description_means_the_last_who_fits(self) -> None:
        text = (
            "Chinese Foreign Minister Lin Guo met Norwegian Foreign Minister Liv Aasen. "
            "The Chinese minister said that it was late."
        )
        assert [a.speaker_id for a in read(text).rows(Attribution)] == ["lin-guo"]

    def test_a_speaker_without_a_name_speaks_again(self) -> None:
        text = "It was shut, a spokesman for the council said. He said that it would open. Officials said so on Monday."
        assert [a.speaker for a in read(text).rows(Attribution)][:2] == ["a spokesman for the council"] * 2

    @pytest.mark.parametrize(
        ("text", "speaker"),
        [
            ("The company fell. It said that it would close.", "The company"),
            ("A spokesman for the council left early. He said that it was late.", "A spokesman for the council"),
            ("Two guards fled. They said that they were tired.", "Two guards"),
            ("The army left, it said, at noon.", "The army"),
            ("The bill says that dogs pay. It also states that cats do.", "The bill"),
        ],
    )
    def test_one_without_a_name_who_is_the_subject_before(self, text: str, speaker: str) -> None:
        assert {row.speaker for row in read(text).rows(Attribution)} == {speaker}

    def test_somebody_named_in_what_is_said_does_not_speak_next(self) -> None:
        text = "Liv Aasen said that Minister Tomas Rey had lied. She added that it was late."
        assert [row.speaker for row in read(text).rows(Attribution)] == ["Liv Aasen", "Liv Aasen"]

    def test_a_pronoun_is_shown_where_its_person_last_spoke_by_name(self) -> None:
        text = "Liv Aasen said that it was late. Liv Aasen had a hat. She added that it was cold."
        first, second = read(text).rows(Attribution)
        assert (first.speaker_start, second.speaker_start) == (0, 0)

    def test_nobody_fits(self) -> None:
        doc = read("He said that it was late.")
        (row,) = doc.rows(Attribution)
        assert (row.speaker, row.speaker_id) == ("He", None)
        assert [issue.code for issue in doc.rows(Issue)] == ["speaker_unresolved"]


class TestEnumeration:
    LIST = "Kenyan President Amina Wekesa named three areas, noting that the first is water.\n\n"

    def test_items_inherit_the_speaker(self) -> None:
        rows = read(self.LIST + "The second is that “roads be open.” Others left.\n\nThe third is to build.").rows(
            Attribution
        )
        assert [a.speaker_id for a in rows] == ["amina-wekesa"] * 3

    def test_an_item_with_a_speaker_of_its_own(self) -> None:
        rows = read(self.LIST + "The second, according to Liv Aasen, is to “build.”").rows(Attribution)
        assert [(a.quote, a.speaker) for a in rows[1:]] == [("according to", "Liv Aasen")]

    def test_without_an_announced_list(self) -> None:
        assert said("Liv Aasen said that it was late.\n\nThe second is that of 1802.")[1:] == []


class TestDepth:
    def test_a_report_of_a_report(self) -> None:
        doc = read("The Hill Country Wire reported that Liv Aasen said that it was late.")
        outer, inner = doc.rows(Attribution)
        assert (outer.depth, outer.parent_id) == (1, None)
        assert (inner.depth, inner.parent_id, inner.speaker) == (2, outer.attribution_id, "Liv Aasen")

    def test_the_later_speaker_is_the_outer_one(self) -> None:
        doc = read("Liv Aasen said that it was late, the Hill Country Wire reported.")
        inner, outer = doc.rows(Attribution)
        assert (inner.depth, inner.parent_id) == (2, outer.attribution_id)
        assert doc.text[inner.content_start : inner.content_end] == "it was late"


class TestDay:
    def test_the_day_of_the_saying_is_not_that_of_what_is_said(self) -> None:
        text = "On 3 May 2021, Liv Aasen said that the bridge had been open since 1951."
        (row,) = read(text).rows(Attribution)
        assert (row.said_first, row.said_last) == (date(2021, 5, 3), date(2021, 5, 3))

    def test_no_day(self) -> None:
        (row,) = read("Liv Aasen said that the bridge had been open since 1951.").rows(Attribution)
        assert row.said_first is None


class TestQuotationMarks:
    @pytest.mark.parametrize(
        ("text", "inner"),
        [
            ("“Come,” he said. “Now.”", ["Come,", "Now."]),
            ('"Come," he said.', ["Come,"]),
            ("«Come», he said.", ["Come"]),
            ("„Come“, he said.", ["Come"]),
            ("``Come,'' he said.", ["Come,"]),
            ("‘It’s the workers’ turn,’ he said.", ["It’s the workers’ turn,"]),
            ("'It's late,' he said. The workers' turn came.", ["It's late,"]),
            ("“He said ‘come’ and left,” she said.", ["He said ‘come’ and left,"]),
            ('It is 5\'10" tall, and "old".', ["old"]),
            ("The boys' hut and the girls’ hut.", []),
            ("“It is late.", ["It is late."]),
        ],
    )
    def test_marks(self, text: str, inner: list[str]) -> None:
        assert [q.inner.of(text) for q in quotations(text, Span(0, len(text)))] == inner


class TestParts:
    @pytest.mark.parametrize(
        ("text", "parts"),
        [
            ("“It is late,” Liv Aasen said, “and dark.”", ["It is late,", "and dark."]),
            ("“It is late,” said Liv Aasen. “We wait.”", ["It is late,", "We wait."]),
            ("The road, Liv Aasen said on Friday, was shut.", ["The road", "was shut"]),
            ("The road, Liv Aasen said, “is shut.”", ["The road", "is shut."]),
            ("The road is shut, as Liv Aasen said, until May.", ["The road is shut", "until May"]),
            ("In Oslo, Liv Aasen said, “We wait.”", ["We wait."]),
            ("“Late trains,” in the words of Liv Aasen, “are no trains.”", ["Late trains,", "are no trains."]),
        ],
    )
    def test_what_is_said_around_the_speaker_has_a_row_for_each_part(self, text: str, parts: list[str]) -> None:
        rows = sorted(read(text).rows(Attribution), key=lambda row: row.content_start)
        assert [text[row.content_start : row.content_end] for row in rows] == parts
        assert len({(row.start, row.speaker) for row in rows}) == 1

    def test_a_relative_clause_is_what_is_said_alone(self) -> None:
        assert said("Troops arrested three men who, the mayor said, had sold fuel.") == [
            ("said", "the mayor", "had sold fuel")
        ]

    @pytest.mark.parametrize(
        "text",
        [
            "Liv Aasen said: “It is shut.\n\n“It will stay shut.”\n",
            "“It is shut,” said Liv Aasen. “We wait.”\n\n“It will stay shut.”\n",
        ],
        ids=["reopened", "a paragraph of its own"],
    )
    def test_a_quotation_goes_on_in_the_next_paragraph(self, text: str) -> None:
        last = said(text)[-1]
        assert last == ("said", "Liv Aasen", "It will stay shut.")

    def test_a_quotation_with_a_tag_of_its_own_does_not_go_on(self) -> None:
        text = "“It is shut,” said Liv Aasen.\n\n“Why?” a guard asked.\n"
        assert said(text)[-1] == ("asked", "a guard", "Why?")
        assert len(said(text)) == 2


class TestNobodyNamed:
    def test_hearsay_has_no_speaker(self) -> None:
        (row,) = read("The thief is believed to have fled.").rows(Attribution)
        assert (row.speaker, row.speaker_start, row.speaker_end, row.speaker_id) == (None, None, None, None)

    def test_hearsay_in_a_saying_is_inside_it(self) -> None:
        outer, inner = read("Police said that the thief is believed to have fled.").rows(Attribution)
        assert (outer.speaker, inner.speaker, inner.parent_id) == ("Police", None, outer.attribution_id)

    def test_a_saying_in_hearsay_is_inside_it(self) -> None:
        outer, inner = read("The mayor reportedly told aides that he would go.").rows(Attribution)
        assert (outer.quote, inner.quote, inner.parent_id) == ("reportedly", "told", outer.attribution_id)

    def test_hearsay_stays_in_its_clause(self) -> None:
        assert said("The thief reportedly fled, but the horse was found.")[0][2] == "The thief reportedly fled"


class TestPassedOn:
    def test_who_is_cited_says_it_inside(self) -> None:
        outer, inner = read("The bridge is old, the Hill Country Wire reported, citing two guards.").rows(Attribution)
        assert (outer.speaker, inner.speaker) == ("Hill Country Wire", "two guards")
        assert (inner.depth, inner.parent_id) == (2, outer.attribution_id)
        assert (inner.content_start, inner.content_end) == (outer.content_start, outer.content_end)

    def test_three_deep(self) -> None:
        text = "The Hill Country Wire reported that a guard had said that the mayor admitted that it was late."
        rows = read(text).rows(Attribution)
        assert [(row.quote, row.depth) for row in rows] == [("reported", 1), ("said", 2), ("admitted", 3)]


class TestTurns:
    TALK = "We met Professor Ruth Calder.\n\nCalder: The river has moved. I said that it would.\n\nNote: it rained.\n"

    def test_a_paragraph_is_what_its_speaker_says(self) -> None:
        first, second = read(self.TALK).rows(Attribution)
        assert (first.speaker, first.speaker_id) == ("Calder", "ruth-calder")
        assert self.TALK[first.content_start : first.content_end].startswith("The river has moved.")
        assert (second.quote, second.speaker_id, second.depth) == ("said", "ruth-calder", 2)


class TestWhatIsAfterwards:
    @pytest.mark.parametrize(
        ("text", "content"),
        [
            ("Liv Aasen said it was late; the guard slept.", "it was late"),
            ("Liv Aasen said it was late, but a guard said it was not.", "it was late"),
            ("Liv Aasen, who says she is tired, left.", "she is tired"),
            ("Liv Aasen's claim that it was late was false.", "it was late"),
        ],
    )
    def test_what_is_said_ends_where_somebody_else_speaks(self, text: str, content: str) -> None:
        assert said(text)[0][2] == content


@given(st.text(alphabet=st.sampled_from("ab “”‘’«»„'`\" \n.A")))
def test_quotations_lie_apart_and_inside_the_paragraph(text: str) -> None:
    found = quotations(text, Span(0, len(text)))
    assert all(q.outer.covers(q.inner) and q.outer.end <= len(text) for q in found)
    assert all(left.outer.end <= right.outer.start for left, right in pairwise(found))


WORDS = [
    "Liv Aasen",
    "he",
    "it",
    "said",
    "that",
    "“",
    "”",
    ",",
    ".",
    "according to",
    "noting",
    "\n\n",
    "the",
    "China's",
    "reported by",
    '"',
    "‘",
    "’",
    "reportedly",
    "is believed to",
    "quoted as saying",
    "citing officials",
    "his claim that",
    "Aasen:",
    ";",
]


@given(st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join))
def test_whatever_the_words_rows_hold(text: str) -> None:
    doc = read(text)
    ids = {row.attribution_id for row in doc.rows(Attribution)}
    assert len(ids) == len(doc.rows(Attribution))
    for row in doc.rows(Attribution):
        assert row.speaker is None or text[row.speaker_start : row.speaker_end] == row.speaker
        assert row.content_start < row.content_end <= len(text)
        assert (row.depth == 1) == (row.parent_id is None)
        assert row.parent_id is None or row.parent_id in ids


@pytest.mark.parametrize("end", ["\n\n", " "], ids=["paragraphs", "one paragraph"])
def test_time_of_quotations_that_go_on_grows_with_the_text_and_no_faster(end: str) -> None:
    def reading(times: int) -> Callable[[], object]:
        doc = read(f"“It is late,” said Liv Aasen. {f'“We wait here.”{end}' * times}")
        return lambda: list(Attributions().extract(doc))

    assert_grows_evenly(reading, 500, 2000)


@pytest.mark.parametrize("end", ["\n\n", " "], ids=["paragraphs", "one paragraph"])
def test_time_grows_with_the_text_and_no_faster(end: str) -> None:
    piece = (
        "Kenyan President Amina Wekesa said on Monday that the dam was safe, and added that roads would close. "
        "“We look at everything,” she said. The agency reported that he had denied it. They said it was late."
    )

    def reading(times: int) -> Callable[[], object]:
        doc = read((piece + end) * times)
        return lambda: list(Attributions().extract(doc))

    assert_grows_evenly(reading, 250, 1000)


def test_a_list_without_an_end_says_nothing() -> None:
    assert said("The mayor said that the bridge was shut and " * 100) == []


@pytest.mark.article
def test_the_article(article: bytes) -> None:
    rows = {a.start: a for a in read(article.decode()).rows(Attribution)}
    expected = {
        1395: ("intelligence-online", "2022-04-14", 1259, 1368),
        1708: ("intelligence-online", "None", 1514, 1703),
        1839: ("intelligence-online", "None", 1720, 1834),
        2258: ("intelligence-online", "None", 1848, 2253),
        2497: ("intelligence-online", "None", 2266, 2475),
        2547: ("chn-ministry-of-state-security", "None", 2569, 2690),
        3571: ("intelligence-online", "None", 3393, 3569),
        4720: ("sunday-telegraph", "2019-01-20", 4756, 4928),
        4937: ("CHN", "None", 4949, 4979),
        5323: ("arif-kamel", "None", 5330, 5561),
        5923: ("arif-kamel", "None", 5565, 5918),
        5960: ("imran-khan", "2019-01-01", 5993, 6221),
        6227: ("imran-khan", "None", 6250, 6460),
        6503: ("arif-kamel", "None", 6532, 6788),
        7009: ("arif-kamel", "None", 6791, 7007),
        7075: ("arif-alvi", "2021-05-21", 7086, 7299),
        7305: ("arif-alvi", "None", 7312, 7374),
        7934: ("wang-yi", "None", 7946, 8083),
        8106: ("wang-yi", "None", 8115, 8370),
        8373: ("wang-yi", "None", 8399, 8697),
        8700: ("wang-yi", "None", 8719, 8915),
        9142: ("wang-yi", "None", 9192, 9449),
        9636: ("CHN", "2022-04-11", 9702, 9818),
    }
    assert {
        at: (row.speaker_id, str(row.said_first), row.content_start, row.content_end) for at, row in rows.items()
    } == expected


def test_a_sentence_that_is_too_long_is_not_read_and_said_to_be_so() -> None:
    text = f"Liv Aasen said that the road was shut. Officials said that {'here and there and ' * 200}it was shut.\n"
    doc = extract_document(document(text))
    assert [row.speaker for row in doc.rows(Attribution)] == ["Liv Aasen"]
    (issue,) = [row for row in doc.rows(Issue) if row.code == "sentence_too_long"]
    assert (issue.severity, issue.rule_id) == ("warning", None)
    assert issue.quote is not None
    assert issue.quote.startswith("Officials said")
    assert f"{len(issue.quote):,} characters" in issue.message


def test_times_alone_are_found_in_a_long_sentence_and_nothing_is_said_of_it() -> None:
    doc = extract_document(document(f"{'here and there and ' * 200}on 3 May 2021.\n"), extractors_for({"times"}))
    assert len(doc.rows(Time)) == 1
    assert doc.rows(Issue) == []
