"""Figures: numbers with their unit or the noun that they count, each part on its own span.

The way of a number: `numerals` finds its tokens, `grammar` puts them together, `drafts` adds sign, unit or counted
noun, `compounds`, `ranges`, `lists`, `sums` and `parts` join and tie them, `cues` reads the words around, `refusals`
drops what is no figure. Only then the sentences that hold a figure are parsed, all of a document at once, and `measure`
reads what is measured.

Conventions:
- a figure's span is the number with its unit or counted noun; hedges, "up by" and the like stand outside;
- a count has unit "1", kind `count`, and the singular of the noun as `unit_name`; a bare number has no unit;
- "hundreds of thousands" is 100,000 to 1,000,000; "at least 13" is 13 to open, "up to 8" is open to 8;
- a rate is written numerator/denominator in `unit` ("USD/[bbl_us]"), and has the kind of its numerator;
- an amount of several currencies' sign has the unit that the document decides for, and the others as alternatives.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, zip_longest

from regesta.extract.base import Doc
from regesta.extract.figures.compounds import compounds, shares
from regesta.extract.figures.counted import counted, unnamed
from regesta.extract.figures.cues import ages, casualties, directed, hedged, levels
from regesta.extract.figures.drafts import Draft, Scene, draft, stands_alone, unrepeated
from regesta.extract.figures.grammar import numbers
from regesta.extract.figures.lists import elided, lists
from regesta.extract.figures.measure import measured, named
from regesta.extract.figures.parts import conversions, converted, parts
from regesta.extract.figures.ranges import bounded, ranges
from regesta.extract.figures.refusals import Calendar, no_figure, not_a_number, says_nothing
from regesta.extract.figures.rows import rows
from regesta.extract.figures.sums import sums
from regesta.extract.figures.units import Chooser, UnitTable, unit_table
from regesta.extract.figures.vocabulary import figure_rules
from regesta.extract.parse import Parse
from regesta.lexicon import Rule
from regesta.tables import Row, Time

__all__ = ["Figures"]


class Figures:
    """The extractor of `figures`. Needs `times`: a number inside a date is no figure, one inside a duration is."""

    name = "figures"
    needs = frozenset({"times"})
    gives = frozenset({"figures"})

    def __init__(self, units: UnitTable | None = None) -> None:
        self._given = units

    @cached_property
    def units(self) -> UnitTable:
        """The units to look for: those given, else those of the lexicon."""
        return self._given or unit_table()

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """Every rule that a row may name."""
        return {**figure_rules(), **self.units.rules}

    def extract(self, doc: Doc) -> Iterator[Row]:
        """Rows of figures, with evidence and issues, in the order of the text."""
        times = doc.rows(Time)
        calendar = Calendar(times)
        chooser = Chooser(doc.text)
        read: list[tuple[Scene, list[Draft]]] = []
        before: Sequence[Draft] = ()
        paragraph = None
        for sentence in doc.sentences():
            earlier = before if sentence.paragraph == paragraph else ()
            scene = Scene(doc.text, sentence.span, self.units, chooser)
            before, paragraph = _scanned(scene, calendar, earlier), sentence.paragraph
            if before:
                read.append((scene, list(before)))
        parses = doc.parses.of([scene.sentence for scene, _ in read])
        done = [_parsed(scene, parse, figures) for (scene, figures), parse in zip(read, parses, strict=True)]
        yield from rows(doc, list(chain.from_iterable(done)), times)


def _scanned(scene: Scene, calendar: Calendar, earlier: Sequence[Draft]) -> list[Draft]:
    """The drafts of one sentence as far as its characters say.

    `earlier` are those of the sentence before it in the paragraph.
    """
    kept = [d for d in _drafts(scene) if not not_a_number(scene, d, calendar)]
    joined = lists(scene, ranges(scene, compounds(scene, shares(scene, kept))))
    told = [levels(scene, made) for made in joined]
    known = [casualties(scene, made) for made in ages(scene, elided(scene, told))]
    tied = sums(scene, parts(scene, known, earlier))
    cued = _cued(scene, conversions(scene, tied))
    return [d for d in cued if not no_figure(scene, d, calendar)]


def _parsed(scene: Scene, parse: Parse | None, figures: list[Draft]) -> list[Draft]:
    """The drafts of one sentence with what its parse says of them; without those that then say nothing."""
    figures = unnamed(scene, parse, figures)
    known = [counted(scene, parse, figures, index) for index in range(len(figures))]
    figures = [draft for draft in known if not says_nothing(scene, draft)]
    for index in range(len(figures)):
        figures[index] = measured(scene, parse, figures, index)
    return converted(figures)


def _drafts(scene: Scene) -> Iterator[Draft]:
    """A draft of each number of a sentence, none reaching into what belongs to its neighbours."""
    read = numbers(scene.text, scene.sentence.start, scene.sentence.end)
    found = unrepeated(scene, [number for number in read if stands_alone(scene, number)])
    floor = scene.sentence.start
    for number, after in zip_longest(found, found[1:]):
        end = scene.sentence.end if after is None else scene.first_of(after)
        made = draft(scene.within(floor, end), number)
        if made is not None:
            floor = made.span.end
            yield made


def _cued(scene: Scene, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts with what the words around them say."""
    told = [made if made.measured is not None else named(scene, drafts, i) for i, made in enumerate(drafts)]
    return bounded(scene, [directed(scene, hedged(scene, made)) for made in told])
