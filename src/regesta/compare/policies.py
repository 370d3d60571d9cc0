"""How a reader may choose between values, by measure: `lexicon/resolution.toml`, checked when it is read."""

from functools import cache
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from regesta import lexicon
from regesta.errors import LexiconError

__all__ = ["Criterion", "Example", "Policies", "Policy", "Step", "Words", "policies", "read"]

Criterion = Literal["standing", "sureness", "hops", "specificity", "support", "earliest", "latest"]
"""What values are ranked by; `regesta.compare.resolve` measures each."""


class _Closed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Step(_Closed):
    """A criterion, and by how much it has to tell two values apart."""

    by: Criterion
    margin: int = Field(1, ge=1)
    within: int | None = Field(None, ge=1)
    """Days after the earliest report from which on it is not known of which day a report speaks."""


class Words(_Closed):
    """What a criterion says for a value, and what its margin counts (singular)."""

    says: str
    counts: str


class Stated(_Closed):
    """A claim of an example; `told` is the day of its document, `origin` whose words it is."""

    value: str
    hops: int = 0
    told: str | None = None
    as_of: str | None = None
    origin: str | None = None
    via: str | None = None
    taken_back: bool = False


class Example(_Closed):
    """Claims of one thing and the value that the policy chooses; none is chosen where `chosen` is left out."""

    name: str
    claims: tuple[Stated, ...] = Field(min_length=2)
    chosen: str | None = None
    decided_by: Criterion | None = None


class Policy(_Closed):
    """Which criteria decide about some properties, in which order."""

    id: str = Field(pattern=r"^[a-z_]+$")
    properties: tuple[str, ...] = Field(min_length=1)
    why: str = Field(min_length=1)
    one_milestone: bool = False
    """Whether values that are claimed through different milestones or roles are of different things."""
    order: tuple[Step, ...] = Field(min_length=1)
    examples: tuple[Example, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        asked = [step.by for step in self.order]
        if len(set(asked)) < len(asked):
            raise ValueError(f"{self.id} asks a criterion twice")
        return self


class NotResolved(_Closed):
    """Properties of which there is no value to choose."""

    properties: tuple[str, ...]


class Policies(_Closed):
    """What `lexicon/resolution.toml` says."""

    criteria: dict[Criterion, Words]
    policies: tuple[Policy, ...] = Field(min_length=1)
    not_resolved: NotResolved

    @model_validator(mode="after")
    def _no_property_twice(self) -> Self:
        named = [name for policy in self.policies for name in policy.properties] + list(self.not_resolved.properties)
        if twice := sorted({name for name in named if named.count(name) > 1}):
            raise ValueError(f"{twice[0]} is named twice")
        if twice := sorted({p.id for p in self.policies if [q.id for q in self.policies].count(p.id) > 1}):
            raise ValueError(f"the id {twice[0]} is given twice")
        if silent := sorted({step.by for p in self.policies for step in p.order} - set(self.criteria)):
            raise ValueError(f"no words say what {silent[0]} means")
        return self

    def of(self, claimed: str) -> Policy | None:
        """The policy for a property; None when none chooses between its values."""
        return next((policy for policy in self.policies if claimed in policy.properties), None)


@cache
def policies() -> Policies:
    """The policies that ship with the project, read once; raises what `read` raises."""
    return read(lexicon.folder() / "resolution.toml")


def read(path: Path) -> Policies:
    """The policies of a file.

    Raises:
        LexiconError: not TOML, an unknown key or criterion, a property or id given twice, a policy without two
            examples; names the file and the place in it.
    """
    try:
        return Policies.model_validate(lexicon.read(path))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise LexiconError(f"{where}: {first['msg']}" if where else first["msg"], file=path) from error
