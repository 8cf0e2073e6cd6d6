"""scikit-learn estimators by value, where rebuilding them runs no code of theirs.

An estimator is its class and its attributes, if each of them is a plain value; of fitted ones only
families whose methods are array arithmetic are taken, because a compiled ``predict`` need not check
what it is given. Everything else becomes a proxy.
"""

from __future__ import annotations

import functools
import importlib
import sys
from typing import TYPE_CHECKING, Any

from grader.split.both.known_classes import is_library, loaded_class
from grader.split.both.values import EXTENSIONS, BadValue, Decoder, Encoder, Extension, NotAValue

if TYPE_CHECKING:
    from collections.abc import Collection

_ESTIMATORS = (
    "sklearn.calibration",
    "sklearn.compose",
    "sklearn.decomposition",
    "sklearn.discriminant_analysis",
    "sklearn.dummy",
    "sklearn.ensemble._forest",
    "sklearn.feature_selection",
    "sklearn.impute",
    "sklearn.linear_model",
    "sklearn.model_selection._split",
    "sklearn.naive_bayes",
    "sklearn.pipeline",
    "sklearn.preprocessing",
    "sklearn.tree._classes",
)
_SCORE_FUNCTIONS = ("sklearn.feature_selection", "sklearn.metrics")


def _read_score(decoder: Decoder, node: dict[str, Any]) -> Any:
    if decoder.resolve is not None:
        raise BadValue("a measure outside of an estimator")
    return _score_function(node)


class _Estimators(Extension):
    def __init__(self) -> None:
        self.readers = {
            "estimator": self._read_estimator,
            "members": self._read_members,
            "bunch": _read_bunch,
            "score": _read_score,
            "tree": _read_tree,
        }

    def encode(self, encoder: Encoder, obj: Any) -> Any:
        base = sys.modules.get("sklearn.base")
        if base is None:
            return None
        if isinstance(obj, base.BaseEstimator):
            kind = _class_of(obj)
            travels = is_library(kind, _ESTIMATORS) or (
                is_library(kind, ("sklearn",)) and _is_unfitted(kind, vars(obj))
            )
            return _write_estimator(encoder, obj) if travels else None
        if type(obj) is sys.modules["sklearn.utils"].Bunch:
            return {"t": "bunch", "v": encoder.pairs(obj)}
        trees = sys.modules.get("sklearn.tree._tree")
        if trees is not None and type(obj) is trees.Tree:
            return _write_tree(encoder, obj)
        if encoder.refer is None and callable(obj) and is_library(obj, _SCORE_FUNCTIONS):
            return {"t": "score", "m": obj.__module__, "c": obj.__name__}
        return None

    @staticmethod
    def _read_estimator(decoder: Decoder, node: dict[str, Any]) -> Any:
        kind = _estimator_class(decoder, node, {key for key, _ in node["v"]})
        state = {key: decoder.strictly(value) for key, value in node["v"]}
        made = _rebuilt(decoder, kind, [state])[0]
        _measure(decoder, made)
        return made

    @staticmethod
    def _read_members(decoder: Decoder, node: dict[str, Any]) -> list[Any]:
        if decoder.resolve is not None:
            raise BadValue("members without their ensemble")
        kind, count = _estimator_class(decoder, node, set()), node["n"]
        if not is_library(kind, _ESTIMATORS):
            raise BadValue(f"an ensemble of {node['c']} does not travel")
        same = {key: decoder.strictly(value) for key, value in node["same"]}
        own = {key: [decoder.strictly(part) for part in values] for key, values in node["own"]}
        if not own or any(len(values) != count for values in own.values()):
            raise BadValue("an ensemble whose members have not the same attributes")
        if count > _MOST_MEMBERS:
            raise BadValue(f"an ensemble of {count:,} members")
        states = [same | {key: values[k] for key, values in own.items()} for k in range(count)]
        return _rebuilt(decoder, kind, states)


def _is_unfitted(kind: Any, attributes: Collection[str]) -> bool:
    """Tell whether an estimator has nothing but its parameters."""
    return set(attributes) <= {*kind._get_param_names()}  # noqa: SLF001


def _estimator_class(decoder: Decoder, node: dict[str, Any], attributes: set[Any]) -> type:
    """Return the class of an estimator that arrives as a value."""
    kind = loaded_class(node["m"], node["c"], ("sklearn",))
    if decoder.resolve is not None:
        decoder.seen.add("estimator value")
    base = sys.modules["sklearn.base"].BaseEstimator
    if not (isinstance(kind, type) and issubclass(kind, base)):
        raise BadValue(f"{node['c']} is no estimator")
    if not is_library(kind, _ESTIMATORS) and not _is_unfitted(kind, attributes):
        raise BadValue(f"a fitted {node['c']} does not travel")
    return kind


