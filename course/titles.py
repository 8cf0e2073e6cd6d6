"""What the explorables ask, by module and step: the titles that the board paper names."""

from typing import Final

TITLES: Final = {
    "start_here": {
        "pilots": "Two of forty pilots are live. Is that few?",
    },
    "scaling_gap": {
        "definitions": "How far can a headline move while nothing changes?",
        "funnel": "Which lever brings most, and how much of two in forty is luck?",
        "ways_to_scale": (
            "A model works. Which way should it grow, and when does the next step lose money?"
        ),
    },
    "data_at_scale": {
        "stores": "What breaks between 5 stores and 500?",
        "contract": "Edit a data contract",
        "repairs": "One team, three repairs: which, and in which order?",
    },
    "infrastructure": {
        "load": "At the evening peak, which lever shortens the slowest answers most?",
        "availability": "Where does the next euro buy the most?",
        "canary": "What share of the traffic should a new version get first?",
    },
    "people_and_change": {
        "alarms": "Can the same model become believable?",
        "adoption": "Which lever first?",
        "team": "Whom to hire?",
    },
    "platforms": {
        "break_even": "After how many use cases has a platform paid?",
        "operating_model": "One centre, a team in each unit, or both?",
        "profile": "Which judgement decides the label?",
    },
    "prioritization": {
        "matrix": "Value against ease: what does the two-by-two choose?",
        "ranking": "Which ranks survive your doubts?",
        "selection": "What does a rule of thumb leave on the table?",
        "option": "When is a pilot worth its money? (A good idea brings €2.5 million)",
    },
    "drift": {
        "shift": "Make your own drift",
        "false_alarms": "What does the index say in a month in which nothing moved?",
        "label_delay": "What can you know today?",
        "feedback": "What does a shop show that learns from its own clicks?",
        "retraining": "When should you retrain, and what does it save?",
        "detector": "Two detectors read the decisions of ten lenders",
    },
    "mlops": {
        "pipeline": "What is a gate worth?",
        "time_machine": "What decided on that day, and what was there to go back to?",
        "by_hand": "Does automation save hours, failures, or neither?",
    },
    "governance": {
        "thresholds": "Two groups, two cut-offs: can hiring be fair in every sense?",
        "explanation": (
            "A simple explanation repeats most decisions. Does it say what the model uses?"
        ),
        "privacy": "A pay table: can it stay safe and useful when it is asked again?",
    },
    "culture_and_skills": {
        "tasks": "A fifth of the hours is saved. What does that bring, and what job is left?",
        "together": "When do the two together beat the better one?",
        "reskilling": "400 of 1,000 posts will go. Who is still here after five years?",
    },
    "measuring_success": {
        "vanity": "Which number of month 6 picks the right use cases?",
        "goodhart": "What does a reward on a proxy do?",
        "experiment": "What does it take to see 1%?",
    },
    "case_and_pitfalls": {
        "evidence": "What may you still say when you ask for better evidence?",
        "purgatory": "What brings more live pilots: launches, people, a review or a limit?",
        "diagnosis": "When two people agree on the causes, are they right?",
        "two_years": "Where is Meridian after two years of your decisions?",
    },
    "future": {
        "automl": "The best of 1,000 models promises five points. How many are delivered?",
        "build_or_buy": "Buying is cheaper every year. When is it still the dearer choice?",
        "fleet": "5,000 devices, one update: what do rings protect?",
    },
}
