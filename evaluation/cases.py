"""Golden questions: a file of cases, one JSON object a line, as `docs/accuracy.md` describes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, ValidationError

from bi.model.chart import ChartType
from bi.model.errors import UserError

UNANSWERABLE = "unanswerable"
DESCRIBE = "describe"
DRILL = "drill"


class CaseInvalid(UserError):
    """A line is no case; the message names file, line and what is wrong."""

    code = "case_invalid"


class Sort(BaseModel):
    """Which of a chart's channels its marks are in order of."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    channel: Literal["x", "y"]


class ChartedData(BaseModel):
    """Golden data as a chart shows them.

    One list of `y_data` for each series, named in `classify`; one list of `x_data` for each, or
    a common one.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    x_data: list[list[Any]]
    y_data: list[list[Any]]
    classify: list[Any] = []
    sort: Sort | None = None


class GoldTurn(BaseModel):
    """A question and what the right answer to it is.

    Of several golden things the first that can be had counts: data, SQL, chart. `expect` tells
    of another sort of right answer: `describe`, the catalog's own words; `drill`, any split of a
    comparison; anything else, with no golden thing, to refuse or to ask back. `drawn_as` is the
    chart wished for. `chart` is the kind of the golden chart of `gold_data`. `variants` are other
    wordings of the same question.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    question: str = Field(min_length=1, max_length=4000)
    variants: tuple[str, ...] = ()
    gold_data: ChartedData | list[list[Any]] | None = None
    gold_sql: str | None = None
    alt_gold_sql: tuple[str, ...] = Field((), validation_alias=AliasChoices("alt_gold_sql", "also"))
    gold_vegalite: dict[str, Any] | None = None
    expect: str | None = None
    drawn_as: ChartType | None = None
    chart: str | None = None
    type: str | None = None

    @property
    def has_answer(self) -> bool:
        gold = (self.gold_data, self.gold_sql, self.gold_vegalite)
        return bool(self.alt_gold_sql) or any(one is not None for one in gold)


class Case(BaseModel):
    """One session: its turns follow one another. `db` None: the catalog's own database."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str
    turns: tuple[GoldTurn, ...] = Field(min_length=1)
    db: str | None = None
    type: str = "other"

    def kind(self, turn: GoldTurn) -> str:
        return turn.type or self.type

    def is_unanswerable(self, turn: GoldTurn) -> bool:
        if turn.has_answer or turn.expect == DESCRIBE:
            return False
        return turn.expect is not None or self.kind(turn) == UNANSWERABLE


def read_cases(path: Path) -> Iterator[Case]:
    """The cases of a file in its order. Raises CaseInvalid, also for a file that is not there."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CaseInvalid(f"{path} cannot be read: {error}") from None
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield Case.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(map(str, first["loc"])) or "line"
            raise CaseInvalid(f"{path}:{number}: {place}: {first['msg']}") from None