def _rebuilt(decoder: Decoder, kind: Any, states: list[dict[Any, Any]]) -> list[Any]:
    """Return estimators of one class; all of them have the attributes of the first."""
    keys = set(states[0]) if states else set()
    methods = {key for key in keys if callable(getattr(kind, key, None))}
    if methods or not all(type(key) is str and not key.startswith("__") for key in keys):
        raise BadValue("an estimator whose attributes hide its methods")
    made = []
    parameters = kind._get_param_names()  # noqa: SLF001 - what a class takes, a callable among it
    for state in states:
        judges = (state.get(key) for key in ("scoring", "scorer_"))
        if not all(judge is None or type(judge) is str for judge in judges):
            raise BadValue("an estimator that brings its own measure")
        _check_trees(state)
        estimator: Any = object.__new__(kind)
        vars(estimator).update(decoder.attributes(state, parameters))
        made.append(estimator)
    return made


class _Measured:
    """Mixin of estimators whose score is that of their predictions, whatever their class says."""

    def score(self, X: Any, y: Any, sample_weight: Any = None) -> float:  # noqa: N803
        """Return the accuracy of a classifier, the r2 of a regressor."""
        base, metrics = sys.modules["sklearn.base"], importlib.import_module("sklearn.metrics")
        if base.is_classifier(self):
            measure = metrics.accuracy_score
        elif base.is_regressor(self):
            measure = metrics.r2_score
        else:
            raise TypeError(f"a {type(self).__name__} is neither a classifier nor a regressor")
        predicted = self.predict(X)  # type: ignore[attr-defined]
        return measure(y, predicted, sample_weight=sample_weight)  # type: ignore[no-any-return]


@functools.cache
def _measured(kind: type) -> type:
    """Return a class that is another one but for its score: a clone is of it, too."""
    names = {"__module__": kind.__module__, "__qualname__": kind.__qualname__}
    return type(kind.__name__, (_Measured, kind), names)


def _class_of(estimator: Any) -> type:
    """Return the library's class of an estimator, whatever measures its score."""
    kind = type(estimator)
    return kind.__mro__[2] if issubclass(kind, _Measured) else kind


def _measure(decoder: Decoder, estimator: Any) -> None:
    """Have the score of an estimator measured, unless the solution's came by it in the same way.

    The likelihood of a PCA grows with its scale, and the recall of a model that always says yes is
    1. What judges a pipeline is its last step.
    """
    is_whole = decoder.resolve is not None
    while is_whole and (inner := _scored_by(estimator)) is not None:
        estimator = inner
    way, kind = _way_to_score(estimator), _class_of(estimator)
    if way:
        same = decoder.may(f"{way} score" if is_whole else f"{way} score inside")
        estimator.__class__ = kind if same else _measured(kind)


def _scored_by(estimator: Any) -> Any:
    """Return the part of an estimator that is asked for the score of the whole, or None."""
    name = _class_of(estimator).__name__
    if name == "Pipeline":
        return estimator.steps[-1][1]
    return estimator.estimator if name == "FrozenEstimator" else None


def _way_to_score(estimator: Any) -> str:
    """Tell how an estimator comes by its score; nothing if it has none or that of its family."""
    base, kind = sys.modules["sklearn.base"], _class_of(estimator)
    own = getattr(kind, "score", None)
    is_usual = own in {None, base.ClassifierMixin.score, base.RegressorMixin.score}
    if is_usual or _scored_by(estimator) is not None:
        return ""
    if base.is_classifier(estimator) or base.is_regressor(estimator):
        return f"{kind.__name__} {vars(estimator).get('scoring')}"
    return str(sys.modules["sklearn.utils"].get_tags(estimator).estimator_type or "other")


def _write_estimator(encoder: Encoder, obj: Any) -> dict[str, Any] | None:
    """Describe an estimator by its attributes; None if one of them is no value."""
    mark, kind = len(encoder.blobs), _class_of(obj)
    try:
        state = [[key, _write_attribute(encoder, value)] for key, value in vars(obj).items()]
    except NotAValue:
        if encoder.refer is None:
            raise
        del encoder.blobs[mark:]
        return None
    return {"t": "estimator", "m": kind.__module__, "c": kind.__name__, "v": state}


