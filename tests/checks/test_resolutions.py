"""Which value comes first: every policy against its examples, and that the view changes nothing."""

import random
import shutil
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regesta import lexicon
from regesta.compare import compare
from regesta.compare.comparable import shown, supporters
from regesta.compare.policies import Example, Policy, Stated, policies, read
from regesta.compare.ranking import CRITERIA, Record
from regesta.compare.resolve import resolutions
from regesta.compare.vocabulary import vocabulary
from regesta.config import Config
from regesta.errors import LexiconError
from regesta.pipeline import check_setup
from regesta.tables import Claim, Comparison, Resolution, ResolutionClaim, Row

Build = Callable[..., dict[str, list[Row]]]
ROOT = Path(__file__).parents[2]
EXAMPLES = [(policy, example) for policy in policies().policies for example in policy.examples]


def value(text: str) -> dict[str, Any]:
    """A value as people write it: a day, a month or year, a number with its unit, a name."""
    parts = text.split("-")
    if parts[0].isdigit() and len(parts[0]) == 4:
        year, month, day = (int(part) for part in (*parts, "0", "0")[:3])
        first = date(year, month or 1, day or 1)
        after = first + timedelta(days=1) if day else date(year + 1, 1, 1) if not month else date(year, month + 1, 1)
        return {"first": first, "last": after - timedelta(days=1)}
    amount, _, unit = text.partition(" ")
    if amount.isdigit():
        return {"low": Decimal(amount), "high": Decimal(amount), "comparator": "=", "unit": unit or "1", "text": amount}
    return {"text": text}


def claim(number: int, name: str, told: Stated) -> Claim:
    day = told.as_of and date.fromisoformat(told.as_of)
    return Claim(
        claim_id=f"clm_{number}",
        fact_id="fig_1",
        subject="event:evt_1",
        property=name,
        status="asserted",
        polarity="positive",
        via=told.via,
        as_of_first=day or None,
        as_of_last=day or None,
        superseded_by="doc_9" if told.taken_back else None,
        attribution_id=f"att_{told.hops}" if told.hops else None,
        copy_group=f"doc_{told.origin or number}",
        doc_id=f"doc_{number}",
        start=0,
        end=1,
        quote=told.value,
        prefix="",
        suffix="",
        segments=[],
        rule_id="r",
        **value(told.value),
    )


def verdict(left: Claim, right: Claim) -> str:
    """What a check would say of two values: days that overlap, or one value, agree."""
    if left.first and right.first and left.last and right.last:
        return "agree" if left.first <= right.last and right.first <= left.last else "conflict"
    alike = shown(left) == shown(right) or (left.property == "place_name" and left.quote[:1] != right.quote[:1])
    return "agree" if alike else "conflict"


def compared(claims: Sequence[Claim]) -> list[tuple[Comparison, list[str]]]:
    return [
        (
            Comparison(
                comparison_id=f"cmp_{left.claim_id}_{right.claim_id}",
                check="date_conflict",
                subject=left.subject,
                property=left.property,
                agrees=verdict(left, right) == "agree",
                verdict=verdict(left, right),
                expected="",
                observed="",
                parameters=[],
                explanation="",
            ),
            [left.claim_id, right.claim_id],
        )
        for place, left in enumerate(claims)
        for right in claims[place + 1 :]
    ]


def resolve(claims: Sequence[Claim], told: Mapping[str, str] | None = None) -> list[Row]:
    record = Record(
        hops={f"att_{depth}": depth for depth in range(1, 4)},
        published={doc: (date.fromisoformat(day), date.fromisoformat(day)) for doc, day in (told or {}).items()},
        sources=supporters(claims),
    )
    return list(resolutions({claim.claim_id: claim for claim in claims}, compared(claims), record))


def stated(policy: Policy, example: Example) -> tuple[list[Claim], dict[str, str]]:
    claims = [claim(number, policy.properties[0], told) for number, told in enumerate(example.claims)]
    return claims, {c.doc_id: t.told for c, t in zip(claims, example.claims, strict=True) if t.told}


@pytest.mark.parametrize(("policy", "example"), EXAMPLES, ids=[f"{p.id}: {e.name}" for p, e in EXAMPLES])
def test_a_policy_does_what_its_examples_say(policy: Policy, example: Example) -> None:
    [found] = [row for row in resolve(*stated(policy, example)) if isinstance(row, Resolution)]
    assert (found.value, found.decided_by) == (example.chosen, example.decided_by)
    assert found.policy == policy.id
    assert found.verdict == ("resolved" if example.chosen else "undetermined")
    assert (found.reason is None) == (found.margin is not None) == bool(example.chosen)


@pytest.mark.parametrize("policy", policies().policies, ids=lambda policy: policy.id)
def test_a_policy_shows_where_it_decides_and_where_it_does_not(policy: Policy) -> None:
    assert {example.chosen is None for example in policy.examples} == {True, False}


def test_every_property_has_a_policy_or_none_for_a_reason() -> None:
    known = {name for policy in policies().policies for name in policy.properties}
    assert known | set(policies().not_resolved.properties) == set(vocabulary().names)


def test_every_criterion_is_measured_and_said() -> None:
    assert set(CRITERIA) == set(policies().criteria) == {s.by for p in policies().policies for s in p.order}


