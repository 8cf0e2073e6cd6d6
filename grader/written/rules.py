"""What similarity cannot tell: denials, stances and contradictions.

Vectors of a claim and of its contrary are close. These rules read the words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from grader.written.encoder import Encoded, Encoder, Floats
from grader.written.figures import figures
from grader.written.rubric import words

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
