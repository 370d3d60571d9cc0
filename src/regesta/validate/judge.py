"""Great Expectations as the judge: suites on tables, and one expectation on the summary of all frames.

It has no files, no telemetry, no progress bars and no words of its own here; it is imported when first used, since that
takes seconds. It loses expectations of unknown type without a word, so they are made by their class and counted. Its
`unexpected_list` ends after 200 values: ids are taken from `unexpected_index_list`, which is whole.
"""

import logging
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from regesta.errors import CheckError, InvariantError
from regesta.tables import TABLES
from regesta.validate.files import FOLDER, read_suite
from regesta.validate.frames import Frame, identity
from regesta.validate.results import CheckResult

__all__ = ["Judge", "library", "typed_suite"]

COLUMN_ORDER = "expect_table_columns_to_match_ordered_list"
NOT_NULL = "expect_column_values_to_not_be_null"


@dataclass(frozen=True, slots=True)
class Judge:
    """A session of Great Expectations that keeps everything in memory; `Judge.start()` makes one."""

    frame: Any
    """Makes a batch of a frame that it is given."""

    @classmethod
    def start(cls) -> "Judge":
        """Load the library, which takes seconds, and open a session."""
        gx = library()
        from great_expectations.data_context.types.base import ProgressBarsConfig

        session = gx.get_context(mode="ephemeral")
        session.variables.progress_bars = ProgressBarsConfig(globally=False)
        asset = session.data_sources.add_pandas("regesta").add_dataframe_asset("rows")
        return cls(asset.add_batch_definition_whole_dataframe("all"))

    def table(self, name: str, table: Any) -> list[CheckResult]:
        """Judge a table by its committed suite.

        Raises:
            CheckError: the suite is missing, or not all of its expectations are known.
        """
        rows = _as_pandas(table)
        keys = [column for column in identity(TABLES[name]) if column in rows.columns]
        found = self._results(rows, typed_suite(FOLDER / f"{name}.json"), keys)
        return [_result(name, _kind(one), ", ".join(_columns(one)), one, rows, keys) for one in found]

    def frames(self, frames: Iterable[Frame]) -> list[CheckResult]:
        """Judge frames, all in one summary: a row each, with the share of its rows that hold and the least it must be.

        Great Expectations takes milliseconds for each expectation, and tenths of a second for one on a large frame.
        """
        asked = {str(number): frame for number, frame in enumerate(frames)}
        shares = [frame.share() for frame in asked.values()]
        rows = pd.DataFrame({"id": list(asked), "holds": shares, "must": [frame.mostly for frame in asked.values()]})
        made = library().ExpectationSuite(name="frames", expectations=[_as_often_as_it_must()])
        (found,) = self._results(rows, made, ["id"])
        if error := _error(found):
            raise InvariantError(f"frames were not judged: {error}")
        failed = {place["id"] for place in found.result.get("unexpected_index_list") or ()}
        return [_of_frame(frame, success=number not in failed) for number, frame in asked.items()]

    def _results(self, rows: pd.DataFrame, suite: Any, keys: Sequence[str]) -> list[Any]:
        """One result for each expectation; only those of failures tell of rows, which takes twice as long."""
        found = self._asked(rows, suite, {"result_format": "BOOLEAN_ONLY"})
        held, failed = [one for one in found if one.success], [one for one in found if not one.success]
        if not failed:
            return held
        again = library().ExpectationSuite(suite.name, [one.expectation_config.to_domain_obj() for one in failed])
        return held + self._asked(
            rows, again, {"result_format": "COMPLETE", "unexpected_index_column_names": list(keys)}
        )

    def _asked(self, rows: pd.DataFrame, suite: Any, wanted: Mapping[str, Any]) -> list[Any]:
        batch = self.frame.get_batch(batch_parameters={"dataframe": rows})
        found = list(batch.validate(suite, result_format=dict(wanted)).results)
        if len(found) != len(suite.expectations):
            raise InvariantError(f"{suite.name}: {len(found)} results for {len(suite.expectations)} expectations")
        return found


