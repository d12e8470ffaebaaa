"""Text in CSV files that people open with a spreadsheet, which takes some of it for formulas."""

from __future__ import annotations

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # how a text begins that a spreadsheet would compute


def shown(text: str) -> str:
    """`text` for a cell, marked where a spreadsheet would compute it."""
    return f"'{text}" if text.startswith(FORMULA) else text


def meant(cell: str) -> str:
    """The text that `shown` made `cell` of."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(FORMULA) else cell
