"""Charts of data that is called as what every object of JavaScript has, as pictures over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bi.charts.reserved import RESERVED
from tests.api.faces import SESSIONS, Talk
from tests.api.live import serving, settings_for
from tests.bi.charts.vega_lite import marks, texts
from tests.reserved import MAKER, reserved_catalog


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory, valkey_url: str) -> Iterator[Talk]:
    folder: Path = tmp_path_factory.mktemp("reserved")
    settings = settings_for(folder, redis_url=valkey_url, catalog=reserved_catalog(folder))
    with serving(settings) as server, server.caller() as client:
        yield Talk.begin(SESSIONS, client)


@pytest.mark.parametrize(
    ("question", "chart", "mark", "count"),
    [
        ("amount by maker", "bar", "bar", 6),
        ("amount by maker", "horizontal_bar", "bar", 6),
        ("amount by maker", "donut", "arc mark", 6),
        ("amount by maker and place", "stacked_bar", "bar", 12),
        ("amount by maker and place", "grouped_bar", "bar", 12),
        ("amount by maker and place", "heatmap", "rect mark", 12),
        ("amount by month and maker", "multi_line", "line mark", 6),
    ],
)
def test_everything_is_drawn(talk: Talk, question: str, chart: str, mark: str, count: int) -> None:
    talk.say(question)
    answer = talk.visualize(chart)
    assert MAKER in answer["data"]["columns"]
    path = talk.path(f"/turns/{answer['metadata']['turn_id']}/chart")
    drawing = talk.client.get(f"{path}.svg")
    assert drawing.status_code == 200, drawing.text
    drawn = [words for words in marks(drawing.text, mark) if words]
    assert len(drawn) == count
    for name in RESERVED[:6]:
        assert any(name in words for words in [*drawn, *texts(drawing.text)]), name
    picture = talk.client.get(f"{path}.png")
    assert picture.content.startswith(b"\x89PNG")
