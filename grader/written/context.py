"""What an answer as a whole says of each point, beside the passage that makes it most strongly.

Points go together: whoever gives both of Q1's figures has mostly defined the gap as well. And rules
see cues that vectors miss, such as "the statement does not hold". One logistic regression a point
weighs the strongest passages of all points and the cues. It is held to the point's own passage, as
strongly as leaving one writer out showed to be best.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from grader.written import figures, rules
from grader.written.encoder import Floats

_MOST = 5.0
"""Logit of a passage that is not told from higher ones."""
_LEAST, _LEAST_OWN = -2.0, -5.0
"""Logits not told from lower ones: of other points, lest empty talk should count; its own."""
_PULL, _PULL_OWN, _PULL_CUE, _PULL_BIAS = 3.0, 1.0, 0.3, 0.05
"""How strongly weights are held to those of the question: of other points, its own, cues, bias."""
CUES = {"Q1": 5, "Q8": 2}


def cues(question: str, texts: Sequence[str]) -> Floats:
    """Return what the rules see in an answer's passages, as zeros and ones; of most questions none.

    Returns
    -------
    array
        Q1: the share that tries is said; the share that scales; it in so many words; a share that
        may be of those who try; one is given to the other. Q8: an answer disagrees with the
        statement; it agrees.
    """
    found: list[bool] = []
    if question == "Q1":
        said = [figures.shares_said(text) for text in texts if not rules.denies_claim(text)]
        told = {key: any(one[key] for one in said) for key in figures.SHARES}
        mixed_up = told["tries_wrong"] or told["scales_wrong"]
        scales = [told["scales"], told["scales_plainly"]]
        found = [told["tries"], *scales, told["tries_perhaps"], mixed_up]
    if question == "Q8":
        found = [any(map(rules.disagrees, texts)), any(map(rules.agrees, texts))]
    return np.array(found, np.float32)


@dataclass(frozen=True, slots=True)
class Context:
    """The regressions of a question's points.

    Attributes
    ----------
    weights, bias
        Shapes (points, points + cues) and (points,).
    """

    weights: Floats
    bias: Floats

    def logits(self, strongest: Floats, seen: Floats) -> Floats:
        """Return the log-odds of each point.

        Parameters
        ----------
        strongest
            The strongest passage's logit of each point, shape (points,).
        seen
            What :func:`cues` returned.
        """
        features = _features(strongest, seen)
        logits: Floats = np.einsum("pf,pf->p", self.weights, features) + self.bias
        return logits


def _features(strongest: Floats, seen: Floats) -> Floats:
    """Return what each point's regression sees, shape (points, points + cues)."""
    others = np.concatenate([np.clip(strongest, _LEAST, _MOST), seen])
    features: Floats = np.tile(others, (len(strongest), 1)).astype(np.float32)
    np.fill_diagonal(features, np.clip(strongest, _LEAST_OWN, _MOST))
    return features


def fit_context(
    strongest: Sequence[Floats], seen: Sequence[Floats], truth: NDArray[np.bool_]
) -> Context:
    """Fit a question's regressions to answers that the classifiers had not seen.

    Parameters
    ----------
    strongest, seen
        Of each answer, as :meth:`Context.logits` takes them.
    truth
        Whether each answer earns each point, shape (answers, points).
    """
    pairs = zip(strongest, seen, strict=True)
    features = np.array([_features(*pair) for pair in pairs], np.float64)
    points = truth.shape[1]
    alone = np.diagonal(features, axis1=1, axis2=2).reshape(-1, 1)
    common = _fitted(alone, truth.ravel(), np.zeros(2), np.zeros(2))
    weights = np.zeros(features.shape[1:], np.float32)
    bias = np.zeros(points, np.float32)
    for point in range(points):
        start = np.zeros(features.shape[2] + 1)
        start[point], start[-1] = common
        pull = np.full(len(start), _PULL)
        pull[points:] = _PULL_CUE
        pull[point], pull[-1] = _PULL_OWN, _PULL_BIAS
        found = _fitted(features[:, point], truth[:, point], start, pull)
        weights[point], bias[point] = found[:-1], found[-1]
    return Context(weights, bias)


def _fitted(
    features: NDArray[np.float64],
    truth: NDArray[np.bool_],
    start: NDArray[np.float64],
    pull: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return weights and bias of a logistic regression that is held to where it starts."""

    def loss(now: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        logits = features @ now[:-1] + now[-1]
        away = now - start
        value = np.logaddexp(0, np.where(truth, -logits, logits)).sum() + pull @ away**2
        slope = 1 / (1 + np.exp(-logits)) - truth
        return float(value), np.append(features.T @ slope, slope.sum()) + 2 * pull * away

    found: NDArray[np.float64] = minimize(loss, start, jac=True, method="L-BFGS-B").x
    return found
