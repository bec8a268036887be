"""Texts that clients of any face send."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, StringConstraints, TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

MAX_SENTENCE = 4000


def sayable(text: str) -> str:
    """Refuse halves of a surrogate pair: JSON can write them, UTF-8 and the store cannot."""
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            raise PydanticCustomError("not_text", "Text must be valid Unicode") from None
    return text


# Blanks around a sentence do not count.
Sentence = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_SENTENCE),
    AfterValidator(sayable),
]
_SENTENCE: TypeAdapter[str] = TypeAdapter(Sentence)

UserId = Annotated[
    str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f]{1,256}$"), AfterValidator(sayable)
]
DatasourceId = Annotated[
    str, StringConstraints(min_length=1, max_length=128), AfterValidator(sayable)
]
# An id that the service gave out.
GivenId = Annotated[str, StringConstraints(min_length=1, max_length=256), AfterValidator(sayable)]


def sentence_or_none(text: str) -> str | None:
    """The text as a sentence, or None when it cannot be one."""
    try:
        return _SENTENCE.validate_python(text)
    except ValidationError:
        return None
