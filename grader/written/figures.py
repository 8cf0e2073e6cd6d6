"""Figures in a passage, and what they count: the shares that try and that scale.

Vectors of "fewer than 20% scale" and "fewer than 20% experiment" are close. These rules read the
words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_NUMBERS = {
    "five": 5,
    "seven": 7,
    "eight": 8,
    "ten": 10,
    "twelve": 12,
    "fifteen": 15,
    "sixteen": 16,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "eighty-four": 84,
    "eighty-eight": 88,
    "ninety": 90,
}
_OF = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9}
_COUNTS = {**_OF, "one": 1, "ten": 10, "twenty": 20, "hundred": 100}
_PERCENT = re.compile(
    r"(?<![\d.,])(\d{1,3}(?:[.,]\d)?)\s*\+?\s*(?:%|per\s?cent\b|percent\b|pct\b|p\.c\.)"
    r"|\b(" + "|".join(_NUMBERS) + r")\s*(?:%|per\s?cent|percent)",
    re.IGNORECASE,
)
_RANGE = re.compile(
    r"(\d{1,2})\s*(?:%|per\s?cent|percent)?\s*(?:-|to|and|or|\u2013)\s*(?=\d{1,2}\s*(?:%|per))"
)
_IN = re.compile(
    r"\b(\d{1,2}|"
    + "|".join(_COUNTS)
    + r")\s+(?:\w+\s+)?(?:in|out of|of|from)\s+(?:every\s+|each\s+)?"
    r"(\d{1,3}|" + "|".join(_COUNTS) + r")\b(?!\s*(?:%|per|years|months|weeks|days))",
    re.IGNORECASE,
)
_OVER = re.compile(r"(?<![\d/.])(\d)\s*/\s*(3|4|5|10)(?![\d/.])")
_WORDS = "|".join(sorted(_NUMBERS, key=len, reverse=True))
# "Out of a hundred firms, more than eighty try": what follows is a share without saying so.
_OF_HUNDRED = re.compile(r"\bof (?:(?:a|one|every|each) )?(?:hundred|100)\b", re.IGNORECASE)
_BARE = re.compile(
    r"(?<![\d.,/-])(\d{1,2})(?![\d/%-]|[.,]\d|\s*(?:%|per))|\b(" + _WORDS + r")\b", re.IGNORECASE
)
_WIDE = re.compile(
    r"(\d{1,2})\s*(?:%|per\s?cent|percent)?\s*(?:-|to|and|or|\u2013)\s*(?:almost |nearly |about )?"
    r"(?:(\d{1,2})\s*(?:%|per)|(half))",
    re.IGNORECASE,
)
_WIDEST = 25
"""A range that ends above says no share that few reach."""
_FRACTIONS = (
    (re.compile(r"\bfour[- ]fifths?\b", re.IGNORECASE), 80.0),
    (re.compile(r"\b(?:a|one)[- ](?:small )?fifth\b", re.IGNORECASE), 20.0),
    (re.compile(r"\b(?:a|one)[- ]sixth\b", re.IGNORECASE), 16.7),
    (re.compile(r"\b(?:a|one)[- ]tenth\b", re.IGNORECASE), 10.0),
    (re.compile(r"\bnine[- ]tenths?\b", re.IGNORECASE), 90.0),
    (re.compile(r"\b(?:a|one)[- ]quarter\b", re.IGNORECASE), 25.0),
    (re.compile(r"\bthree[- ]quarters?\b", re.IGNORECASE), 75.0),
    (re.compile(r"\b(?:a|one)[- ]third\b", re.IGNORECASE), 33.0),
    (re.compile(r"\b(?:half|a half)\b", re.IGNORECASE), 50.0),
)


def figures(text: str) -> list[tuple[int, float]]:
    """Return the shares that a text names, in percent, each with its place in the text."""
    found = [(m.start(), _value(m[1] or m[2])) for m in _PERCENT.finditer(text)]
    found += [(m.start(), float(m[1])) for m in _RANGE.finditer(text)]
    for match in _IN.finditer(text):
        part, whole = _count(match[1]), _count(match[2])
        if 0 < part < whole and whole in {3, 4, 5, 6, 7, 8, 10, 20, 25, 50, 100}:
            found.append((match.start(), 100 * part / whole))
    found += [(m.start(), 100 * int(m[1]) / int(m[2])) for m in _OVER.finditer(text) if m[1] < m[2]]
    for pattern, value in _FRACTIONS:
        found += [(match.start(), value) for match in pattern.finditer(text)]
    base = _OF_HUNDRED.search(text)
    if base:
        found += [(m.start(), _value(m[1] or m[2])) for m in _BARE.finditer(text, base.end())]
    return sorted(set(found))


def _value(text: str) -> float:
    known = _NUMBERS.get(text.lower())
    return float(known) if known is not None else float(text.replace(",", "."))


def _count(text: str) -> int:
    return _COUNTS.get(text.lower()) or int(text)


_TRIES = re.compile(
    r"\b(?:experiment\w*|tr(?:y|ies|ied|ying)|test(?:s|ed|ing)?|us(?:e|es|ed|ing)|play\w*|pilot(?:s|ed|ing)?"
    r"|start\w*|begin|begun|began|adopt\w*|invest\w*|dabbl\w*|work(?:s|ing)? (?:with|on)|do(?:es|ing)? "
    r"(?:something|some|ai|stuff)|explor\w*|tinker\w*|engag\w*|have (?:ai|a pilot|some)|toy\w*|touch\w*)\b",
    re.IGNORECASE,
)
_BEYOND = re.compile(
    r"\b(?:scal\w+|beyond|past|production|productive|enterprise|roll\w*|succe\w+|go(?:es)? live|fully|make it"
    r"|made it|makes it|making it|manag\w*|reach\w*|out of (?:the )?pilot|from (?:the )?pilots? (?:in)?to"
    r"|deploy\w*|everywhere|achiev\w*|across the|whole|throughout|(?:company|organi[sz]ation|firm|business)[- ]?wide"
    r"|daily|everyday|day[- ]to[- ]day|real use|finish\w*)\b",
    re.IGNORECASE,
)
_EXPERIMENTS = re.compile(
    r"\b(?:experiment\w*|tr(?:y|ies|ied|ying)|test(?:s|ed|ing)?|dabbl\w*|play\w*|toy\w*|tinker\w*|explor\w*"
    r"|start\w*|beg[iau]n\w*)\b",
    re.IGNORECASE,
)
_FAILS = re.compile(
    r"\b(?:fail\w*|stuck|never|don'?t|doesn'?t|do not|does not|not|cannot|can'?t|stall\w*|struggl\w*|remain\w*"
    r"|stay\w*|dies?|died|dead|stop\w*|unable|without|no(?:ne)?|lost|abandon\w*|scrap\w*)\b",
    re.IGNORECASE,
)
_NOT_EVEN = re.compile(r"\bnot (?:even|more than|quite|over)\b", re.IGNORECASE)
_EXPERIMENT = re.compile("experiment", re.IGNORECASE)
_CLAUSE = re.compile(
    r"[,;:()]|\s[\u2013\u2014-]\s|\b(?:but|while|whereas|although|though|yet|however|only|and|of which|of whom|compared)\b",
    re.IGNORECASE,
)


_OR_MORE = re.compile(r",? or (?:even )?(?:more|less|fewer|so)\b,?", re.IGNORECASE)
_THE_GAP = re.compile(r"\bscaling gap\b", re.IGNORECASE)
_OTHER_SHARE = re.compile(
    r"\b(?:effort|accura\w+|parameters|of (?:the|their|its|our|all) (?:[\w-]+ )?"
    r"(?:time|work|value|budgets?|spend\w*|money|costs?|revenues?|turnover|staff|employees))\b"
    r"|(?:%|per\s?cent|percent|tenth|fifth) (?:is |are )?(?:about |on |for )?(?:the )?(?:technolog\w+|tech|algorithms?|modelling|coding)\b",
    re.IGNORECASE,
)
# n80 is of organisations: of ten trials, nine may do well.
_OF_TRIALS = re.compile(
    r"[\w.,+-]+\s*(?:%|per\s?cent|percent)?\s*(?:of )?(?:all |the |such )*(?:pilots?|projects?|models?|trials?)\b",
    re.IGNORECASE,
)


SHARES = (
    "any",
    "tries",
    "tries_perhaps",
    "scales",
    "scales_plainly",
    "tries_wrong",
    "scales_wrong",
)


def shares_said(text: str) -> dict[str, bool]:
    """Return what a passage says of the shares that try and that scale.

    Returns
    -------
    dict
        *tries* and *scales* where a figure is right for its clause; *tries_perhaps* where it would
        be, and the clause does not say of what; *scales_plainly* where the clause speaks of scaling
        itself; *tries_wrong* and *scales_wrong* where a figure is given to the other one; *any*
        where there is a figure.
    """
    said = dict.fromkeys(SHARES, False)
    text = _OR_MORE.sub(lambda match: " " * len(match[0]), text)
    found = figures(text)
    places = [place for place, _ in found]
    wide = {m.start() for m in _WIDE.finditer(text) if m[3] or int(m[2]) > _WIDEST}
    for place, value in found:
        said["any"] = True
        clause = _THE_GAP.sub(" ", _around(text, place, places))
        if place in wide or _OTHER_SHARE.search(clause):
            continue
        tries = bool(_TRIES.search(clause))
        beyond = bool(_BEYOND.search(clause))
        fails = bool(_FAILS.search(_NOT_EVEN.sub("only", clause)))
        if value >= 75:
            if beyond and not fails and not _EXPERIMENT.search(clause):
                said["scales_wrong"] = True
            elif fails and not _EXPERIMENT.search(clause):
                said["scales"] = True
            elif _OF_TRIALS.match(text, place):
                continue
            elif tries:
                said["tries"] = True
            else:
                said["tries_perhaps"] = True
        elif value <= 22:
            if (_EXPERIMENTS.search(clause) and not beyond and not fails) or (
                beyond and fails and not tries
            ):
                said["tries_wrong"] = True
            else:
                said["scales"] = True
                said["scales_plainly"] |= beyond and not fails
    return said


def _around(text: str, place: int, places: Sequence[int]) -> str:
    """Return the clause in which a figure stands, with what follows up to the next figure."""
    cuts = [m.start() for m in _CLAUSE.finditer(text)]
    before = sorted(cut for cut in cuts if cut < place - 3 or (text[cut] == "(" and cut < place))
    if before and text[before[-1]] == "(":
        before.pop()  # a figure in brackets belongs to what stands before them
    low = before[-1] if before else 0
    later = [at for at in places if at > place + 2]
    high = min((cut for cut in cuts if cut > place + 12), default=len(text))
    return text[low : min([high, *later]) if later else high]
