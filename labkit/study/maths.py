"""The formulas of a Markdown text as a terminal can show them: `$x_2^\\top$` becomes x₂ᵀ.

Ready-made converters drop the braces of LaTeX, which turns e^{-|z|} + 1 into e^-|z| + 1. Here
what has no small letter of its own keeps its brackets.
"""

from __future__ import annotations

import re

SMALL_UP = dict(zip("0123456789+-=()niT", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱᵀ", strict=True))
SMALL_DOWN = dict(
    zip("0123456789+-=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True)
)
ACCENTS = {"hat": "\u0302", "bar": "\u0304", "tilde": "\u0303", "vec": "\u20d7", "dot": "\u0307"}
SYMBOLS = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε",
    "eta": "η", "theta": "θ", "lambda": "λ", "mu": "μ", "pi": "π", "rho": "ρ", "sigma": "σ",
    "tau": "τ", "phi": "φ", "omega": "ω", "Delta": "Δ", "Sigma": "Σ", "Theta": "Θ",
    "sum": "Σ", "prod": "Π", "partial": "∂", "nabla": "∇", "infty": "∞", "in": "∈",
    "cdot": "·", "times": "×", "odot": "⊙", "pm": "±", "le": "≤", "leq": "≤", "ge": "≥",
    "geq": "≥", "ne": "≠", "neq": "≠", "approx": "≈", "sim": "~", "ll": "≪", "gg": "≫",
    "to": "→", "rightarrow": "→", "leftarrow": "←", "Rightarrow": "⇒", "mapsto": "↦",
    "top": "T", "dots": "…", "ldots": "…", "cdots": "…", "lfloor": "⌊", "rfloor": "⌋",
    "lceil": "⌈", "rceil": "⌉", "mid": "|", "lVert": "‖", "rVert": "‖", "prime": "′",
    "quad": "  ", "qquad": "    ", "left": "", "right": "", "big": "", "Big": "",
    "bigl": "", "bigr": "", "Bigl": "", "Bigr": "", "displaystyle": "", "limits": "",
}  # fmt: skip
PLAIN = {"text", "mathrm", "mathbf", "mathbb", "mathcal", "boldsymbol", "operatorname", "mathit"}
OPERATORS = set("∈·×⊙±≤≥≠≈~≪≫→←⇒↦|")
ATOM = re.compile(r"\d+|\w[\u2080-\u209c\u1d62-\u1d65\u2c7c]*|\([^()]*\)")
TOKEN = re.compile(r"\\([A-Za-z]+)|\\(.)|(\s+)|(.)", re.DOTALL)
FORMULA = re.compile(r"(`[^`]*`)|\$\$(.+?)\$\$|(?<!\\)\$(?!\s)([^$]+?)(?<!\s)\$", re.DOTALL)


def readable(markdown: str) -> str:
    """The text with its formulas written in Unicode; code in backticks stays as it is."""
    return FORMULA.sub(lambda found: found[1] or _escape(formula(found[2] or found[3])), markdown)


def formula(tex: str) -> str:
    """One formula, without its dollars."""
    text = " ".join(_Reader(tex).read().split())
    return re.sub(r"(?<=[⌊⌈∂∇√(]) | (?=[⌋⌉)])", "", text)


def _escape(text: str) -> str:
    """What Markdown would take for its own marks."""
    return re.sub(r"([\\*_`\[\]<])", r"\\\1", text)


class _Reader:
    """Goes through the tokens of a formula once."""

    def __init__(self, tex: str) -> None:
        self._tokens = [found.groups() for found in TOKEN.finditer(tex)]
        self._place = 0

    def read(self, closing: str = "") -> str:
        """Everything up to the `closing` brace, or to the end."""
        parts = []
        while self._place < len(self._tokens):
            if self._tokens[self._place][3] == closing != "":
                self._place += 1
                break
            parts.append(self._one())
        return "".join(parts)

    def _one(self) -> str:
        command, sign, space, letter = self._tokens[self._place]
        self._place += 1
        if command is not None:
            return self._command(command)
        if sign is not None:
            return {"\\": "; ", ",": " ", ";": " ", "!": ""}.get(sign, sign)
        if space is not None:
            return " "
        if letter == "{":
            return self.read("}")
        if letter == "^":
            return _small(self._argument(), SMALL_UP, "^")
        if letter == "_":
            return _small(self._argument(), SMALL_DOWN, "_")
        return {"&": " ", "-": "−"}.get(letter, letter)

    def _command(self, name: str) -> str:
        if name in ("frac", "tfrac", "dfrac"):
            return f"{_bracketed(self._argument())}/{_bracketed(self._argument())}"
        if name == "sqrt":
            return f"√{_bracketed(self._argument())}"
        if name in ACCENTS:
            return self._argument() + ACCENTS[name]
        if name in PLAIN:
            return self._argument().replace("−", "-")
        if name in ("begin", "end"):
            self._argument()
            return {"begin": "[", "end": "]"}[name]
        symbol = SYMBOLS.get(name, f"{name} " if self._letter_follows() else name)
        return f" {symbol} " if symbol in OPERATORS else symbol

    def _letter_follows(self) -> bool:
        rest = self._tokens[self._place : self._place + 1]
        return bool(rest) and bool(rest[0][0] or re.match(r"\w", rest[0][3] or ""))

    def _argument(self) -> str:
        while self._place < len(self._tokens) and self._tokens[self._place][2] is not None:
            self._place += 1
        return self._one() if self._place < len(self._tokens) else ""


def _small(text: str, letters: dict[str, str], mark: str) -> str:
    plain = text.replace("−", "-")
    if plain and all(letter in letters for letter in plain):
        return "".join(letters[letter] for letter in plain)
    return f"{mark}{_bracketed(text)}"


def _bracketed(text: str) -> str:
    return text if ATOM.fullmatch(text) else f"({text})"
