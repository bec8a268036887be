"""YAML text -> plain values, with the line of each one."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bi.catalog.faults import Fault

Place = tuple[str | int, ...]

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# Collections of named things: they may be a mapping by name, or a list of names.
_NAMED = frozenset({"datasets", "dimensions", "measures", "metrics", "joins", "hierarchies"})
_DEEPEST = 20


class _CatalogLoader(_Loader):  # type: ignore[misc]  # the class is chosen at run time
    """YAML 1.2's booleans: `on`, `off`, `yes` and `no` are words, as a country code may be."""


_CatalogLoader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag != "tag:yaml.org,2002:bool" or first in "tTfF"
    ]
    for first, resolvers in _Loader.yaml_implicit_resolvers.items()
}


@dataclass(frozen=True, slots=True)
class Source:
    """What a catalog file holds: its values, and where each of them is written."""

    file: str
    text: str
    values: Any
    lines: dict[Place, int]
    faults: tuple[Fault, ...] = ()

    @property
    def version(self) -> str:
        """A hash of the text: that of the catalog which is made of it."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]

    def line(self, place: Place) -> int:
        """The line of `place`, or of the nearest thing around it that is written."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def fault(self, place: Place, message: str, suggestion: str | None = None) -> Fault:
        return Fault(self.file, self.line(place), message, suggestion)

    def hint(self, place: Place, message: str, suggestion: str | None = None) -> Fault:
        return Fault(self.file, self.line(place), message, suggestion, "hint")


def read_source(path: Path) -> Source:
    """Read a catalog file. Raises OSError; what is wrong in the text becomes faults."""
    return parse_source(path.read_bytes(), str(path))


def parse_source(content: bytes, file: str) -> Source:
    """The values of a YAML text; with a syntax error in it they are None."""
    try:
        text = content.decode("utf-8")
        loader = _CatalogLoader(text)
        root = loader.get_single_node()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return Source(file, "", None, {}, (Fault(file, line, "the file is not UTF-8 text"),))
    except yaml.MarkedYAMLError as error:
        return Source(file, text, None, {}, (_syntax_fault(file, error),))
    except yaml.YAMLError as error:
        return Source(file, text, None, {}, (Fault(file, 1, f"this is not YAML: {error}"),))
    reading = _Reading(loader, file)
    values = reading.value(root, ()) if root is not None else None
    return Source(file, text, values, reading.lines, tuple(reading.faults))


def _syntax_fault(file: str, error: yaml.MarkedYAMLError) -> Fault:
    mark = error.problem_mark or error.context_mark
    problem = error.problem or error.context or "the text cannot be read"
    suggestion = None
    if "mapping values are not allowed" in problem:
        suggestion = "put text that holds a colon in quotes"
    elif "cannot start any token" in problem:
        suggestion = "indent with spaces, and put text that starts with a sign in quotes"
    return Fault(file, mark.line + 1 if mark else 1, f"this is not YAML: {problem}", suggestion)


@dataclass(slots=True)
class _Reading:
    """One walk over the nodes of a YAML text."""

    loader: Any
    file: str
    lines: dict[Place, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def value(self, node: yaml.Node, place: Place) -> Any:
        self.lines.setdefault(place, node.start_mark.line + 1)
        if len(place) > _DEEPEST:  # an anchor that holds itself has no end
            self.faults.append(self._fault(node, "this is nested too deeply"))
            return None
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, place)
        if isinstance(node, yaml.SequenceNode):
            if place and place[-1] in _NAMED:
                return self._named_list(node, place)
            return [self.value(item, (*place, n)) for n, item in enumerate(node.value)]
        return self._scalar(node)

    def _mapping(self, node: yaml.MappingNode, place: Place) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            self._add(values, key_node, value_node, place)
        return values

    def _named_list(self, node: yaml.SequenceNode, place: Place) -> dict[str, Any]:
        """`[region, {city: …}]` as the mapping `{region: , city: …}`."""
        values: dict[str, Any] = {}
        for item in node.value:
            if isinstance(item, yaml.MappingNode):
                for key_node, value_node in item.value:
                    self._add(values, key_node, value_node, place)
            else:
                self._add(values, item, None, place)
        return values

    def _add(
        self, values: dict[str, Any], key_node: yaml.Node, value: yaml.Node | None, place: Place
    ) -> None:
        if not isinstance(key_node, yaml.ScalarNode):
            self.faults.append(self._fault(key_node, "a name must be a word or a text"))
            return
        key: str = key_node.value
        within = (*place, key)
        if key in values:
            message = f"`{key}` is written twice (first on line {self.lines[within]})"
            self.faults.append(self._fault(key_node, message, "remove or rename one of them"))
            return
        self.lines[within] = key_node.start_mark.line + 1
        values[key] = self.value(value, within) if value is not None else None

    def _scalar(self, node: yaml.Node) -> Any:
        try:
            return self.loader.construct_object(node)
        except (yaml.YAMLError, ValueError):
            self.faults.append(self._fault(node, f"`{node.value}` cannot be read"))
            return None

    def _fault(self, node: yaml.Node, message: str, suggestion: str | None = None) -> Fault:
        return Fault(self.file, node.start_mark.line + 1, message, suggestion)
