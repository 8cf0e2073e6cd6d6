"""The first received keeps the rule, and not the first in the feed."""
# cell: q3_contract
import re
from datetime import date as _date


def is_gtin(codes):
    out = []
    for code in codes:
        good = bool(re.fullmatch("[0-9]{13}", str(code)))
        if good:
            digits = [int(d) for d in code]
            total = sum(digits[0:12:2]) + 3 * sum(digits[1:12:2])
            good = (total + digits[12]) % 10 == 0
        out.append(good)
    return np.array(out, dtype=bool)


def _day(text):
    if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", str(text)):
        return False
    try:
        _date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _copies(feed):
    feed = feed.assign(place=range(len(feed)))
    if "received_at" in feed:
        feed = feed.sort_values("received_at", kind="stable")
    places = feed.loc[feed.duplicated(["file", "product_code"]).to_numpy(), "place"]
    return np.isin(np.arange(len(feed)), places)


def violations(feed):
    gap = (feed["amount"] - feed["quantity"] * feed["price"]).abs()
    broken = {
        "date": ~feed["date"].map(_day).astype(bool).to_numpy(),
        "code": ~is_gtin(feed["product_code"]),
        "unit": ~feed["unit"].isin(["each", "kg"]).to_numpy(),
        "currency": (feed["currency"] != "EUR").to_numpy(),
        "quantity": (feed["quantity"].isna() | (feed["quantity"] < 0)).to_numpy(),
        "amount": (gap > 0.01).to_numpy(),
        "unique": _copies(feed),
    }
    rows = [(rule, int(place)) for rule, hit in broken.items() for place in np.flatnonzero(hit)]
    return pd.DataFrame(rows, columns=["rule", "row"])
