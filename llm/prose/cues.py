"""Words of a sentence that say what its numbers are: a total, an average, a change, a rank.

English and German. A number is believed as what the words around it say, and as nothing else.
"""

from __future__ import annotations

import re


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)


TOTAL = _words(
    r"totals?|totall?ed|totall?ing|altogether|overall|in all|all together|sums?|sum up"
    r"|adds? up|combined|together"
    r"|across|out of|overall|entire|whole|as a whole|of all|gesamt\w*|insgesamt"
    r"|zusammen|summe|alles in allem"
    r"|jointly|gemeinsam|in summe|make up|makes? up|account for|accounted for|over the"
    r"|in the year|von insgesamt"
    r"|total(?:ing)?|sum of|generated|comes? to|amount(?:s|ed)? to|beträgt|betrugen"
    r"|betrug|belaufen|beläuft"
    r"|kommen|kommt|ergeben|ergibt|reached|there (?:were|was|are|is)"
)
SAYS_TOTAL = _words(
    r"totals?|totall?ed|totall?ing|altogether|in all|all together|sums?|adds? up"
    r"|combined|together|insgesamt"
    r"|gesamt\w*|zusammen|summe|alles in allem|in summe|across all|overall"
)
JOINT = _words(
    r"together|combined|jointly|in total|totals?|totall?ed|totall?ing|sums?|make up"
    r"|account for|accounted for"
    r"|both|add up to|between them|alone account|zusammen|gemeinsam|insgesamt"
    r"|stehen für|machen|kommen auf"
    r"|made up|represent|contribute|contributed|generate|bring in|brought in|deliver"
    r"|delivered|produce|produced"
    r"|entfallen|erzielen|erzielten|beide|hold|cover|comprise|top \w+|collectively"
)
AVERAGE = _words(
    r"averages?|averag(?:ed|ing)|means?|on average|typical(?:ly)?|durchschnitt\w*"
    r"|im schnitt|schnitt|mittel\w*"
    r"|im mittel|(?:a|per|pro|je|jeden?|each|every) (?:\w+)"
)
SAYS_AVERAGE = _words(
    r"averages?|averag(?:ed|ing)|on average|durchschnitt\w*|im schnitt|im mittel|mean|median"
)
MEDIAN = _words(r"medians?|middle|typical(?:ly)?|zentralwert")
BESIDE_AVERAGE = _words(
    r"(?:above|below|than|over|under|exceed\w*|versus|vs|compared (?:to|with)|über"
    r"|unter|als|beats?|times)"
    r"(?:\s\w+){0,2}\s(?:averages?|mean|median|durchschnitt\w*|schnitt|mittel)"
)
LOW = _words(
    r"lowest|least|smallest|fewest|minimum|bottom|low|lows|trough|weakest|slowest"
    r"|worst|min|at least|no fewer than"
    r"|between|from|rang(?:e|es|ed|ing)|vary|varies|varied|span\w*|lies?|niedrigst\w*"
    r"|geringst\w*|kleinst\w*"
    r"|wenigst\w*|schwächst\w*|zwischen|von|reich(?:t|en)|mindestens|tiefst\w*"
    r"|schlechtest\w*|tiefpunkt|last|shortest"
)
HIGH = _words(
    r"highest|most|largest|biggest|greatest|maximum|top|high|highs|peak\w*|strongest"
    r"|busiest|best|max|up to|at most"
    r"|no more than|and|to|rang(?:e|es|ed|ing)|leads?|led|leading|leader|höchst\w*"
    r"|größt\w*|meist\w*|stärkst\w*|bis|und"
    r"|höchstens|spitze\w*|maximal|führ\w*|vorn\w*|höhepunkt|best\w*|longest|record"
)
FIRST = _words(
    r"from|first|start\w*|began|begin\w*|initial\w*|beginning|opened|von|erste[nrs]?"
    r"|anfang\w*|beginn\w*|zunächst|earliest"
)
LAST = _words(
    r"to|last|end|ended|ends|ending|final\w*|finish\w*|latest|closed|closing"
    r"|most recent|now|reach\w*|stands? at"
    r"|auf|bis|letzte[nrs]?|ende\w*|zuletzt|schließlich|at|currently|aktuell"
)
SHARE_OF_MANY = _words(
    r"of the|shown|listed|these|those|displayed|top \w+|der gezeigten|dieser|aufgeführten"
)
DIFFERENCE = _words(
    r"differences?|differs?|gap|lead|margin|ahead|behind|changes?|changed|more|less"
    r"|fewer|compared|than|versus|vs|spread"
    r"|advantage|apart|swing|over|above|below|über|unter|unterschied\w*|abstand"
    r"|differenz|mehr|weniger|vorsprung|gegenüber|als|verglichen"
    r"|vergleich|veränder\w*|points?|prozentpunkte?n?|by|um|from"
)
LOSS = _words(
    r"loss|losses|lost|negative|minus|deficit|in the red|below zero|verlust\w*"
    r"|negativ\w*|defizit|shortfall|losing"
)
AHEAD = _words(
    r"will|going to|expect\w*|forecast\w*|predict\w*|project(?:ed|ion|s)|likely|wird"
    r"|werden|erwart\w*|prognos\w*"
    r"|voraussichtlich|tomorrow|next (?:day|week|month|quarter|year)"
    r"|nächste[nrs]? (?:tag|woche|monat|quartal|jahr)"
)
CAUSE = _words(
    r"because|due to|driven by|thanks to|owing to|caused by|as a result of"
    r"|resulting from|attributable to|explained by"
    r"|reflecting|wegen|aufgrund|dank|weil|verursacht|zurückzuführen|getrieben|explains?|reason"
)
EARLIER = _words(
    r"previous|prior|before|earlier|last (?:year|month|quarter|week)|from|compared"
    r"|against|versus|vs|vorjahr\w*|vormonat\w*|zuvor"
    r"|vorher\w*|von|gegenüber|year[- ]ago|then"
)
ALL_OF_THEM = _words(
    r"steadily|continuously|stetig|kontinuierlich|all|every|each|both|alle[nr]?|jede[nrms]?"
    r"|beide|always|immer|no \w+|none|kein\w*"
    r"|durchweg|consistently"
)
OTHERS = _words(r"other|others|remaining|rest|übrigen|anderen|restlichen")
