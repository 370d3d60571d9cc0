"""Drafts made into rows."""

from collections.abc import Iterator

from regesta.extract.base import Doc
from regesta.extract.events.clusters import Group
from regesta.extract.events.find import Draft
from regesta.extract.events.slots import Filler
from regesta.spans import Span
from regesta.tables import Event, EventArgument, Evidence, Time

__all__ = ["rows_of"]


def rows_of(doc: Doc, group: Group) -> Iterator[Event | EventArgument | Evidence]:
    """The rows of the mentions of one happening: events, their arguments, and the evidence for dates and pronouns.

    An event's id rests on its trigger, rule and type alone, so that what is learnt elsewhere renames nothing.
    """
    cluster = min(_event_id(doc, draft) for draft in group.members)
    for draft in group.members:
        event = _event(doc, draft, cluster)
        yield event
        for filler in draft.fillers:
            yield from _argument(doc, event, filler)
        for time in draft.date.times if draft.date else ():
            yield doc.evidence(event, "first", Span(time.start, time.end), event.rule_id)
            if draft.date and draft.date.basis != "event":
                yield _time_argument(doc, event, time)


def _event_id(doc: Doc, draft: Draft) -> str:
    return doc.fact_id("events", draft.hit.span, draft.hit.trigger.rule_id, draft.type)


def _plover(draft: Draft) -> str | None:
    """What PLOVER calls what is told: the event, or the announcement that it will come."""
    heading, rule = draft.hit.trigger.type.heading, draft.hit.trigger.rule
    if draft.coding == "none":
        return None
    return (heading.intended if draft.coding == "intended" else None) or rule.plover or heading.plover


def _event(doc: Doc, draft: Draft, cluster: str) -> Event:
    heading, rule, date = draft.hit.trigger.type.heading, draft.hit.trigger.rule, draft.date
    return Event(
        event_id=_event_id(doc, draft),
        type=heading.type,
        plover=_plover(draft),
        cameo=rule.cameo or heading.cameo,
        family=rule.family or heading.family,
        milestone=draft.milestone,
        first=date.first if date else None,
        last=date.last if date else None,
        grain=date.grain if date else None,
        time_basis=date.basis if date else None,
        status=draft.status,
        polarity=draft.polarity,
        attribution_id=draft.speech.attribution_id if draft.speech else None,
        cluster_id=cluster,
        **doc.provenance(draft.hit.span, draft.hit.trigger.rule_id),
    )


def _argument(doc: Doc, event: Event, filler: Filler) -> Iterator[EventArgument | Evidence]:
    entity = filler.entity.entity_id if filler.entity else None
    figure = filler.figure.figure_id if filler.figure else None
    value = (event.event_id, filler.role, entity, figure)
    argument = EventArgument(
        argument_id=doc.fact_id("event_arguments", filler.span, event.rule_id, value),
        event_id=event.event_id,
        role=filler.role,
        entity_id=entity,
        figure_id=figure,
        **doc.provenance(filler.span, event.rule_id),
    )
    yield argument
    if filler.antecedent:
        yield doc.evidence(argument, "entity_id", filler.antecedent, event.rule_id)


def _time_argument(doc: Doc, event: Event, time: Time) -> EventArgument:
    span = Span(time.start, time.end)
    return EventArgument(
        argument_id=doc.fact_id("event_arguments", span, event.rule_id, (event.event_id, "time", time.time_id)),
        event_id=event.event_id,
        role="time",
        time_id=time.time_id,
        **doc.provenance(span, event.rule_id),
    )