def typed_suite(path: Path) -> Any:
    """The suite of a file with every expectation that the file has, each made by its class.

    Raises:
        CheckError: an expectation is unknown, has a wrong argument, or is lost; the message names the file.
    """
    gx, written = library(), read_suite(path)["expectations"]
    suite = gx.ExpectationSuite(name=path.stem, expectations=[_typed(gx, entry, path) for entry in written])
    if len(suite.expectations) != len(written):
        raise CheckError(f"{len(written)} expectations, of which {len(suite.expectations)} were understood", file=path)
    return suite


def _typed(gx: Any, entry: Mapping[str, Any], path: Path) -> Any:
    kind = str(entry.get("type"))
    made_by = getattr(gx.expectations, "".join(map(str.capitalize, kind.split("_"))), None)
    if made_by is None:
        raise CheckError(f"there is no expectation {kind}", file=path)
    try:
        return made_by(**entry.get("kwargs", {}), severity=entry["severity"])
    except (KeyError, TypeError, ValueError) as error:
        raise CheckError(f"{kind} cannot be made: {error}", file=path) from error


def _as_often_as_it_must() -> Any:
    return library().expectations.ExpectColumnPairValuesAToBeGreaterThanB(
        column_A="holds", column_B="must", or_equal=True, severity="critical"
    )


def _of_frame(frame: Frame, *, success: bool) -> CheckResult:
    failing = [name for name, ok in zip(frame.ids, frame.ok, strict=True) if ok is False]
    return CheckResult(
        suite=frame.suite,
        expectation=frame.expectation,
        column=frame.column,
        severity=frame.severity,
        success=success,
        checked=sum(ok is not None for ok in frame.ok),
        failing=0 if success else len(failing),
        failing_ids=() if success else tuple(sorted(set(failing))),
    )


def library() -> Any:
    """Great Expectations, loaded when first asked for, silent and without telemetry."""
    # read when the library is imported: nothing is to be sent anywhere
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations

    # it announces its temporary folders at a level that it sets itself when it is imported
    logging.getLogger("great_expectations.data_context.types.base").setLevel(logging.WARNING)
    return great_expectations


def _as_pandas(table: Any) -> pd.DataFrame:
    """Whole numbers stay whole beside nulls; dates and decimals stay exact objects; a list is judged by its length."""
    for index, column in enumerate(table.schema):
        if pa.types.is_list(column.type):
            table = table.set_column(index, column.name, pc.list_value_length(table.column(index)))
    whole = {pa.int32(): pd.Int64Dtype(), pa.int64(): pd.Int64Dtype()}
    frame: pd.DataFrame = table.to_pandas(types_mapper=whole.get)
    return frame


def _kind(found: Any) -> str:
    return str(found.expectation_config.type)


def _columns(found: Any) -> list[str]:
    """The columns whose values an expectation is about; none when it is about the columns themselves."""
    kwargs = found.expectation_config.kwargs
    if _kind(found) == COLUMN_ORDER:
        return []
    named = [kwargs[name] for name in ("column", "column_B", "column_A") if name in kwargs]
    return named or list(kwargs["column_list"])


def _checked(found: Any, rows: pd.DataFrame) -> int:
    """How many rows could have failed: where the columns have values, unless these are what is asked for."""
    named = _columns(found)
    if not named:
        return 1
    return len(rows) if _kind(found) == NOT_NULL else int(rows[named].notna().all(axis=1).sum())


def _error(found: Any) -> str | None:
    """What stopped an expectation: Great Expectations has one report of it, or one for each number that it needed."""
    told = found.exception_info or {}
    for one in [told] if "raised_exception" in told else told.values():
        if one.get("raised_exception"):
            return str(one.get("exception_message")).strip().partition("\n")[0]
    return None


def _result(
    suite: str, expectation: str, column: str, found: Any, rows: pd.DataFrame, keys: Sequence[str]
) -> CheckResult:
    error = _error(found)
    places = found.result.get("unexpected_index_list") or ()
    ids = {" ".join("null" if pd.isna(place[key]) else str(place[key]) for key in keys) for place in places}
    return CheckResult(
        suite=suite,
        expectation=expectation,
        column=column,
        severity=found.expectation_config.severity.value,
        success=bool(found.success) and error is None,
        checked=0 if error else _checked(found, rows),
        failing=int(found.result.get("unexpected_count", not found.success)),
        failing_ids=tuple(sorted(ids)),
        error=error,
    )