_FEW, _MOST_MEMBERS = 3, 100_000
_PLAIN = frozenset({str, int, float, bool, type(None)})


def _write_attribute(encoder: Encoder, value: Any) -> Any:
    if type(value) is list and _FEW < len(value) <= _MOST_MEMBERS and _are_alike(value):
        return _write_members(encoder, value)
    return encoder.strictly(value)


def _are_alike(members: list[Any]) -> bool:
    """Tell whether these are estimators of one class with the same attributes, as in a forest."""
    kind = type(members[0])
    if not issubclass(kind, sys.modules["sklearn.base"].BaseEstimator):
        return False
    keys = vars(members[0]).keys()
    return (
        bool(keys)
        and is_library(kind, _ESTIMATORS)
        and all(type(member) is kind and vars(member).keys() == keys for member in members)
    )


def _write_members(encoder: Encoder, members: list[Any]) -> dict[str, Any]:
    """Describe the members of an ensemble; what all of them share is written once."""
    states = [vars(member) for member in members]
    shared = [key for key in states[0] if _is_shared(states, key)]
    own = [key for key in states[0] if key not in shared] or [shared.pop()]
    written = [[key, [_write_attribute(encoder, state[key]) for state in states]] for key in own]
    kind = type(members[0])
    name = {"m": kind.__module__, "c": kind.__name__}
    same = [[key, encoder.strictly(states[0][key])] for key in shared]
    return {"t": "members", **name, "n": len(members), "same": same, "own": written}


def _is_shared(states: list[dict[str, Any]], key: str) -> bool:
    value = states[0][key]
    kind = type(value)
    return kind in _PLAIN and all(
        type(state[key]) is kind and repr(state[key]) == repr(value) for state in states
    )


def _check_trees(state: dict[str, Any]) -> None:
    """Check that every tree of a forest reads only features that its input is checked to have."""
    width = state.get("n_features_in_")
    tree = state.get("tree_")
    if tree is not None and getattr(tree, "n_features", None) != width:
        raise BadValue("a decision tree of another width than its estimator")
    for member in state.get("estimators_", ()):
        if vars(member).get("n_features_in_") != width:
            raise BadValue("an ensemble of members of different widths")


def _read_bunch(decoder: Decoder, node: dict[str, Any]) -> dict[str, Any]:
    """Rebuild a dictionary whose keys are attributes; a plain one if some of these are callable."""
    found = {str(decoder.decode(key)): decoder.decode(value) for key, value in node["v"]}
    if len(decoder.attributes(found)) < len(found):
        return found
    return sys.modules["sklearn.utils"].Bunch(**found)  # type: ignore[no-any-return]


def _score_function(node: dict[str, Any]) -> Any:
    return loaded_class(node["m"], node["c"], _SCORE_FUNCTIONS)


_TREE_STATE = ("max_depth", "node_count", "nodes", "values")


def _write_tree(encoder: Encoder, obj: Any) -> dict[str, Any]:
    _, shape, state = obj.__reduce__()
    parts = (*shape, *(state[key] for key in _TREE_STATE))
    return {"t": "tree", "v": [encoder.encode(part) for part in parts]}


def _read_tree(decoder: Decoder, node: dict[str, Any]) -> Any:
    """Rebuild a decision tree after checking that no index in it points outside."""
    features, classes, outputs, *rest = (decoder.decode(part) for part in node["v"])
    state = dict(zip(_TREE_STATE, rest, strict=True))
    nodes, count = state["nodes"], state["node_count"]
    left, right = nodes["left_child"], nodes["right_child"]
    inner = left != -1
    own = _np().arange(count)
    sound = (
        len(nodes) == len(state["values"]) == count
        and count > 0
        and type(features) is int
        and type(outputs) is int
        and len(classes) == outputs <= 1000
        and bool((classes >= 1).all() and (classes < 100_000).all())
        and bool(((left == -1) == (right == -1)).all())
        and bool((left[inner] > own[inner]).all() and (left[inner] < count).all())
        and bool((right[inner] > own[inner]).all() and (right[inner] < count).all())
        and bool(((nodes["feature"][inner] >= 0) & (nodes["feature"][inner] < features)).all())
    )
    if not sound:
        raise BadValue("a decision tree that points outside itself")
    tree = sys.modules["sklearn.tree._tree"].Tree(features, classes, outputs)
    tree.__setstate__(state)
    return tree


def _np() -> Any:
    return sys.modules["numpy"]


EXTENSIONS.append(_Estimators())
