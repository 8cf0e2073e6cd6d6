"""The sentences of the board paper and of two years, with the places of their figures in braces.

Python and the pages fill the same sentences: a page draws the paper without Python
(``front/board``). So a figure's form is one that both know: ``{name}``, ``:.0f``, ``:.1f``,
``:.2f``.
"""

from __future__ import annotations

from typing import Any, Final

WORDS: Final = {
    # What we will do.
    "title": "Paper for the board of Meridian Group, {day}",
    "decided": "{made} of {asked} questions are decided.",
    "decided_one": "{made} of {asked} questions is decided.",
    "decided_all": "All {asked} questions are decided.",
    "decided_none": "None of the {asked} questions is decided yet.",
    "meanwhile": "Until we decide, this holds:",
    # Why.
    "as_it_is": "If all stays as it is, our model has {today:.1f} products in production after two "
    "years (today: {live}). Over the two years that {today_brings}.",
    "plan": "After two years of this plan our model has {plan:.1f} products in production; if all "
    "stays as it is, {today:.1f}. Over the two years the plan {plan_brings}, and leaving all as it "
    "is {today_brings}. {movers}",
    "brings": "brings {amount}",
    "costs": "costs {amount}",
    "amount": "€{millions:.1f} million",
    "no_amount": "about nothing",
    "earns_most": "Decision {decision} earns most: without it, the plan would be worth {amount} "
    "less.",
    "costs_most": "Decision {decision} costs most: without it, the plan would be worth {amount} "
    "more.",
    "no_mover": "No single decision moves this by much.",
    # What it rests on.
    "tried": "We tried a simulation of each question before we decided it.",
    "tried_some": "We tried simulations before we decided, except for decision{blind}.",
    "tried_none": "We decided without trying any simulation of these questions.",
    "models_say": "Models of single decisions, with invented data, say:",
    "model": "The two years come from a small model with invented figures. It plays "
    "decision{played}; the others move nothing in it. Money is what products in use bring, less "
    "incidents, the wages of {builders} people and the cost of decision{costing}. The cost of next "
    "year's pilots is left out. We assume that trust moves everywhere as it does among the "
    "maintenance crews. Chance, fairness, competitors and people who leave are not in the model. "
    "It tests whether decisions fit each other, not whether they are right.",
    # The risk that remains.
    "misfits": "These decisions don't fit each other yet:",
    "misfits_gravest": "These decisions don't fit each other yet, the gravest first:",
    "misfits_lesser": "There are {lesser} lesser ones, which appear once some of these are "
    "settled.",
    # What doesn't fit.
    "broken": "{ceiling} to be cut. With decision 10, {mean:.0f} are cut on average in its own "
    "model (more than {likely} in 5 of 100 worlds). The promise breaks in month {month}, {luck}.",
    "ceiling": "At most {cut:.0f} people are",
    "ceiling_of_nobody": "Nobody is",
    "bad_luck": "with bad luck",
    "not_only_bad_luck": "and not only with bad luck",
    "without_notice": "The text promises notice, and its length is set to 0 months.",
    "stopped_today": "At {today:.0f}% the credit model is below decision 7's limit of {stop:.0f}%: "
    "it stops deciding alone today.",
    "missed": "Decision 1 wants {target:.0f} use cases by month {month}; the model has {live:.1f} "
    "products in production then.",
    "stopped_by_its_rule": "In decision 4's own model {used}% of crews use the alerts after half a "
    "year, so the roll-out would stop. The two years let it go on all the same.",
    "paused": "Decision 1 lets {begin:.0f} pilots begin in a year, and decision 6 begins no new "
    "one for {pause:.0f} months. In the model they begin after that.",
    "held_up": "Decision 12 leaves {left} on the first day, and its limit is {limit:.0f}; {waits} "
    "until another ends. In the model {begin} in two years, not the {planned} of {pace}.",
    "left_all": "all {today} open pilots",
    "left": "{left} of the {today} open pilots",
    "waits": "a new one waits",
    "one_begins_at_once": "one can begin at once, and then a new one waits",
    "some_begin_at_once": "{room} can begin at once, and then a new one waits",
    "begin": "{begun} begin",
    "one_begins": "one begins",
    "none_begins": "none begins",
    "decided_pace": "decision 1's pace",
    "todays_pace": "today's pace",
    "crowded": "Decision 6 chooses {funded} pilots, and decision 12 lets {limit:.0f} be open at "
    "once.",
    "too_little": "Decision 6 keeps {share:.0f}% of the budget for foundations{in_euros}; its "
    "choice of pilots needs €{needed:.2f} million.",
    "in_euros": " (€{budget:.2f} million)",
    "unfunded": "{payer} what other decisions are about: {systems}.",
    "payer": "Decision 6 does not fund",
    "payer_while_open": "While decision 6 is open, nobody has said who pays for",
    "levers": " The two years still pay for decision 4's levers, and apply their effect to all "
    "products.",
    "stopped": "Decision 12's rule stops what other decisions are about: {pilots}.",
    "waiting": "Decision 13 begins no new use in hiring or credit, so what other decisions are "
    "about would wait: {pilots}.",
    "counted_on": "{pilot} ({id}, decision{numbers})",
    # The two years as a picture.
    "figure": "Two years in the model{lines}. A product is in production once a business relies on "
    "it. In an incident, it does harm.",
    "lines": ": our plan is the solid line, and all as it is the dashed one",
    "one_line": ", all as it is",
    "panel": "{title} ({unit})",
    "alt": "{title}, from month 0 to month {months}: {said}",
    "from_to": "{start} to {end} {name}",
    "our_plan": "with our plan",
    "all_as_it_is": "if all stays as it is",
    "month": "Month",
    # The two years as an explorable.
    "setting": "{board}, {module}, {choice}: {words}. It has {has}.",
    "as_decided": "As decided it has {has}.",
    "has": "{live} live, {money} a month, {incidents} incidents, and trust of {trust} of 100",
    "extremes": "Most live: {most}. Fewest incidents: {fewest}",
}


def say(name: str, /, **figures: Any) -> str:
    """Return a sentence with its figures."""
    return WORDS[name].format(**figures)


def listed(numbers: list[int]) -> str:
    """Return the numbers of decisions, to follow the word "decision"."""
    *most, last = sorted(numbers)
    return f"s {', '.join(map(str, most))} and {last}" if most else f" {last}"
