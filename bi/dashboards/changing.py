"""Commands that change a dashboard, read into typed edits."""

from __future__ import annotations

from bi.dashboards.chart_commands import ChartCommands
from bi.dashboards.commands import Command
from bi.dashboards.desk import Desk
from bi.dashboards.filter_commands import FilterCommands
from bi.dashboards.name_commands import NameCommands
from bi.dashboards.place_commands import PlaceCommands
from bi.dashboards.sentence import Sentence
from bi.dashboards.tile_commands import TileCommands
from bi.dashboards.tools import tools_for


class ChangeReader:
    """Reads one command after the other; each is done on the desk at once."""

    def __init__(self, sentence: Sentence, desk: Desk) -> None:
        tools = tools_for(sentence, desk)
        filters = FilterCommands(sentence, desk, tools)
        names = NameCommands(sentence, desk, tools)
        places = PlaceCommands(sentence, desk, tools)
        tiles = TileCommands(sentence, desk, tools, filters)
        charts = ChartCommands(sentence, desk, tools)
        # A verb has several meanings ("make", "put"); what else is said decides, the most telling
        # words first.
        self._rules = (
            filters.filter_noun,
            filters.excluding,
            filters.filtering,
            names.rename,
            places.resize,
            places.move,
            tiles.swap,
            tiles.duplicate,
            tiles.replace,
            tiles.instead,
            tiles.remove,
            tiles.add,
            charts.chart,
            charts.measured,
            filters.only,
            filters.condition,
            charts.refine,
        )

    def read(self, command: Command) -> bool:
        """Whether it is a change; its edits are then on the desk. Raises NotRead, Ambiguous."""
        return any(rule(command) for rule in self._rules)
