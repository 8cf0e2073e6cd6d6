"""What a pilot is worth: the right, not the duty, to scale once you know more."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PilotValue:
    """Deciding now compared with deciding after a pilot.

    Attributes
    ----------
    now : float
        Expected value of the better choice now: scaling at once or leaving it.
    informed : float
        Expected value if the pilot's result decides, before the cost of the pilot.
    worth : float
        informed - now: the most that the pilot is worth. Never negative.
    go : float
        Chance that the pilot says go.
    good_after_go, good_after_stop : float
        Chance that the idea is good after either result.
    """

    now: float
    informed: float
    worth: float
    go: float
    good_after_go: float
    good_after_stop: float


def pilot_value(
    chance: float, gain: float, loss: float, detection: float = 0.9, false_alarm: float = 0.2
) -> PilotValue:
    """Return the expected value of the information that a pilot brings.

    The idea is good or bad. Scaling it brings `gain` or costs `loss`; leaving it brings 0. The
    pilot says go or stop, and is sometimes wrong. With p the chance that the idea is good, Bayes'
    rule gives the chance after each result, and the better of scaling and leaving counts::

        now      = max(0, p gain - (1 - p) loss)
        informed = max(0, p d gain - (1 - p) f loss)                  (go)
                 + max(0, p (1 - d) gain - (1 - p) (1 - f) loss)      (stop)

    Parameters
    ----------
    chance : float, 0 to 1
        Chance that the idea is good, before the pilot.
    gain, loss : float, zero or more
        Gain from scaling a good idea, and loss from a bad one, in the same unit.
    detection : float, 0 to 1, default 0.9
        Chance that the pilot says go when the idea is good.
    false_alarm : float, 0 to 1, default 0.2
        Chance that it says go when the idea is bad.

    Raises
    ------
    ValueError
        If a chance is not from 0 to 1, or gain or loss is negative.

    References
    ----------
    R. A. Howard (1966), *Information Value Theory*, IEEE Transactions on Systems Science and
    Cybernetics 2; H. Raiffa, R. Schlaifer (1961), *Applied Statistical Decision Theory*: the
    expected value of sample information.
    """
    for name, value in (
        ("chance", chance),
        ("detection", detection),
        ("false_alarm", false_alarm),
    ):
        if not 0 <= value <= 1:
            raise ValueError(f"{name} is {value}; expected a share from 0 to 1.")
    if gain < 0 or loss < 0:
        raise ValueError(f"gain is {gain} and loss is {loss}; expected zero or more for both.")
    go_good, go_bad = chance * detection, (1 - chance) * false_alarm
    stop_good, stop_bad = chance * (1 - detection), (1 - chance) * (1 - false_alarm)
    now = max(0.0, chance * gain - (1 - chance) * loss)
    informed = max(0.0, go_good * gain - go_bad * loss) + max(
        0.0, stop_good * gain - stop_bad * loss
    )
    return PilotValue(
        now=now,
        informed=informed,
        worth=max(0.0, informed - now),
        go=go_good + go_bad,
        good_after_go=_share(go_good, go_bad, chance),
        good_after_stop=_share(stop_good, stop_bad, chance),
    )


def _share(good: float, bad: float, otherwise: float) -> float:
    """Return the share of good; the prior if the result never occurs."""
    return good / (good + bad) if good + bad > 0 else otherwise
