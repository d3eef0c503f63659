"""The templates of the reports, and how figures are written in them."""

from __future__ import annotations

from pathlib import Path

from qa.evaluation.resample import Figure
from qa.templates import Templates

render = Templates(Path(__file__).with_name("templates"), {}).render


def number(value: float, unit: str, *, signed: bool = False) -> str:
    """A share with three decimals, or whole milliseconds."""
    sign = "+" if signed else ""
    return f"{value:{sign},.0f} ms" if unit == "ms" else f"{value:{sign}.3f}"


def interval(figure: Figure, unit: str, *, signed: bool = False) -> str:
    """The bounds of a figure."""
    low = number(figure.low, unit, signed=signed).removesuffix(" ms")
    return f"{low} – {number(figure.high, unit, signed=signed)}"
