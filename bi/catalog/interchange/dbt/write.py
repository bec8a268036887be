"""dbt semantic models and metrics (MetricFlow's YAML).

Their measures are only asked for through metrics: a simple metric is our measure, ratio and derived
metrics are our formulas. Joins are entities: a foreign one leads to the model that has the primary
or unique one of its name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlglot import exp

from bi.catalog.interchange.dbt.states import STATE_KEYS, non_additive
from bi.catalog.interchange.dbt.words import (
    AGGREGATIONS,
    META,
    NAME,
    RESERVED,
    TIMES,
)
from bi.catalog.interchange.notes import Notes
from bi.catalog.interchange.patch import Plain
from bi.catalog.interchange.sql import (
    NotExpressed,
    names_in,
    parsed,
    require_plain,
    single_column,
)
from bi.catalog.naming import label_of, quoted
from bi.model.words import singular


def write(ours: Plain, _: str | None, notes: Notes) -> Plain:
    """Semantic models and metrics, without an extension."""
    datasets = ours["datasets"]
    ours = {
        **ours,
        "datasets": {name: _dated(name, one, datasets, notes) for name, one in datasets.items()},
    }
    datasets = ours["datasets"]
    _tell_names(ours, notes)
    models = [_model(name, one or {}, datasets, notes) for name, one in datasets.items()]
    metrics = [*_simple(datasets), *_formulas(ours, notes)]
    return {"semantic_models": models, **({"metrics": metrics} if metrics else {})}


def _dated(name: str, one: Plain | None, datasets: Plain, notes: Notes) -> Plain:
    """The dataset with a time of its own and measures dated by it, or without."""
    one = dict(one or {})
    times = {
        key
        for key, dimension in (one.get("dimensions") or {}).items()
        if (dimension or {}).get("type") in TIMES
    }
    if one.get("time") not in times and one.pop("time", None):
        notes.lost(f"datasets.{name}", "time", "theirs is a dimension of the same model")
    entities = _by_column(_entities(name, one, datasets, Notes()))
    measures = {}
    for key, measure in (one.get("measures") or {}).items():
        try:
            require_plain({key: said for key, said in measure.items() if key not in STATE_KEYS})
            non_additive(measure, "", entities)
        except NotExpressed as why:
            notes.lost(f"datasets.{name}.measures", key, str(why))
            continue
        if measure.get("time", one.get("time")) in times:
            measures[key] = measure
        else:
            because = "it is not dated by its own model: put the date into the table"
            notes.lost(f"datasets.{name}.measures", key, because)
    return {**one, "measures": measures}


def _tell_names(ours: Plain, notes: Notes) -> None:
    for dataset, one in ours["datasets"].items():
        for name in (dataset, *(one or {}).get("dimensions", ()), *(one or {}).get("measures", ())):
            if not NAME.fullmatch(name):
                why = "dbt takes small letters, digits and single _ only: rename it"
                notes.lost(f"datasets.{dataset}", name, why)


def _model(name: str, one: Plain, datasets: Plain, notes: Notes) -> Plain:
    own = one.get("time")
    entities = list(_entities(name, one, datasets, notes))
    measures = list(_measures(name, one, own, entities, notes))
    model: Plain = {
        "name": name,
        "model": f"ref('{one.get('table', name).rpartition('.')[2]}')",
        **({"label": one["label"]} if one.get("label") else {}),
        **({"description": one["description"]} if one.get("description") else {}),
        **({"defaults": {"agg_time_dimension": _dimension_name(name, own)}} if own else {}),
        "entities": entities,
        "dimensions": [
            _dimension(_dimension_name(name, key), key, dimension or {})
            for key, dimension in (one.get("dimensions") or {}).items()
        ],
        "measures": measures,
    }
    if not any(entity["type"] == "primary" for entity in model["entities"]):
        model["primary_entity"] = _entity(name)
    return {key: value for key, value in model.items() if value != []}


def _entity(dataset: str) -> str:
    """What a row of it is called: customers -> customer."""
    *before, last = dataset.split("_")
    return "_".join([*before, singular(last)])


def _entities(name: str, one: Plain, datasets: Plain, notes: Notes) -> Iterator[Plain]:
    key = one.get("key") or []
    if len(key) == 1:
        yield _with_expr({"name": _entity(name), "type": "primary"}, key[0])
    elif key:
        notes.lost(f"datasets.{name}", "key", "an entity has one column")
    seen: set[str] = set()
    for join_name, join in (one.get("joins") or {}).items():
        target = join.get("dataset", join_name)
        theirs, columns = (datasets.get(target) or {}).get("key") or [], join["columns"]
        place = f"datasets.{name}.joins"
        if list(columns.values()) != theirs or len(theirs) != 1:
            notes.lost(place, join_name, "a foreign entity leads to a key of one column")
        elif target in seen or target == name:
            notes.lost(place, join_name, "a second road to the same model")
        else:
            seen.add(target)
            yield _with_expr({"name": _entity(target), "type": "foreign"}, next(iter(columns)))


def _by_column(entities: Iterable[Plain]) -> dict[str, str]:
    return {
        single_column(str(entity.get("expr", entity["name"]))) or "": str(entity["name"])
        for entity in entities
    }


def _with_expr(thing: Plain, column: str) -> Plain:
    return thing if thing["name"] == column else {**thing, "expr": quoted(column)}


def _dimension_name(dataset: str, name: str) -> str:
    return f"{dataset}_{name}" if name in RESERVED else name


def _dimension(called: str, name: str, one: Plain) -> Plain:
    kind = one.get("type", "text")
    result: Plain = {"name": called, "type": "time" if kind in TIMES else "categorical"}
    if kind in TIMES:
        finest = one.get("grain") or ("day" if kind == "date" else "hour")
        result["type_params"] = {"time_granularity": finest}
    sql = one.get("expression") or quoted(one.get("column", name))
    return {
        **result,
        **({"expr": sql} if sql != called else {}),
        **({"label": one["label"]} if one.get("label") else {}),
        **({"description": one["description"]} if one.get("description") else {}),
    }


def _aggregated(measure: Plain) -> tuple[str, str] | None:
    return next(((how, str(measure[how])) for how in AGGREGATIONS if how in measure), None)


def _measures(
    name: str, one: Plain, time: str | None, entities: Sequence[Plain], notes: Notes
) -> Iterator[Plain]:
    by_column = _by_column(entities)
    for key, measure in (one.get("measures") or {}).items():
        found = _aggregated(measure)
        if found is None:
            notes.lost(f"datasets.{name}.measures", key, "an aggregation that theirs has not")
            continue
        how, sql = found
        sql = "1" if sql == "*" else sql
        if measure.get("filter"):
            sql = f"CASE WHEN {measure['filter']} THEN {sql} END"
        dated = measure.get("time")
        own = dated in (one.get("dimensions") or {})
        called = _measure_name(key, one)
        along = _dimension_name(name, dated or time or "")
        yield {
            "name": called,
            "agg": how,
            **({"expr": sql} if sql != called else {}),
            **(
                {"agg_time_dimension": _dimension_name(name, dated)}
                if dated and dated != time and own
                else {}
            ),
            **non_additive(measure, along, by_column),
            **({"description": measure["description"]} if measure.get("description") else {}),
        }


def _measure_name(name: str, one: Plain) -> str:
    """Theirs may not be called like a dimension of the same model."""
    return f"{name}_measure" if name in (one.get("dimensions") or {}) else name


def _simple(datasets: Plain) -> Iterator[Plain]:
    """A metric for each measure, without which nobody could ask for it."""
    for one in datasets.values():
        for name, measure in ((one or {}).get("measures") or {}).items():
            if _aggregated(measure) is not None:
                params = {"measure": _measure_name(name, one)}
                yield {**_head(name, measure), "type": "simple", "type_params": params}


def _head(name: str, thing: Plain) -> Plain:
    return {
        "name": name,
        "label": thing.get("label") or label_of(name),
        **({"description": thing["description"]} if thing.get("description") else {}),
    }


def _formulas(ours: Plain, notes: Notes) -> Iterator[Plain]:
    metrics = dict(ours.get("metrics") or {})
    known = {*metrics, *(n for one in ours["datasets"].values() for n in one["measures"])}
    while missing := {
        n: lost for n, m in metrics.items() if (lost := names_in(m["formula"]) - known)
    }:
        for name, lost in missing.items():
            notes.lost("metrics", name, f"of {', '.join(sorted(lost))}, which is not there")
            del metrics[name]
        known -= missing.keys()
    for name, metric in metrics.items():
        tree = parsed(metric["formula"])
        names = list(dict.fromkeys(column.name for column in tree.find_all(exp.Column)))
        two = isinstance(tree, exp.Div) and all(
            isinstance(side, exp.Column) for side in (tree.this, tree.expression)
        )
        if two:
            params: Plain = {"numerator": tree.this.name, "denominator": tree.expression.name}
            yield {**_head(name, metric), "type": "ratio", "type_params": params}
        else:
            params = {"expr": metric["formula"], "metrics": [{"name": one} for one in names]}
            yield {**_head(name, metric), "type": "derived", "type_params": params}


def extend(document: Plain, patch: Plain) -> None:
    """The patch in the `meta` of the first model, which dbt keeps and does not read."""
    document["semantic_models"][0]["config"] = {"meta": {META: patch}}
