"""The API's description of itself (OpenAPI), with whole examples."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts


class DescribedApi(FastAPI):
    """FastAPI leaves nulls out of a description; an example without them would not be true."""

    def openapi(self) -> dict[str, Any]:
        if self.openapi_schema is None:
            paths = super().openapi()["paths"]
            for context in iter_route_contexts(self.routes):
                if isinstance(context.original_route, APIRoute) and context.include_in_schema:
                    for method in context.methods or ():
                        _restore(paths[context.path_format][method.lower()], context.responses)
        assert self.openapi_schema is not None
        return self.openapi_schema


def _restore(operation: dict[str, Any], answers: dict[int | str, dict[str, Any]]) -> None:
    for status, answer in answers.items():
        for media_type, content in answer.get("content", {}).items():
            described = operation["responses"][str(status)]["content"][media_type]
            if "example" in content:
                described["example"] = content["example"]