def test_claims_that_agree_but_are_less_precise_are_not_deprecated() -> None:
    rows = resolve(
        [claim(n, "date", Stated(value=v)) for n, v in enumerate(["1951", "1951-05-21", "1950-01-04", "1951-05"])],
    )
    [found] = [row for row in rows if isinstance(row, Resolution)]
    ranks = {row.claim_id: row.rank for row in rows if isinstance(row, ResolutionClaim)}
    assert (found.value, found.decided_by, found.margin) == ("1951-05-21", "support", 2)
    assert ranks == {"clm_0": "normal", "clm_1": "preferred", "clm_2": "deprecated", "clm_3": "normal"}


def test_values_that_only_differ_in_precision_are_resolved_to_the_finest() -> None:
    rows = resolve([claim(n, "date", Stated(value=v)) for n, v in enumerate(["1951", "1951-05"])])
    [found] = [row for row in rows if isinstance(row, Resolution)]
    assert (found.value, found.decided_by, found.margin, found.claim_id) == ("1951-05", "specificity", 2, "clm_1")


def test_a_name_that_is_no_misspelling_is_of_another_thing() -> None:
    rows = resolve([claim(n, "place_name", Stated(value=v)) for n, v in enumerate(["Sel", "Selm", "Amund"])])
    assert {row.claim_id for row in rows if isinstance(row, ResolutionClaim)} == {"clm_0", "clm_1"}


def test_one_value_needs_no_choice() -> None:
    assert resolve([claim(n, "killed", Stated(value="13")) for n in range(3)]) == []


values = st.sampled_from(["1951", "1951-05", "1951-05-21", "1950-01-04", "1950", "1952-03"])
told = st.builds(
    Stated, value=values, hops=st.integers(0, 2), origin=st.sampled_from("abc"), told=st.sampled_from([None])
)


@given(st.lists(told, min_size=2, max_size=7), st.randoms())
def test_no_order_changes_the_view_and_no_claim_is_lost(statements: list[Stated], chance: random.Random) -> None:
    claims = [claim(number, "date", one) for number, one in enumerate(statements)]
    rows = resolve(claims)
    shuffled = list(claims)
    chance.shuffle(shuffled)
    assert {str(row) for row in resolve(shuffled)} == {str(row) for row in rows}
    ranked = [row.claim_id for row in rows if isinstance(row, ResolutionClaim)]
    assert len(ranked) == len(set(ranked))
    for found in (row for row in rows if isinstance(row, Resolution)):
        held = {r.claim_id: r.rank for r in rows if isinstance(r, ResolutionClaim)}
        first = {shown(c) for c in claims if held.get(c.claim_id) == "preferred"}
        assert first == ({found.value} if found.value else set())
        assert (held.get(found.claim_id or "") == "preferred") == (found.verdict == "resolved")


TOLL: dict[str, Any] = {
    "text": "The ferry sank off Sel on Monday and {} people died.",
    "entities": {"Sel": {"kind": "place", "id": "sel"}},
}


def report(title: str, published: str, toll: str) -> dict[str, Any]:
    return {
        "title": title,
        "published": published,
        "text": TOLL["text"].format(toll),
        "entities": TOLL["entities"],
        "figures": [{"quote": f"{toll} people", "measured": "died", "noun": "person"}],
        "events": [
            {"quote": "sank", "type": "X:DISASTER", "date": "2031-03-03", "place": "Sel", "victims": f"{toll} people"}
        ],
    }


def test_a_toll_that_rose_is_resolved_to_the_latest_and_every_claim_stays(tables: Build) -> None:
    rows = compare(tables([report("Late", "2031-03-06", "24"), report("Early", "2031-03-04", "20")]))
    [found] = [row for row in rows if isinstance(row, Resolution)]
    assert (found.policy, found.value, found.decided_by, found.margin) == ("running_tally", "24", "latest", 2)
    assert found.explanation.startswith("By the policy “running tally”, 24 comes before 20: it is of a later day")
    assert {shown(row) for row in rows if isinstance(row, Claim) and row.property == "killed"} == {"20", "24"}


def test_who_grew_older_has_two_ages_and_no_choice(tables: Build) -> None:
    older = [
        {
            "title": str(n),
            "published": f"20{10 + n}-05-06",
            "read": True,
            "text": f"Owen Hartigan, {29 + n}, was there.",
        }
        for n in range(2)
    ]
    assert [row for row in compare(tables(older)) if isinstance(row, Resolution)] == []


GOOD = (lexicon.folder() / "resolution.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[[policies]]", "[[policies]", "not TOML"),
        ('by = "hops"', 'by = "beauty"', r"policies\.0\.order\.\d\.by: Input should be"),
        ('by = "hops"', 'by = "support"', "asks a criterion twice"),
        ('"age"', '"killed"', "killed is named twice"),
        ('id = "name"', 'id = "fixed_fact"', "the id fixed_fact is given twice"),
        ("hops = {", "# {", "no words say what hops means"),
        ("margin = 2", "margin = 0", r"margin: Input should be greater"),
        ("why = ", "because = ", r"policies\.0\.why: Field required"),
    ],
)
def test_a_wrong_file_is_an_error_with_its_place(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = tmp_path / "resolution.toml"
    path.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LexiconError, match=rf"resolution\.toml.*{message}"):
        read(path)


def test_a_wrong_file_stops_a_run_before_any_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path(shutil.copytree(lexicon.folder(), tmp_path / "lexicon"))
    (folder / "resolution.toml").write_text(GOOD.replace('by = "hops"', 'by = "beauty"', 1), encoding="utf-8")
    monkeypatch.setattr(lexicon, "folder", lambda: folder)
    policies.cache_clear()
    with pytest.raises(LexiconError, match=r"resolution\.toml"):
        check_setup(Config(index=ROOT / "seeds" / "INDEX.md", out=tmp_path / "out"))
    assert not (tmp_path / "out").exists()
