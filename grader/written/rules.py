"""What similarity cannot tell: figures and what they count, denials, and contradictions.

Vectors of "fewer than 20% scale" and "fewer than 20% experiment" are close; so are those of a claim
and of its contrary. These rules read the words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from grader.written.encoder import Encoded, Encoder, Floats
from grader.written.rubric import words

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


_DENIES = re.compile(
    r"\b(?:should|must|need|ought to|may|shall)\s?(?:not|n['\u2019]?t)\b(?! (?:only|just|yet|forget|underestimate"
    r"|stop|wait|be afraid))"
    r"|\b(?:shouldn|mustn|needn)['\u2019]?t\b(?! (?:only|just|forget|stop|wait|be afraid))"
    r"|\b(?:do|does)(?: not|n['\u2019]t) (?:need|have to|require|matter)\b"
    r"|\bno (?:need|reason to|use in|point in|necessity|sense in)\b"
    r"|\bunnecessary|\bneedless|\buseless|\bpointless|\bwaste of\b|\bsuperfluous|\bdispensable|\bdispensed with"
    r"|(?:n['\u2019]t|\bnot) (?:really )?(?:necessary|needed|required|important|worth)\b"
    r"|\b(?:nobody|no one) needs\b|\bbad practice\b|\babolish|\bno more needed\b|\bcan be left out\b"
    r"|\bwould be (?:a mistake|wrong)\b|\bplay(?:s)? no (?:part|role)|\bhardly matter|\bnever (?:let|train|"
    r"retrain|monitor|explain|involve|start|use)\b",
    re.IGNORECASE,
)
_SPEAKS_AGAINST = re.compile(
    r"\b(?:contribut\w* nothing|nothing to do with|isn['\u2019]t|aren['\u2019]t|not true|makes? (?:it|things) worse"
    r"|is not|are not|would be wrong|no (?:effect|influence|need)|does(?:n['\u2019]t| not)|do(?:n['\u2019]t| not)"
    r"|unnecessary|not needed|better (?:if|when|not)|harm\w*)\b",
    re.IGNORECASE,
)


def speaks_against(text: str) -> bool:
    """Tell whether a passage may deny something."""
    return denies(text) or bool(_SPEAKS_AGAINST.search(text))


def argues_against(question: str, texts: Sequence[str]) -> bool:
    """Tell whether an answer denies what the rubric asks for: not once, but time and again.

    Of 360 honest answers three do; of 15 that turn the right claims round, 13.
    """
    if question == "Q8":  # whose answers should disagree with what was asked
        texts = [text for text in texts if not disagrees(text)]
    plain = sum(
        denies(text) or denies_claim(text) or bool(contrary(question, text)) for text in texts
    )
    broad = sum(map(speaks_against, texts))
    return plain >= 2 or (broad >= 2 and broad >= 0.5 * len(texts))


_NO_DRIFT = re.compile(
    r"\b(?:no|without|nor|never|neither)\b (?:\w+ ){0,2}(?:drift|decay|shift)\w*\b"
    r"|(?:\b(?:not|never)\b|n['\u2019]t\b) (?:really |at all |a case of |due to |any |because of )*"
    r"(?:\w+ )?(?:drift|decay|shift)\w*\b",
    re.IGNORECASE,
)
_CONTRAST = re.compile(
    r"\b(?:but|rather|only|alone|just|yet|instead|unless|until|if)\b|[;:]", re.IGNORECASE
)


def finds_no_drift(text: str) -> bool:
    """Tell whether a passage denies that anything drifted, and says nothing in its place."""
    return bool(_NO_DRIFT.search(text)) and not _CONTRAST.search(text)


_NOT_ONLY = re.compile(
    r"\bnot (?:only|just|merely|simply|enough|sufficient)\b|\bnever ends?\b", re.IGNORECASE
)


def denies(text: str) -> bool:
    """Tell whether a passage speaks against doing something."""
    return bool(_DENIES.search(text)) and not _NOT_ONLY.search(text)


_NOT_OR_HARDLY = r"(?:\b(?:not|never|hardly)\b(?! (?:only|just|merely|simply))|n['\u2019]t\b)"
_ORGANISATION = r"\b(?:organi[sz]ation\w*|cultur\w*|process\w*|change management|habits?)\b"
_CONTRARY = {
    "Q1": (
        (
            re.compile(
                r"\b(?:only|pure(?:ly)?|always|solely|entirely|just)\b[^.]{0,40}\balgorithm",
                re.IGNORECASE,
            ),
            ("why",),
        ),
        (
            re.compile(
                r"\b(?:no|not|never|nor)\b[^.,;]{0,60}\b(?:organi[sz]ation\w*|people|data|owner\w*|culture)\b[^.]{0,60}"
                r"\b(?:algorithm|role|influence|part|reason|cause)",
                re.IGNORECASE,
            ),
            ("why",),
        ),
        (
            re.compile(
                r"\bgap\b[^.]{0,40}\bmyth\b|\bno (?:real |such |true )?(?:[\w ]{0,20})?(?:gap|difference|distance)\b",
                re.IGNORECASE,
            ),
            ("gap",),
        ),
    ),
    "Q8": (
        (
            re.compile(
                rf"\b(?:engineers?|managers?|translators?|experts?|others?|everyone else|roles?)\b[^.,;]{{0,40}}"
                rf"(?:\b(?:superfluous|dispens\w+|unnecessary|useless)\b|{_NOT_OR_HARDLY}[^.,;]{{0,20}}"
                rf"\b(?:need\w*|matter\w*|necessary|important|required)\b)",
                re.IGNORECASE,
            ),
            ("roles",),
        ),
        (
            re.compile(
                r"\bdata scientists?\b[^.,;]{0,40}\b(?:largest|biggest|most|majority|all you need|everything)\b",
                re.IGNORECASE,
            ),
            ("share",),
        ),
        (
            re.compile(
                rf"(?:{_NOT_OR_HARDLY}|\bnothing to do with|\b(?:no|little) (?:trouble|problem|difficulty|to do) with)"
                rf" (?:about |a (?:matter|question) of )?(?:the |an? |our )?{_ORGANISATION}"
                rf"|\bno amount of \W?{_ORGANISATION}|{_ORGANISATION}[^.,;]{{0,30}}"
                rf"(?:\b(?:no (?:role|part)|irrelevant|unimportant|secondary)|{_NOT_OR_HARDLY} matter)\b",
                re.IGNORECASE,
            ),
            ("org",),
        ),
    ),
}


def contrary(question: str, text: str) -> set[str]:
    """Return the points whose contrary a passage says, which similarity takes for the point."""
    found = _CONTRARY.get(question, ())
    return {point for pattern, points in found if pattern.search(text) for point in points}


_CLAIM_DENIED = re.compile(
    r"\b(?:wrong|untrue|false|nonsense|a (?:complete |common )?(?:myth|misconception|fallacy)|no[t]? (?:at all )?(?:true|the case)"
    r"|n['\u2019]t (?:true|the case)|nor is it (?:true|the case)|incorrect) (?:that|to (?:say|think|claim|believe))\b"
    r"|\bi (?:also |would )?(?:reject|deny|dispute) (?:that|the (?:idea|claim|view) that)\b",
    re.IGNORECASE,
)


# Only of figures: "I doubt that a better model would help" makes a point.
_FIGURE_DOUBTED = re.compile(
    r"\bi (?:very much |strongly |really )?doubt\b"
    r"|\bi (?:do ?n['\u2019]?t|do not|cannot|can['\u2019]?t) (?:really |quite )?(?:believe|think|accept)\b"
    r"|\b(?:nobody|no one|no-one|hardly any(?:body|one)|few people) (?:\w+ )?(?:says?|claims?|believes?|thinks?) that\b"
    r"|\b(?:lie|rumou?r|legend|fairy tale|exaggeration|invention) that\b"
    r"|\bno (?:survey|stud(?:y|ies)|source|evidence|data|research) (?:\w+ )?(?:shows?|says?|finds?|supports?|confirms?|suggests?|that)\b",
    re.IGNORECASE,
)


def denies_claim(text: str) -> bool:
    """Tell whether a passage says that what it states is not so: "it is untrue that few scale"."""
    doubted = _FIGURE_DOUBTED.search(text) is not None and bool(figures(text))
    return doubted or bool(_CLAIM_DENIED.search(text))


_NOT = r"(?:not|n['\u2019]t|never)"
_STATEMENT = r"(?:statement|claim|sentence|thesis|view|assertion|proposition|idea|premise|saying)"
# Whose part is denied matters: "I think that culture is not the main challenge" rejects nothing.
_HIRING = r"\b(?:hiring|recruit\w*|scientists|talent|headcount)\b[^.,;]{0,40}?"
_IS_NOT = r"(?:\b(?:is|are|was|be) not|['\u2019]s not|\b(?:is|are|was)n['\u2019]t)\b"
_MAIN = (
    r"\b(?:(?:main|biggest|chief|principal|key|greatest|primary|core|central|crucial|decisive|real|major)"
    r" (?:challenge|problem|obstacle|bottleneck|difficulty|issue|barrier|hurdle|constraint|thing|point)"
    r"|bottleneck|limiting factor|crux)"
)
_REJECTS = re.compile(
    r"(?<!\bor )(?<!\bagree and )\b(?:i ?(?:strongly |fully |clearly |would |must )*)?disagree\b(?! with (?:each|one))(?!\?)|\bdisagreement\b"
    rf"|\b{_NOT} (?:fully |entirely |quite |completely |really )?(?:agree|sign|share th|subscribe)|\bdo ?n['\u2019]?t agree"
    rf"|(?:n['\u2019]t|cannot|can ?not) (?:fully |really )?(?:agree|sign|subscribe|support|share|confirm|accept) ?(?:this|that|the|it|to|with|[.,;!]|$)"
    rf"|\b{_STATEMENT}\b.{{0,40}}\b(?:wrong|false|incorrect|mistake\w*|misleading|myth|misses|misconception|rejected|too (?:short|simple|narrow)"
    rf"|fails|falls short|goes too far|{_NOT} (?:true|correct|right|hold|convinc\w*))"
    rf"|\b{_STATEMENT}\b.{{0,20}}n['\u2019]t (?:true|correct|right|hold|convince)"
    r"|^\W*(?:(?:so|position|hence|therefore)\b\W*)?(?:no|nope|wrong|false|definitely not)\b(?!\. ?\d)\s*(?:[.,!;:\u2013\u2014-]|$)|^\W*not (?:really|at all)\b"
    r"|\b(?:i say|i['\u2019]d say|answer is|answer['\u2019]s|so|hence|therefore) (?:a )?(?:plain |clear |clearly )?no\b\W*$"
    r"|\bit['\u2019]?s? (?:is )?a (?:big |common |widespread )?(?:myth|mistake|misconception)\b(?! to (?!think|believe|say|assume))"
    r"|\bi (?:would |['\u2019]d |therefore |should |must |thus |clearly )*(?:contradict|contest|reject|dispute|refute)\b|\breject (?:the|this|that) "
    r"|\bopposite (?:view|position|opinion)\b|\bi (?:am of|have|am having) (?:a )?(?:different|another) opinion\b"
    r"|\b(?:he|she|they|that|this|it)(?:['\u2019]d| would) be wrong\b|\bwrong way (?:a?round)\b"
    r"|\bturn (?:it|the (?:sentence|statement)) (?:a)?round\b"
    r"|\b(?:main|real|true|bigger|biggest|actual|hard(?:er|est)?) (?:challenge|problem|bottleneck|difficulty|obstacle|part|issue)s?\b"
    r"[^.]{0,60}\b(?:not|rather than|except|instead of|lies? elsewhere|and not)\b"
    rf"|(?:{_HIRING}|\b(?:it|this|that|they) ?){_IS_NOT}[^.,;]{{0,12}}{_MAIN}"
    rf"|\b(?:do ?n['\u2019]?t|do not|cannot) (?:\w+ )?(?:believe|think|see|find) (?:that )?(?:{_HIRING}|(?:it|this|that|they)(?: is| was| are|['\u2019]s) [^.,;]{{0,12}}){_MAIN}"
    rf"|\bnot (?:the |so much )?(?:\w+ ){{0,3}}(?:hiring|recruit\w*|scientists|talent)\b[^.;]{{0,40}}\bbut (?!also\b)"
    rf"|\b{_NOT} (?:\w+ )?(?:convinced|persuaded)\b",
    re.IGNORECASE,
)
_NOT_REJECTS = re.compile(
    rf"(?:\b{_NOT}|n['\u2019]t|\bno reason to)\b[^.,;]{{0,20}}\bdisagree", re.IGNORECASE
)
_PARTLY = re.compile(
    r"\bagree\w* (?:only|on one condition|partly|in part|under|if|as long|provided|to (?:some|a certain))"
    r"|\b(?:partly|partially|only half|half) (?:agree|true|right)\b",
    re.IGNORECASE,
)
_AGREES = re.compile(
    r"\bi (?:fully |completely |strongly |totally |do |quite |entirely )*agree\b(?! (?:only|on one|partly|in part|under|if|as long|provided|to (?:some|a)))"
    rf"|\b{_STATEMENT}\b (?:is|seems|sounds) (?:\w+ )?(?:true|right|correct|accurate)\b|\bhence (?:recruiting|hiring) is\b"
    r"|\byes,? (?:it is|i (?:do|agree)|hiring)|^\W*(?:yes|true|agreed|correct)\b\s*[.,!;:]"
    r"|\b(?:it is|it['\u2019]s) (?:indeed |certainly )?the (?:main|principal|biggest|key) (?:challenge|obstacle|problem)\b",
    re.IGNORECASE,
)


def disagrees(text: str) -> bool:
    """Tell whether a passage speaks against the statement in question, or for it on a condition."""
    return rejects(text) or bool(_PARTLY.search(text))


def rejects(text: str) -> bool:
    """Tell whether a passage speaks against the statement in question, and not only against a part.

    All 154 honest training answers with such a passage earn the point for a stance.
    """
    unsaid = _PARTLY.search(text) or _NOT_REJECTS.search(text)
    return bool(_REJECTS.search(text)) and not unsaid


def agrees(text: str) -> bool:
    """Tell whether a passage agrees with the statement in question."""
    return bool(_AGREES.search(text)) and not disagrees(text)


_WHOLLY = r"(?:fully|completely|totally|entirely|wholly|absolutely|perfectly)"
_IT = rf"(?:it|this|that|(?:the|this|that) (?:{_STATEMENT}|quote|quotation))"
_AGREES_WHOLLY = re.compile(
    rf"\b(?:{_WHOLLY}|also|finally|in the end i) agree (?:{_WHOLLY} )?with {_IT}\b"
    rf"|\bagree with {_IT} (?:{_WHOLLY}|as it stands|after all)\b|\bagree {_WHOLLY} with {_IT}\b"
    rf"|\b{_IT} is (?:{_WHOLLY} (?:right|true|correct)|(?:right|true|correct) after all)\b",
    re.IGNORECASE,
)


def takes_both_sides(texts: Sequence[str]) -> bool:
    """Tell whether an answer disagrees with the statement in question and agrees with all of it."""
    return any(map(disagrees, texts)) and any(map(_AGREES_WHOLLY.search, texts))


_RETRACTS = re.compile(
    r"\b(?:in truth|in reality|in fact|actually|to be exact|strictly speaking|on reflection|then again"
    r"|come to think)\b[^.;]{0,60}\b(?:not|no|never|nothing|nobody|none|myth|false|untrue|wrong)\b"
    r"|\b(?:in truth|in reality|in fact|actually)\b[^.;]{0,60}n['\u2019]t\b"
    r"|\bwhich (?:is|was|are) (?:untrue|false|wrong|not true|not advisable|nonsense|a myth)"
    r"|\b(?:figure|number|share|claim|this|that|it)\b[^.;]{0,20}\bturned out (?:to be )?(?:wrong|false|untrue)\b"
    r"|; no, (?:that|this|it|one)\b"
    r"|(?<!\bwhere )(?<!\bwhen )(?<!\bwhether )(?<!\bif )(?<!\bwhy )(?<!\bhow )(?<!\boften )"
    r"\b(?:that|this|it) (?:is|was|would be) (?:not (?:so|true|the case|right|correct)|untrue|false"
    r"|a myth|nonsense|wrong)\b"
    r"|\bi (?:would )?(?:advise|recommend|argue|speak) against|\bthough really no\b"
    r"|\bexcept that\b[^.;]{0,50}\b(?:always|never|no|not|all)\b"
    r"|\balthough (?:strictly speaking|no|none|in fact|really)\b"
    r"|\bwhich means that\b[^.;]{0,40}\b(?:forbidden|not|no|never)\b"
    r"|\bbut (?:in fact|really|actually|in truth|this information)\b[^.;]{0,50}"
    r"(?:\b(?:not|no|never|nothing|forbidden|secret)\b|n['\u2019]t\b)"
    r"|\bis (?:a )?(?:complete |total |pure )?(?:myth|nonsense|fiction)\b"
    r"|\bthe (?:opposite|contrary|reverse) is (?:true|the case)\b|\bquite the (?:opposite|contrary|reverse)\b"
    r"|\bthis (?:benefit|advantage|gap|problem|risk|effect|difference) does not exist"
    r"|\b(?:these|those|such|both|the) (?:figures|numbers|percentages|shares) (?:are|were) (?:all |both |simply |just )*"
    r"(?:made up|invented|wrong|false|untrue|nonsense|not true)\b",
    re.IGNORECASE,
)


def retracts(text: str) -> bool:
    """Tell whether a passage takes back what it, or the one before it, has said.

    Of 756 honest answers five do so once and none does twice; of five in which each claim is taken
    back, all do three times.
    """
    return bool(_RETRACTS.search(_QUOTED.sub(" ", text)))


_QUOTED = re.compile(r"\"[^\"]{1,200}\"|\u201c[^\u201d]{1,200}\u201d")
"""What somebody else says: "the thing is nonsense" takes nothing back."""
_CHANGED_MIND = re.compile(
    r"\b(?:made me|i have|i|must|to) chang(?:e|ed) my mind\b|\bwhat i (?:wrote|said|have written|have said)\b|\bin (?:another|a different) light\b"
    r"|\bno longer (?:believe|hold|stand by) (?:this|that|it|what|any)\b"
    r"|\b(?:i|must|to|now)\b[^.,;]{0,20}\b(?:take|took) (?:this|that|it|all of (?:this|that|it)) back\b"
    r"|\b(?:have to|must|should|i) correct (?:this|that|it|myself)\b|\bconcede the point\b"
    r"|\b(?:up)?on (?:second thoughts?|reflection)\b",
    re.IGNORECASE,
)


def changes_mind(text: str) -> bool:
    """Tell whether a passage takes back what stands anywhere before it."""
    return bool(_CHANGED_MIND.search(text))


_NEGATION = re.compile(
    r"\b(?:not|no|never|none|nothing|neither|nor|without|cannot|myth|superfluous|dispensed|wrong|hardly"
    r"|unnecessary|slower|far|although|disagree|negligible|only real|entirely right|impossible|irrelevant)\b"
    r"|n['\u2019]t\b",
    re.IGNORECASE,
)
_SAME, _SAME_PART = 0.65, 0.65
_FEW, _MOST_PARTS = 5, 6
_PARTS = re.compile(
    r"[,;:]\s*(?:but|although|though|yet|however|and|which is why|so|while)?\s*"
    r"|\s+(?:but|although|though|yet|however|and also|which is why|while)\s+",
    re.IGNORECASE,
)


def contradicts(texts: Sequence[str], encoded: Sequence[Encoded], by: Encoder) -> bool:
    """Tell whether two passages, or two parts of one, say nearly the same, one of them denied.

    Short answers that argue in earnest rarely repeat a sentence with a *not* in it.
    """
    long = [k for k, text in enumerate(texts) if len(words(text)) >= _FEW]
    whole = [(texts[k], encoded[k].plain) for k in long]
    if any(_both_ways(text) for text in texts) or _clash(whole, _SAME):
        return True
    return any(_parts_clash(text, by) for text in texts)


def _parts_clash(text: str, by: Encoder) -> bool:
    parts = [part.strip() for part in _PARTS.split(text) if len(part.split()) >= 3]
    denied = [bool(_NEGATION.search(part)) for part in parts]
    if not 2 <= len(parts) <= _MOST_PARTS or all(denied) or not any(denied):
        return False
    vectors = [one.plain for one in by.encode(parts)]
    return _clash(list(zip(parts, vectors, strict=True)), _SAME_PART)


def _clash(said: Sequence[tuple[str, Floats]], same: float) -> bool:
    """Tell whether two of these are alike, and one is denied and the other is not."""
    if len(said) < 2:
        return False
    matrix = np.array([vector for _, vector in said])
    alike = matrix @ matrix.T >= same
    denied = np.array([bool(_NEGATION.search(text)) for text, _ in said])
    return bool((alike & (denied[:, None] != denied[None, :])).any())


_BOTH = re.compile(
    r"\bi (?:fully |completely |strongly )?agree\b.{0,80}\b(?:and|but) (?:i )?(?:also )?disagree"
    r"|\b(?:faster|quick|quicker)\b.{0,60}\bbut (?:it'?s |it is |also )?slower"
    r"|\band never when\b|\band avoid the\b",
    re.IGNORECASE,
)


def _both_ways(text: str) -> bool:
    return bool(_BOTH.search(text))
