"""What an earlier turn asked: a query of the catalog's words, or SQL that somebody wrote."""

from __future__ import annotations

from bi.model.reading import WrittenSql
from bi.model.semantic import SemanticQuery
from nodes.codec import decode
from nodes.state import Analysis, Json


def query_of(analysis: Analysis) -> SemanticQuery | None:
    """None: SQL answered it that says no query."""
    query = analysis["query"]
    return decode(SemanticQuery, query) if query is not None else None


def written_of(analysis: Analysis) -> WrittenSql | None:
    """The SQL that answered it, where somebody wrote that."""
    return decode(WrittenSql, analysis["written"]) if "written" in analysis else None


def asked_by(analysis: Analysis) -> Json:
    """What the history keeps of it; `asked` reads it back."""
    query = analysis.get("written", analysis["query"])
    assert query is not None  # one of them answered it
    return query


def asked(entry: Json) -> SemanticQuery | WrittenSql:
    """What an entry of the history asked."""
    if entry.get("kind") == "sql":
        return decode(WrittenSql, entry)
    return decode(SemanticQuery, entry)
