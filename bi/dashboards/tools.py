"""What the commands that change a dashboard read their parts with."""

from __future__ import annotations

from dataclasses import dataclass

from bi.dashboards.desk import Desk
from bi.dashboards.filtering import FilterReader
from bi.dashboards.referring import Referring
from bi.dashboards.refining import Refining
from bi.dashboards.sentence import Sentence


@dataclass(frozen=True, slots=True)
class Tools:
    referring: Referring
    refining: Refining
    filters: FilterReader


def tools_for(sentence: Sentence, desk: Desk) -> Tools:
    referring = Referring(sentence, desk)
    return Tools(referring, Refining(sentence, desk, referring), FilterReader(sentence, desk))
