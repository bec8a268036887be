"""Requests to an OpenAI-compatible endpoint, through langchain-openai.

Imported when a model is first used, and not on the event loop: it loads LangChain and OpenAI's SDK.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from typing import Any

import httpx2
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, HumanMessage
from langchain_core.messages import SystemMessage as System
from langchain_openai import ChatOpenAI
from openai import AsyncOpenAI, OpenAIError

from llm.abilities import Abilities
from llm.client_errors import Masking, failure_of
from llm.completion import Completion, Piece
from llm.failures import CallFailed
from llm.messages import Message
from llm.settings import ModelSettings
from llm.structured import Asking
from llm.usage import Usage

_CONNECT_S = 5.0
_CONNECTIONS = 100
_IDLE_CONNECTIONS = 20
_IDLE_S = 60.0
# What HTTP needs, and what the SDK remembers how to read the answer by; everything else that it
# sends, or takes from its environment, stays here.
_KEPT_HEADERS = (
    *("host", "accept-encoding", "connection", "content-length", "transfer-encoding"),
    "x-stainless-raw-response",
)
# What the SDK wants where no key is needed; never sent.
_NO_KEY = "none"
# What LangChain and the SDK stumble over when an answer is no completion.
_GARBLED = (ValueError, TypeError, LookupError, AttributeError, RecursionError)
# Each request is told at INFO there, with its URL.
logging.getLogger("httpx2").setLevel(logging.WARNING)


class Client:
    """Of one endpoint, for all its models; its connections are shared by all calls.

    OpenAI's SDK and LangChain read a dozen environment variables: an organization, a project, other
    headers, another URL, a proxy, the Responses API. None of them may change what the settings say.
    The usual variables for proxies and certificates, and those of LangSmith, mean what they always
    mean.
    """

    def __init__(self, settings: ModelSettings, url: str) -> None:
        self._settings = settings
        self._masked = Masking(settings)
        self._http = httpx2.AsyncClient(
            timeout=httpx2.Timeout(settings.model_timeout_s, connect=_CONNECT_S),
            limits=httpx2.Limits(
                max_connections=_CONNECTIONS,
                max_keepalive_connections=_IDLE_CONNECTIONS,
                keepalive_expiry=_IDLE_S,
            ),
            # A key in a header of its own would follow to any host.
            follow_redirects=False,
            event_hooks={"request": [self._head]},
        )
        self._sdk = AsyncOpenAI(
            base_url=url,
            api_key=_NO_KEY,
            http_client=self._http,
            default_query=dict(settings.model_query),
            max_retries=0,
        )
        self._headers = _headers(settings)
        self._chats: dict[tuple[str, bool], ChatOpenAI] = {}
        # LangChain warns where an endpoint refuses a schema; we go another way.
        warnings.filterwarnings("ignore", "This model does not support OpenAI's structured output")
        warnings.filterwarnings("ignore", "Invalid schema for OpenAI's structured output")

    async def complete(self, model: str, abilities: Abilities, asking: Asking) -> Completion:
        """Raises CallFailed."""
        chat = self._chat(model, abilities)
        try:
            message = await chat.ainvoke(
                _messages(asking.messages), **self._parameters(abilities, asking)
            )
            return _completion(message)
        except (OpenAIError, httpx2.HTTPError, *_GARBLED) as error:
            failure = failure_of(error, self._masked)
        # Out here, so that what the endpoint said is no part of it.
        raise failure

    async def stream(
        self, model: str, abilities: Abilities, asking: Asking
    ) -> AsyncGenerator[Piece]:
        """Raises CallFailed, also for a stream that breaks off."""
        chat = self._chat(model, abilities)
        chunks = chat.astream(
            _messages(asking.messages),
            stream_usage=abilities.stream_usage,
            **self._parameters(abilities, asking),
        )
        finish = ""
        failure: CallFailed | None = None
        try:
            async with aclosing(chunks):  # type: ignore[type-var]
                async for chunk in chunks:
                    piece = _piece(chunk)
                    finish = piece.finish or finish
                    yield piece
        except (OpenAIError, httpx2.HTTPError, *_GARBLED) as error:
            failure = failure_of(error, self._masked)
        if failure is None and not finish:
            failure = CallFailed("the stream ended before its end")
        if failure is not None:
            raise failure

    async def close(self) -> None:
        await self._http.aclose()

    def _chat(self, model: str, abilities: Abilities) -> ChatOpenAI:
        """Making one takes milliseconds."""
        key = (model, abilities.temperature)
        if key not in self._chats:
            temperature = self._settings.model_temperature if abilities.temperature else None
            self._chats[key] = self._new_chat(model, temperature)
        return self._chats[key]

    def _new_chat(self, model: str, temperature: float | None) -> ChatOpenAI:
        """All that it would look for in its environment is said."""
        return ChatOpenAI(
            model=model,
            temperature=temperature,
            api_key=_no_key,
            # Not what calls go to; LangSmith is told it.
            base_url=str(self._sdk.base_url.copy_with(userinfo=b"", query=None)),
            root_async_client=self._sdk,
            async_client=self._sdk.chat.completions,
            openai_proxy=None,
            http_socket_options=(),
            max_retries=0,
            use_responses_api=False,
            output_version="v0",
            stream_chunk_timeout=None,
            cache=False,
        )

    def _parameters(self, abilities: Abilities, asking: Asking) -> dict[str, Any]:
        """`response_format` as a parameter would go to the SDK's parser, which throws the reply
        away, and its usage, where it was too long."""
        limit = self._settings.model_reply_tokens
        body = asking.body | ({abilities.limit: limit} if abilities.limit else {})
        return {"extra_body": body, **asking.tools}

    async def _head(self, request: httpx2.Request) -> None:
        kept = {name: request.headers[name] for name in _KEPT_HEADERS if name in request.headers}
        request.headers = httpx2.Headers(kept | self._headers)


async def _no_key() -> str:
    return _NO_KEY


def _headers(settings: ModelSettings) -> dict[str, str]:
    """The settings' own come last: a gateway may want another `Authorization`."""
    key = settings.model_key
    headers = {"accept": "application/json", "content-type": "application/json"}
    headers["user-agent"] = "parley"
    if key is not None:
        headers["authorization"] = f"Bearer {key.get_secret_value()}"
    own = settings.model_headers.items()
    return headers | {name.lower(): value.get_secret_value() for name, value in own}


