"""Bar charts as SVG, drawn so that they read in light and dark pages."""

from collections.abc import Sequence
from html import escape
from typing import Final

_COLOURS: Final = ("#2563a8", "#c2571a", "#3d7a3a", "#8a4fa3", "#a08414")
_FONT: Final = 'font-family="sans-serif" font-size="14"'
_LEFT: Final = 330
_SCALE: Final = 420
_ROW: Final = 30


def stacked(title: str, unit: str, names: Sequence[str], rows: Sequence[tuple[str, Sequence[float]]]) -> str:
    """Return a chart with one bar a row, made of parts.

    Args:
        title: what is shown.
        unit: of all numbers.
        names: of the parts, for the legend.
        rows: the label of each bar and its parts.
    """
    longest = max(sum(parts) for _, parts in rows)
    height = 80 + _ROW * len(rows)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 860 {height}" role="img" {_FONT}>',
        f"<title>{escape(title)}</title>",
        f'<rect width="860" height="{height}" fill="#ffffff"/>',
        f'<text x="12" y="24" font-size="16" font-weight="bold" fill="#111">{escape(title)}</text>',
    ]
    x = 12.0
    for colour, name in zip(_COLOURS, names, strict=False):
        lines.append(f'<rect x="{x:.0f}" y="36" width="12" height="12" fill="{colour}"/>')
        lines.append(f'<text x="{x + 17:.0f}" y="47" fill="#111">{escape(name)}</text>')
        x += 34 + 8 * len(name)
    for number, (label, parts) in enumerate(rows):
        y = 66 + _ROW * number
        lines.append(f'<text x="{_LEFT - 10}" y="{y + 15}" text-anchor="end" fill="#111">{escape(label)}</text>')
        x = float(_LEFT)
        for colour, part in zip(_COLOURS, parts, strict=False):
            wide = _SCALE * part / longest
            lines.append(f'<rect x="{x:.1f}" y="{y}" width="{wide:.1f}" height="20" fill="{colour}"/>')
            x += wide
        lines.append(f'<text x="{x + 6:.1f}" y="{y + 15}" fill="#111">{sum(parts):.3g} {escape(unit)}</text>')
    return "\n".join([*lines, "</svg>", ""])
