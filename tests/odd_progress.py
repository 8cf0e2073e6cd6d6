"""Steps that no edition of the course writes, each a way in which a file of progress may be damaged."""


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