_ROLES: Mapping[str, type[BaseMessage]] = {
    "system": System,
    "user": HumanMessage,
    "assistant": AIMessage,
}


def _messages(messages: Sequence[Message]) -> list[BaseMessage]:
    return [_ROLES[message.role](content=message.content) for message in messages]


def _completion(message: AIMessage) -> Completion:
    arguments: dict[str, Any] | str | None = None
    if message.tool_calls:
        arguments = message.tool_calls[0]["args"]
    elif message.invalid_tool_calls:
        arguments = message.invalid_tool_calls[0]["args"]
    return Completion(
        text=_sound(message.text),
        arguments=arguments,
        finish=str(message.response_metadata.get("finish_reason") or ""),
        refusal=message.additional_kwargs.get("refusal"),
        usage=_usage(message),
        model=_model(message),
    )


def _piece(chunk: AIMessageChunk) -> Piece:
    finish = str(chunk.response_metadata.get("finish_reason") or "")
    return Piece(_sound(chunk.text), finish, _usage(chunk), _model(chunk))


def _model(message: AIMessage) -> str:
    return str(message.response_metadata.get("model_name") or "")


def _usage(message: AIMessage) -> Usage | None:
    told = message.usage_metadata
    if told is None:
        return None
    # On some service tiers the name has the tier before it.
    details: Mapping[str, Any] = told.get("input_token_details") or {}
    cached = sum(count for name, count in details.items() if name.endswith("cache_read"))
    sent, said = max(0, told["input_tokens"]), max(0, told["output_tokens"])
    return Usage(sent, said, min(max(0, cached), sent), calls=1)


def _sound(text: str) -> str:
    """Half a surrogate pair is no text that anything else would take."""
    return text.encode(errors="replace").decode()
