"""How much findings matter, on one scale.

0 is what nobody would miss, 1 what nobody should miss. Each kind has a range: its lower end is a
finding of that kind that is barely worth saying, its upper end one that could not be stronger.
`strength`, 0 to 1, is where in the range a finding lies: the share of the whole it is about, the
size of a move against what is usual, or how sure and how strong a pattern is.

- 0.85 and above: something to look into now (a value out of line, one part behind a change).
- 0.7 to 0.85: what the shape of the answer is (a season, a trend, a peak, a large change).
- 0.5 to 0.7: who and how much (leaders, concentration, relations, usual changes).
- below 0.5: good to know (what is left out, what has no name).
"""

from __future__ import annotations

from enum import Enum


class Range(Enum):
    """The least and the greatest weight of a kind of finding."""

    ANOMALY = (0.88, 0.98)
    DRIVER = (0.8, 0.95)
    LAST_DRIVER = (0.6, 0.78)  # behind the usual step at the end of a series
    NO_DRIVER = (0.7, 0.7)
    MOVER = (0.7, 0.8)  # who moved most in a comparison that was asked for
    SEASON = (0.76, 0.9)
    CONCENTRATION = (0.65, 0.9)
    TREND = (0.66, 0.86)
    PEAK = (0.8, 0.8)
    ONE_STEP = (0.75, 0.75)  # a change that is all there is to tell of two buckets
    LEADER = (0.55, 0.8)
    CORRELATION = (0.55, 0.75)
    NO_CORRELATION = (0.4, 0.4)
    CHANGE = (0.35, 0.74)
    LOW = (0.65, 0.65)
    SPREAD = (0.4, 0.6)
    NAMELESS = (0.45, 0.95)
    GAPS = (0.45, 0.7)
    LEFT_OUT = (0.3, 0.3)

    def weight(self, strength: float = 1.0) -> float:
        least, greatest = self.value
        return float(least + (greatest - least) * min(1.0, max(0.0, strength)))
