"""How axes of every chart look unless one says otherwise: few ticks, for labels must not crowd."""

from altair.theme import AxisConfigKwds, ConfigKwds, ThemeConfig

TICKS = 5


def few_ticks() -> ThemeConfig:
    """Vega-Lite's configuration of axes of numbers; the shell enables it for all charts."""
    few = AxisConfigKwds(tickCount=TICKS)
    return ThemeConfig(config=ConfigKwds(axisXQuantitative=few, axisYQuantitative=few))
