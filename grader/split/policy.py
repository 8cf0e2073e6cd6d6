"""What a test cell may take from the student's process: values always, proxies where allowed.

A run of the instructor's own solution records, for each test cell, by which path a proxy came
(``model``, ``model.predict()``) and which operators were delegated to it. When a submission is
graded, a proxy on a path where the reference gave a value is refused, and so is every operator the
reference did not need. This is what stops objects that lie about being equal.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from grader.split.both.plain import TYPES
from grader.split.hooks import Refused
from grader.split.judgements import EXCEPTIONS, GAPS, GROUPS, JUDGEMENTS, LOOKS_FOR, MISSING, UNTOLD
from grader.split.kinds import (
    ALWAYS,
    CLASS,
    ESTIMATOR_VALUE,
    FAMILIES,
    LAZY,
    MEMBER,
    RECORD,
    SUSPECT,
    VALUE,
    in_words,
)
from grader.split.paths import (
    ARGUMENT,
    CONSTRUCTED,
    ESTIMATORS_AT,
    GIVEN,
    ITEM,
    READINGS,
    SET,
    upwards,
)
from grader.split.raised import finest, is_one

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass
class Policy:
    """The rule for one test cell.

    Parameters
    ----------
    kinds : dict of str to list of str, optional
        For each path, the kinds of what came by it in the reference run: *value*, *function*,
        *class*, *instance*, *generator*. None without a reference.
    operators : dict of str to list of str, optional
        For each path, the operators that the reference run delegated.
    recording : bool
        Whether this *is* the reference run: then everything is allowed, and noted.
    test : str, optional
        The text of the test, which is all there is to go by without a reference.
    argument : str, optional
        What is said of an argument of the student's.
    """

    kinds: dict[str, list[str]] | None = None
    operators: dict[str, list[str]] | None = None
    recording: bool = False
    refusals: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    test: str = ""
    argument: str = f"`{ARGUMENT}`"

    def admit(self, path: str, kind: str) -> None:
        """Allow a proxy on a path, or refuse it."""
        if self.recording:
            _note(self.kinds, path, kind)
            return
        if self.fits(path, kind):
            return
        known = (self.kinds or {}).get(path) or [VALUE]
        self.refuse(f"`{path}` should be {in_words(known[0])}, but is {in_words(kind)}")

    def fits(self, path: str, kind: str) -> bool:
        """Tell whether a kind may stand on a path."""
        known = None if self.kinds is None else self.kinds.get(path)
        if path.startswith(SET) and self.kinds is not None and not self.recording:
            return kind in LAZY or kind in ALWAYS
        if self.kinds is None and kind == "exception":
            return bool(CONSTRUCTED.match(path) or EXCEPTIONS.search(self.test))
        free = kind in LAZY or kind in ALWAYS
        if self.recording or (known is None and kind not in SUSPECT):
            return self.recording or free or self._fits_below(path, kind)
        return free or self._fits(kind, set(known or [VALUE]) - FAMILIES)

    @staticmethod
    def _fits(kind: str, known: set[str]) -> bool:
        """Tell whether a proxy may stand where the reference had these kinds.

        An estimator may stand for another, whether that one travels by value or not, and so may
        any object, and a class that holds what is asked for: where the reference had an estimator
        its score is measured, not asked for.
        """
        if kind in SUSPECT:
            return kind in known
        if kind in {"estimator", "instance", CLASS} and known & {"estimator", ESTIMATOR_VALUE}:
            return True
        return bool(known - {VALUE, ESTIMATOR_VALUE, "estimator", "exception"} - LAZY)

    def _fits_below(self, path: str, kind: str) -> bool:
        """Tell whether a kind may stand on a path that the reference did not have.

        Below a plain value nothing judges. Below an estimator stand its methods, and estimators
        where scikit-learn asks for such; their scores are measured.
        """
        known = self._nearest(path) - FAMILIES
        if known and path.endswith(ITEM):
            return kind != "instance"
        if known and known <= {VALUE, RECORD, MEMBER, *LAZY}:
            return False
        if known and known <= {ESTIMATOR_VALUE, "estimator"}:
            told = ".__sklearn_" in path or path.endswith(ESTIMATORS_AT)
            return told or kind == "function"
        return True

    def is_data(self, path: str) -> bool:
        """Tell whether the reference had nothing but plain values here, or one level above."""
        if path.startswith(SET):
            return not self.recording and self.kinds is not None
        known = self._nearest(path) - FAMILIES
        return not self.recording and bool(known) and known <= {VALUE, ESTIMATOR_VALUE, *LAZY}

    def _nearest(self, path: str) -> set[str]:
        """Return what the reference had on a path or, where it had none, on the next above it."""
        kinds = self.kinds or {}
        return set(next((kinds[place] for place in upwards(path) if place in kinds), ()))

    def value(self, path: str, kind: str) -> None:
        """Note that a value came by a path."""
        if self.recording:
            _note(self.kinds, path, kind)

    def ask_method(self, path: str, name: str) -> None:
        """Refuse methods that are usually asked for a judgement.

        Where there is a reference, an object has them as far as one of the reference's had; what
        looks for others (a library may) finds none.

        Raises
        ------
        AttributeError
            If the reference's objects were not asked for it.
        """
        if self.recording or name not in JUDGEMENTS:
            return
        if self.kinds is None:
            self.refuse(f"`{path}` is the student's own object, and may not decide .{name}")
        elif not any(place.endswith(f".{name}") for place in self.kinds):
            raise AttributeError(f"`{path}` is the student's own object, and has no .{name} here")

    def may_ask(self, path: str, name: str) -> bool:
        """Tell whether an attribute that a plain value does not have may be fetched.

        Not what numpy looks for in whatever it is given: ``np.mean(x)`` asks ``x.mean``.
        """
        return self.takes_objects(path) or name not in LOOKS_FOR

    def fetches(self, path: str, name: str) -> bool:
        """Tell whether the reference's class, too, did what its plain type could have done."""
        return self.recording or f"{path}.{name}" in (self.kinds or {})

    def takes_objects(self, path: str) -> bool:
        """Tell whether an object of the student's may stand here and do as it likes."""
        if self.recording or self.kinds is None:
            return self.recording or bool(CONSTRUCTED.match(path))
        return bool(set(self.kinds.get(path, ())) & {"instance", "hybrid"})

    def note_given(self, path: str, name: str) -> None:
        """Note that an object of a locked class of this name was handed back by a path."""
        _note(self.kinds, path + GIVEN, name)

    def takes_given(self, path: str, names: list[str]) -> bool:
        """Tell whether an object of the student's of a locked class may stand on a path.

        Where the reference handed back what the test gave it: its class says what it does. So do
        the classes of what such an object holds.

        Parameters
        ----------
        names
            The class and those it comes of.
        """
        if path.startswith(SET):
            return True
        if self.recording or self.kinds is None:
            spoken = any(re.search(rf"\b{re.escape(name)}\b", self.test) for name in names)
            return not self.recording and spoken and not CONSTRUCTED.match(path)
        for place in upwards(path):
            read = [place, *(place + step for step in READINGS)]
            known = {name for one in read for name in self.kinds.get(one + GIVEN, ())}
            if known:
                made = any("instance" in self.kinds.get(one, ()) for one in read)
                return not made and (place != path or not known.isdisjoint(names))
            if place in self.kinds:
                return False
        return False

    def compares_as(self, path: str, names: list[str]) -> bool:
        """Tell whether an object is compared as a locked class does, which the reference's was.

        Parameters
        ----------
        names
            The class and those it comes of.
        """
        if self.recording:
            _note(self.operators, path, f"@{names[0]}")
        if self.recording or self.kinds is None:
            return self.recording or self.takes_given(path, names)
        noted = {one for found in (self.operators or {}).values() for one in found}
        return any(f"@{name}" in noted for name in names)

    def inside(self, path: str) -> str:
        """Return the path by which is judged what a value with methods of its own holds.

        It is read here, but an object may stand there only if the reference's handed over one.
        """
        if self.kinds is None:
            return path + ITEM
        kinds = self.kinds
        read = [path + step for step in READINGS if path + step in kinds]
        if self.recording or any(self.fits(place, "instance") for place in read):
            return path
        known = set(kinds.get(path, ())) - {VALUE, RECORD, MEMBER}
        return (read or [path + ITEM if known == {"hybrid"} else path])[0]

    def tolerates(self, path: str, place: str) -> bool:
        """Tell whether what is not what it seems may stand on a path: where the reference had it.

        ``NA`` and ``masked``, and what turns into them, are neither equal nor unequal to anything,
        and ``all`` takes that for equal. An attribute that can be called may be true of all.
        """
        if self.kinds is None:
            lacks = place.endswith(GAPS) and bool(MISSING.search(self.test))
            return lacks or place.endswith(UNTOLD)
        self.value(path + place, VALUE)
        return self.recording or path + place in self.kinds

    def brings(self, path: str, kinds: list[str]) -> None:
        """Refuse an exception of several built-in kinds that the reference raised one by one.

        ``class Any(A, B)`` of a ValueError and a TypeError would do wherever one of them is due.
        """
        place = f"{path}<kinds>"
        if self.recording:
            _note(self.kinds, place, "+".join(kinds))
        if self.recording or len(kinds) < 2:
            return
        spoken = [name for name in TYPES if re.search(rf"\b{name}\b", self.test)]
        noted = spoken if self.kinds is None else self.kinds.get(place, [])
        due = [set(entry.split("+")) for entry in noted]
        met = finest({name for entry in due for name in entry if is_one(kinds, name)})
        if len(met) > 1 and not any(met <= entry for entry in due):
            self.refuse(f"`{path}` ends with one exception for several: {', '.join(sorted(met))}")

    def brings_own(self, path: str, names: list[str]) -> None:
        """Refuse an exception of several of the student's classes, raised one by one before.

        ``class Any(Insufficient, Invalid)`` would do for both, and so would one class under two
        names.

        Parameters
        ----------
        names
            Of the student's exception classes that the test reads: those that this one is of.
        """
        if self.recording:
            _note(self.kinds, f"{path}<own>", "+".join(names))
        if self.recording or self.kinds is None or len(names) < 2:
            return
        noted = [
            one for place, found in self.kinds.items() if place.endswith("<own>") for one in found
        ]
        if noted and not any(set(names) <= set(one.split("+")) for one in noted):
            self.refuse(f"`{path}` ends with one exception for several: {', '.join(names)}")

    def has_keys(self, path: str) -> bool:
        """Tell whether the reference had keys on a path that need not be places in a list.

        There ``d[0]`` may be another thing than the first of what ``d`` yields.
        """
        if self.kinds is None:
            return True
        return any(f"{place}<keys>" in self.kinds for place in upwards(path))

    def replays(self, path: str) -> bool:
        """Tell whether an iterator stands where the reference had what can be read again."""
        known = self._nearest(path)
        return not self.recording and bool(known) and not known & LAZY

    def lets_through(self, path: str, name: str) -> bool:
        """Tell whether an exception that ends loops or cells may come from a call.

        If it did so in the reference run or, without one, if the test speaks of it.
        """
        if self.kinds is None:
            return name in self.test
        place = f"{path}!{name}"
        self.value(place, VALUE)
        return self.recording or place in self.kinds

    def measures(self, path: str) -> str | None:
        """Tell whether a score is measured here because the reference had an estimator here.

        Returns
        -------
        str or None
            *classifier*, *regressor* or empty if that is not known; None if it is not measured.
        """
        if self.kinds is None:
            return ""
        known = self._nearest(path)
        if self.recording or not known & {"estimator", ESTIMATOR_VALUE}:
            return None
        return next((f for f in ("classifier", "regressor") if f in known), "")

    def permit(self, path: str, operator: str) -> None:
        """Allow to delegate an operator, or refuse it."""
        if not self.permits(path, operator):
            self.refuse(f"`{path}` is the student's own object, and may not decide {operator}")

    def permits(self, path: str, operator: str) -> bool:
        """Tell whether an operator may be delegated; in the reference run it is noted.

        An operator with another operand is noted with its kind (``__eq__:number``): whoever may say
        that two of its own are equal may not say that one of them is 11. On which path does not
        matter: an answer may give back the object itself where the reference made a new one.
        """
        if self.recording:
            _note(self.operators, path, operator)
            return True
        if self.kinds is None:
            return bool(CONSTRUCTED.match(path))
        name, _, operand = operator.partition(":")
        return any(
            name in GROUPS.get(noted, {noted}) and operand == with_what
            for allowed in (self.operators or {}).values()
            for noted, _, with_what in (entry.partition(":") for entry in allowed)
        )

    def note_fields(self, path: str, fields: Iterable[str]) -> None:
        """Note by which fields what stands on a path is compared."""
        if self.recording:
            _note(self.operators, path, "=" + ",".join(fields))

    def fields_compared(self, path: str) -> list[str] | None:
        """Return the fields by which the reference's object was compared, if it was by fields."""
        if self.recording:
            return None
        operators = self.operators or {}
        for place in upwards(path):  # what a class makes is noted where the class came by
            for one in operators.get(place, ()):
                if one.startswith(("=", "__eq__")):
                    return one[1:].split(",") if one.startswith("=") else None
        # An answer may give back the object itself where another makes a new one.
        anywhere = {one for noted in operators.values() for one in noted if one.startswith("=")}
        return anywhere.pop()[1:].split(",") if len(anywhere) == 1 else None

    def swallow(self, path: str, names: list[str]) -> None:
        """Count an exception of the test's that the end of a ``with`` block keeps to itself.

        Parameters
        ----------
        path : str
        names : list of str
            The exception's class, and those that it comes of: where the reference kept one of them
            to itself, others may.
        """
        places = [f"{path}<__exit__>!{name}" for name in names]
        for place in places:
            self.value(place, VALUE)
        expected = (
            names[0] != "AssertionError"
            if self.kinds is None
            else not self.kinds.keys().isdisjoint(places)
        )
        if not (self.recording or expected):
            self.failures.append(f"`{path}` swallowed what the test raised: {names[0]}")

    def refuse(self, reason: str) -> None:
        """Refuse, and remember it: a test cannot swallow a refusal."""
        reason = reason.replace(f"`{ARGUMENT}`", self.argument)
        self.refusals.append(reason)
        raise Refused(reason)


def _note(notes: Any, path: str, what: str) -> None:
    entry = notes.setdefault(path, [])
    if what not in entry:
        entry.append(what)
