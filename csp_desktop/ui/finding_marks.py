"""Which mark stands for what an analysis has found."""

from csp_desktop.core.analysis import control_chart, rag
from csp_desktop.core.analysis.control_chart import ControlChart, Verdict
from csp_desktop.core.analysis.difference import Difference, Reading
from csp_desktop.core.plan import Indicator, Polarity
from csp_desktop.ui.marks import Assurance, Direction, Forecast, Rag, Variation

_WITHOUT_COLOUR = {"Too few": "TOO_FEW", "Data only": "DATA_ONLY"}
_EITHER_WAY = {
    Reading.AS_WANTED: Direction.AS_WANTED,
    Reading.NO_CHANGE: Direction.SAME,
    Reading.NO_REAL_CHANGE: Direction.SAME,
    Reading.UP: Direction.UP,
    Reading.DOWN: Direction.DOWN,
    Reading.NOT_JUDGED: Direction.NOT_JUDGED,
}
_BY_WAY = {
    (Reading.BETTER, True): Direction.BETTER_UP,
    (Reading.BETTER, False): Direction.BETTER_DOWN,
    (Reading.WORSE, True): Direction.WORSE_UP,
    (Reading.WORSE, False): Direction.WORSE_DOWN,
}
_NEUTRAL = {
    Verdict.COMMON: Variation.COMMON,
    Verdict.NEUTRAL_HIGH: Variation.NEUTRAL_HIGH,
    Verdict.NEUTRAL_LOW: Variation.NEUTRAL_LOW,
}


def rag_mark(colour: rag.Rag, word: str = "") -> Rag:
    """The filled mark of a colour now; without a colour, the bar of the reason's word."""
    return Rag[_name(colour, word)]


def forecast_mark(colour: rag.Rag, word: str = "") -> Forecast:
    """The hollow mark of a forecast colour; without a colour, the bar of the reason's word."""
    return Forecast[_name(colour, word)]


def direction_mark(change: Difference) -> Direction:
    """Where a number went, and whether that is wanted."""
    return reading_mark(change.reads, rises=(change.change or 0) > 0)


def reading_mark(reads: Reading, *, rises: bool) -> Direction:
    """How a change reads; better and worse say which way the number went as well."""
    return _EITHER_WAY.get(reads) or _BY_WAY[reads, rises]


def variation_mark(chart: ControlChart, indicator: Indicator) -> Variation:
    """What the latest value of a chart says: an improvement is low where lower is better."""
    if chart.variation in _NEUTRAL:
        return _NEUTRAL[chart.variation]
    lower = indicator.polarity is Polarity.LOWER
    if chart.variation is Verdict.IMPROVEMENT:
        return Variation.IMPROVEMENT_LOW if lower else Variation.IMPROVEMENT_HIGH
    return Variation.CONCERN_HIGH if lower else Variation.CONCERN_LOW


def assurance_mark(chart: ControlChart, indicator: Indicator) -> Assurance | None:
    """Where the limits lie against the target; None without a target, or where they are few."""
    side = "LOWER" if indicator.polarity is Polarity.LOWER else "HIGHER"
    match chart.assurance:
        case control_chart.Assurance.PASS:
            return Assurance[f"PASS_{side}"]
        case control_chart.Assurance.FAIL:
            return Assurance[f"FAIL_{side}"]
        case control_chart.Assurance.INCONSISTENT:
            return Assurance.HIT_OR_MISS
    return None


def _name(colour: rag.Rag, word: str) -> str:
    if colour is not rag.Rag.GREY:
        return colour.name
    return _WITHOUT_COLOUR.get(word, "NO_TARGET")
