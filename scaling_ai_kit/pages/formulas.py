# ruff: noqa: RUF001 - signs of formulas
"""Convert the TeX formulas in answers to MathML, which browsers draw offline."""

import re
from html import escape, unescape

_FORMULA = re.compile(r"\$\$(?P<block>[^$]+)\$\$|(?<![\\$\w])\$(?P<inline>[^$\n]+)\$(?!\w)")
_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|[{}^_]|\d+(?:\.\d+)?|[A-Za-z]|\S")
_SIGNS = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "theta": "θ",
    "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "pi": "π", "rho": "ρ", "sigma": "σ",
    "tau": "τ", "phi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Delta": "Δ", "Sigma": "Σ",
    "Phi": "Φ", "Omega": "Ω", "sum": "∑", "prod": "∏", "int": "∫", "infty": "∞", "cdot": "·",
    "times": "×", "pm": "±", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠", "neq": "≠",
    "approx": "≈", "sim": "∼", "in": "∈", "to": "→", "rightarrow": "→", "partial": "∂", "mid": "|",
    "ldots": "…", "dots": "…", "log": "log", "ln": "ln", "exp": "exp", "max": "max", "min": "min",
    "Pr": "Pr", "%": "%", "$": "$", "&": "&", "#": "#", "_": "_", "{": "{", "}": "}",
}  # fmt: skip
_SPACES = {",": 0.2, ";": 0.3, " ": 0.3, "quad": 1, "qquad": 2}  # widths in em
_ACCENTS = {"hat": "^", "bar": "¯", "tilde": "~", "vec": "→"}
_TEXTS = {"text", "mathrm", "operatorname", "mathbf", "textbf", "mathit"}
_BRACKETS = frozenset("()[]|")
_DEEPEST = 20


def with_formulas(html: str) -> str:
    """Replace formulas between dollar signs by MathML.

    A formula with an unknown command stays as its author wrote it.
    """
    return _FORMULA.sub(_as_mathml, html)


def _as_mathml(formula: re.Match[str]) -> str:
    source = unescape(formula["block"] or formula["inline"])
    if "<" in source and re.search(r"<[a-z/]", source):
        return formula[0]
    try:
        return mathml(source, block=bool(formula["block"]))
    except ValueError:
        return formula[0]


def mathml(source: str, *, block: bool = False) -> str:
    """Convert a formula to MathML.

    Parameters
    ----------
    source
        The formula in TeX, without its dollar signs.
    block
        Whether it has its own line.

    Raises
    ------
    ValueError
        If a command is unknown, or the brackets don't match.
    """
    inner = _row(_Tokens(_TOKEN.findall(source)), 0)
    display = ' display="block"' if block else ""
    return f'<math{display} aria-label="{escape(source)}">{inner}</math>'


class _Tokens:
    """The tokens that haven't been read yet."""

    def __init__(self, tokens: list[str]) -> None:
        self._left = tokens[::-1]

    def peek(self) -> str:
        """Return the next token, or an empty string."""
        return self._left[-1] if self._left else ""

    def take(self) -> str:
        """Return the next token and move past it."""
        if not self._left:
            raise ValueError("the formula ends too early")
        return self._left.pop()


def _row(tokens: _Tokens, depth: int) -> str:
    parts = []
    while tokens.peek() and tokens.peek() != "}":
        parts.append(_scripted(tokens, depth))
    if depth == 0 and tokens.peek():
        raise ValueError("one bracket too many")
    return f"<mrow>{''.join(parts)}</mrow>"


def _scripted(tokens: _Tokens, depth: int) -> str:
    base = _atom(tokens, depth)
    scripts = {}
    while (sign := tokens.peek()) in {"^", "_"} and sign not in scripts:
        tokens.take()
        scripts[sign] = _atom(tokens, depth)
    if scripts.keys() == {"^", "_"}:
        return f"<msubsup>{base}{scripts['_']}{scripts['^']}</msubsup>"
    if "^" in scripts:
        return f"<msup>{base}{scripts['^']}</msup>"
    return f"<msub>{base}{scripts['_']}</msub>" if scripts else base


def _atom(tokens: _Tokens, depth: int) -> str:
    if depth > _DEEPEST:
        raise ValueError("nested too deeply")
    token = tokens.take()
    if token == "{":  # noqa: S105 - part of a formula
        inner = _row(tokens, depth + 1)
        tokens.take()
        return inner
    if token.startswith("\\"):
        return _command(token[1:], tokens, depth)
    if token in _BRACKETS:  # they stretch only after \left and \right
        return f'<mo stretchy="false">{token}</mo>'
    if token == "-":  # noqa: S105 - part of a formula
        return "<mo>−</mo>"
    kind = "mn" if token[0].isdigit() else "mi" if token.isalpha() else "mo"
    return f"<{kind}>{escape(token)}</{kind}>"


def _word(tokens: _Tokens) -> str:
    """Return a formula's text, without its spaces."""
    if tokens.take() != "{":
        raise ValueError("a text without its bracket")
    letters = []
    while (token := tokens.take()) != "}":
        letters.append(token)
    return "".join(letters)


def _command(name: str, tokens: _Tokens, depth: int) -> str:
    if name in {"frac", "dfrac", "tfrac"}:
        return f"<mfrac>{_atom(tokens, depth + 1)}{_atom(tokens, depth + 1)}</mfrac>"
    if name == "sqrt":
        return f"<msqrt>{_atom(tokens, depth + 1)}</msqrt>"
    if name in {"left", "right"}:
        bracket = tokens.take()
        return f"<mo>{escape(bracket)}</mo>" if bracket in _BRACKETS else ""
    if name in _ACCENTS:
        return f"<mover>{_atom(tokens, depth + 1)}<mo>{_ACCENTS[name]}</mo></mover>"
    if name in _TEXTS:
        return f"<mtext>{escape(_word(tokens))}</mtext>"
    return _sign(name)


def _sign(name: str) -> str:
    if name in _SPACES:
        return f'<mspace width="{_SPACES[name]}em"/>'
    if name not in _SIGNS:
        raise ValueError(f"unknown command {name}")
    sign = _SIGNS[name]
    return f"<mi>{sign}</mi>" if sign.isalpha() else f"<mo>{escape(sign)}</mo>"
