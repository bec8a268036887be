"""LangChain's SQL tools over a guarded database, for people's own agents."""

from __future__ import annotations

from langchain_community.tools.sql_database.tool import (
    InfoSQLDatabaseTool,
    ListSQLDatabaseTool,
    QuerySQLDatabaseTool,
)
from langchain_core.tools import BaseTool
from langchain_core.tools.base import BaseToolkit
from pydantic import ConfigDict, Field

from integrations.langchain_database import GuardedSQLDatabase


class GuardedSQLToolkit(BaseToolkit):
    """List the tables, describe some, query them; a refused query says which rule it broke.

    LangChain's own toolkit takes a `GuardedSQLDatabase` too. It has one tool more, which asks a
    model whether a query looks right; the guard does not need to be asked.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    db: GuardedSQLDatabase = Field(exclude=True)

    def get_tools(self) -> list[BaseTool]:
        return [
            ListSQLDatabaseTool(db=self.db),
            InfoSQLDatabaseTool(db=self.db),
            QuerySQLDatabaseTool(db=self.db),
        ]
