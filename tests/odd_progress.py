"""Damaged steps of a progress file, which the course never writes."""


def _decided(date):
    return {"option": "watch", "numbers": {}, "reason": "So.", "date": date, "history": []}


ODD = [
    {"drift.shift": {"solved": 3}},
    {"drift.checkpoint": {"answered": "many"}},
    {"drift.decision": {"option": "watch"}},
    {"drift.decision": _decided(2026)},
    {"drift.decision": {**_decided("2026-01-01"), "history": [3]}},
    {"review.drift": {"q1": {"missed": True}}},
]
