"""What the shipped sources and the article say of each other: every planted conflict, and no other."""

import pytest

from regesta.report.cards import claim_value
from regesta.store import Run
from regesta.tables import Claim, Comparison, ComparisonClaim, Conflict, SourceDocument

pytestmark = pytest.mark.article


class Reading:
    """A run with its comparisons by the values and sources of both sides."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.source = {link.doc_id: link.source_id for link in run.rows(SourceDocument)}
        self.claims = {claim.claim_id: claim for claim in run.rows(Claim)}
        self.sides: dict[str, list[Claim]] = {}
        for link in run.rows(ComparisonClaim):
            self.sides.setdefault(link.comparison_id, []).append(self.claims[link.claim_id])

    def side(self, claim: Claim) -> tuple[str, str]:
        return (claim_value(claim), self.source[claim.doc_id])

    def conflicts(self, prop: str, **wanted: str) -> set[frozenset[tuple[str, str]]]:
        return {
            frozenset(self.side(claim) for claim in self.sides[conflict.comparison_id])
            for conflict in self.run.rows(Conflict)
            if conflict.property == prop and all(getattr(conflict, k) == v for k, v in wanted.items())
        }

    def agreeing(self, check: str) -> set[tuple[str, str]]:
        return {
            (claim.property, claim_value(claim))
            for comparison in self.run.rows(Comparison)
            if comparison.check == check and comparison.agrees
            for claim in self.sides[comparison.comparison_id]
        }


@pytest.fixture(scope="module")
def article(article_run: Run) -> Reading:
    return Reading(article_run)


@pytest.fixture(scope="module")
def everything(full_run: Run) -> Reading:
    return Reading(full_run)


def test_the_article_dates_the_start_of_relations_three_times(article: Reading) -> None:
    starts = [c for c in article.claims.values() if (c.subject, c.property) == ("rel:CHN-PAK", "relations_start")]
    assert sorted((claim_value(claim), claim.via) for claim in starts) == [
        ("1947", None),
        ("1950", "recognition"),
        ("1951", "diplomatic_relations"),
    ]


def test_two_milestones_are_explained_and_the_third_date_is_open(article: Reading) -> None:
    def years(pairs: set[frozenset[tuple[str, str]]]) -> set[frozenset[str]]:
        return {frozenset(value for value, _ in pair) for pair in pairs}

    explained = article.conflicts("relations_start", status="explained", verdict="milestone_differs")
    assert years(explained) == {frozenset({"1950", "1951"})}
    opened = article.conflicts("relations_start", status="open")
    assert years(opened) == {frozenset({"1947", "1950"}), frozenset({"1947", "1951"})}


def test_relative_dates_of_the_article_were_compared_and_agree(article: Reading) -> None:
    agreeing = article.agreeing("relative_date")
    assert {("date_offset", "1 d"), ("date", "2022-04-10")} <= agreeing
    assert {("relations_elapsed", "70 a"), ("relations_start", "1951")} <= agreeing


def test_what_preceded_it_was_compared_and_agrees(article: Reading) -> None:
    assert {("date", "2018"), ("date", "2019")} <= article.agreeing("order_impossible")


def test_two_spellings_of_the_place_of_one_attack_are_an_open_conflict(article: Reading) -> None:
    opened = article.conflicts("place_name", status="open", verdict="conflict")
    assert {frozenset(value for value, _ in pair) for pair in opened} == {frozenset({"Dassault", "Dasu"})}


def test_the_numbers_of_the_article_were_compared_and_agree(article: Reading) -> None:
    assert {("whole", "13"), ("part", "10")} <= article.agreeing("part_whole")
    assert {("announced", "4"), ("listed", "4")} <= article.agreeing("count_list")


def test_the_article_has_no_other_open_conflict(article: Reading) -> None:
    opened = {c.property for c in article.run.rows(Conflict) if c.status == "open" and c.severity != "info"}
    assert opened == {"relations_start", "place_name"}


def test_the_recognition_is_an_open_conflict_that_nothing_explains(everything: Reading) -> None:
    opened = everything.conflicts("recognition", status="open", verdict="conflict")
    note = ("1951", "anniversary-note")
    assert opened == {
        frozenset({note, ("1950", "khan-fall-article")}),
        frozenset({note, ("1950-01-04", "chronology")}),
    }


def test_a_rising_toll_is_an_update(everything: Reading) -> None:
    updates = everything.conflicts("killed", status="explained", verdict="update")
    wire = ("12", "dasu-wire")
    assert updates == {frozenset({wire, ("13", "dasu-wire-update")}), frozenset({wire, ("13", "khan-fall-article")})}


def test_a_part_of_an_equal_whole_is_open(everything: Reading) -> None:
    opened = everything.conflicts("killed", status="open")
    assert opened == {frozenset({("9", "dasu-wire-update"), ("10", "khan-fall-article")})}


def test_nothing_else_is_accused(everything: Reading) -> None:
    opened = {c.property for c in everything.run.rows(Conflict) if c.status == "open"}
    assert opened == {"relations_start", "recognition", "killed", "place_name"}
