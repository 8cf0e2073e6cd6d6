# %% right: arrays
import re


def violations(feed):
    days = set(pd.date_range("1950-01-01", "2100-12-31").strftime("%Y-%m-%d"))
    quantity = feed["quantity"].to_numpy(float)
    with np.errstate(invalid="ignore"):
        broken = {
            "date": ~feed["date"].isin(days).to_numpy(),
            "code": ~is_gtin(feed["product_code"]).to_numpy(bool),
            "unit": ~feed["unit"].isin({"each", "kg"}).to_numpy(),
            "currency": (feed["currency"] != "EUR").to_numpy(),
            "quantity": ~(quantity >= 0),
            "amount": np.abs(feed["amount"].to_numpy(float) - quantity * feed["price"].to_numpy(float)) > 0.01,
            "unique": feed.duplicated(["file", "product_code"]).to_numpy(),
        }
    parts = [pd.DataFrame({"row": np.flatnonzero(mask)}).assign(rule=rule) for rule, mask in broken.items()]
    return pd.concat(parts, ignore_index=True)[["rule", "row"]]

# %% right: loops
import datetime as dt


def violations(feed):
    def is_date(text):
        try:
            return dt.date.fromisoformat(text).isoformat() == text
        except ValueError:
            return False

    breaches, seen = [], set()
    good_code = is_gtin(feed["product_code"]).to_numpy()
    for place, row in enumerate(feed.to_dict("records")):
        key = (row["file"], row["product_code"])
        gap = row["amount"] - row["quantity"] * row["price"]
        broken = {
            "date": not is_date(row["date"]),
            "code": not good_code[place],
            "unit": row["unit"] not in ("each", "kg"),
            "currency": row["currency"] != "EUR",
            "quantity": not row["quantity"] >= 0,
            "amount": abs(gap) > 0.01,
            "unique": key in seen,
        }
        seen.add(key)
        breaches += [(rule, place) for rule, is_broken in broken.items() if is_broken]
    return pd.DataFrame(breaches, columns=["rule", "row"])

# %% right: pandera_rules
def violations(feed):
    frame = feed.reset_index(drop=True)

    def is_date(texts):
        return texts.str.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}").astype(bool) & pd.to_datetime(
            texts, format="%Y-%m-%d", errors="coerce"
        ).notna()

    def worth(rows):
        return ~(((rows["quantity"] * rows["price"]) - rows["amount"]).abs() > 0.01)

    def once(rows):
        return ~rows.duplicated(["file", "product_code"])

    schema = pa.DataFrameSchema(
        {
            "date": pa.Column(checks=pa.Check(is_date, name="date")),
            "product_code": pa.Column(checks=pa.Check(is_gtin, name="code")),
            "unit": pa.Column(checks=pa.Check.isin(["each", "kg"])),
            "currency": pa.Column(checks=pa.Check.eq("EUR")),
            "quantity": pa.Column(float, pa.Check.ge(0), nullable=False, coerce=True),
        },
        checks=[pa.Check(worth, name="amount", ignore_na=False), pa.Check(once, name="unique", ignore_na=False)],
    )
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases
        whole = cases["schema_context"] == "DataFrameSchema"
        rule = cases["check"].where(whole, cases["column"]).replace({"product_code": "code"})
        return pd.DataFrame({"rule": rule.astype(str), "row": cases["index"].astype(int)}).drop_duplicates()
    return pd.DataFrame({"rule": [], "row": []})

# %% right: records
import re
from datetime import date as _date


def _day(text):
    if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", str(text)):
        return False
    try:
        _date.fromisoformat(text)
    except ValueError:
        return False
    return True


def violations(feed):
    gap = (feed["amount"] - feed["quantity"] * feed["price"]).abs()
    broken = {
        "date": ~feed["date"].map(_day).astype(bool).to_numpy(),
        "code": ~is_gtin(feed["product_code"]),
        "unit": ~feed["unit"].isin(["each", "kg"]).to_numpy(),
        "currency": (feed["currency"] != "EUR").to_numpy(),
        "quantity": (feed["quantity"].isna() | (feed["quantity"] < 0)).to_numpy(),
        "amount": (gap > 0.01).to_numpy(),
        "unique": feed.duplicated(["file", "product_code"]).to_numpy(),
    }
    rows = [(rule, int(place)) for rule, hit in broken.items() for place in np.flatnonzero(hit)]
    return pd.DataFrame(rows, columns=["rule", "row"])

# %% wrong: Accepts 30 February: looks at the pattern only.
# says: the rule 'date' is broken in the rows
# edits: official
# -     is_date &= pd.to_datetime(frame["date"], format="%Y-%m-%d", errors="coerce").notna()

# %% wrong: Accepts whatever pandas can read as a date.
# says: the rule 'date' is broken in the rows
# edits: official
# -     is_date = frame["date"].astype(str).str.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}").astype(bool)
# -     is_date &= pd.to_datetime(frame["date"], format="%Y-%m-%d", errors="coerce").notna()
# +     is_date = pd.to_datetime(frame["date"], format="mixed", errors="coerce").notna()

# %% wrong: Looks at the beginning of the date only.
# says: the rule 'date' does not find exactly the values that
# edits: official
# -     is_date = frame["date"].astype(str).str.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}").astype(bool)
# -     is_date &= pd.to_datetime(frame["date"], format="%Y-%m-%d", errors="coerce").notna()
# +     is_date = frame["date"].astype(str).str.match("[0-9]{4}-[0-9]{2}-[0-9]{2}").astype(bool)
# +     is_date &= pd.to_datetime(frame["date"].str[:10], format="%Y-%m-%d", errors="coerce").notna()

# %% wrong: Accepts dates of 2025 only.
# says: a date of another year breaks the rule 'date'
# edits: official
# -     is_date = frame["date"].astype(str).str.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}").astype(bool)
# +     is_date = frame["date"].astype(str).str.fullmatch("2025-[0-9]{2}-[0-9]{2}").astype(bool)

# %% wrong: Does not compute the check digit.
# says: the rule 'code' is broken in the rows
# edits: official
# -             "code": is_gtin(frame["product_code"]),
# +             "code": frame["product_code"].str.fullmatch("[0-9]{13}").astype(bool),

# %% wrong: Accepts only products of the table.
# says: a GTIN of another company
# edits: official
# -             "code": is_gtin(frame["product_code"]),
# +             "code": frame["product_code"].isin(products["gtin"]),

# %% wrong: Accepts Each and KG.
# says: the rule 'unit' does not find exactly the values that
# edits: official
# -             "unit": frame["unit"].isin(["each", "kg"]),
# +             "unit": frame["unit"].str.lower().isin(["each", "kg"]),

# %% wrong: Accepts blanks around the unit.
# says: the rule 'unit' does not find exactly the values that
# edits: official
# -             "unit": frame["unit"].isin(["each", "kg"]),
# +             "unit": frame["unit"].str.strip().isin(["each", "kg"]),

# %% wrong: Accepts pounds.
# says: the rule 'unit' is broken in the rows
# edits: official
# -             "unit": frame["unit"].isin(["each", "kg"]),
# +             "unit": frame["unit"].isin(["each", "kg", "lb"]),

# %% wrong: Accepts eur.
# says: the rule 'currency' does not find exactly the values that
# edits: official
# -             "currency": frame["currency"] == "EUR",
# +             "currency": frame["currency"].str.upper() == "EUR",

# %% wrong: Accepts what begins with EUR.
# says: the rule 'currency' does not find exactly the values that
# edits: official
# -             "currency": frame["currency"] == "EUR",
# +             "currency": frame["currency"].str.startswith("E"),

# %% wrong: Takes a day without sales for a breach.
# says: a feed that keeps the contract is reported as breaking
# edits: official
# -             "quantity": frame["quantity"] >= 0,
# +             "quantity": frame["quantity"] > 0,

# %% wrong: Lets a missing quantity pass.
# says: the rule 'quantity' is broken in the rows
# edits: official
# -             "quantity": frame["quantity"] >= 0,
# +             "quantity": ~(frame["quantity"] < 0),

# %% wrong: Lets a missing quantity break the rule on amounts.
# says: the rule 'amount' is broken in the rows
# edits: official
# -             "amount": ~((frame["amount"] - worth).abs() > 0.01),
# +             "amount": (frame["amount"] - worth).abs() <= 0.01,

# %% wrong: Allows one per cent instead of one cent.
# says: the rule 'amount' is broken in the rows
# edits: official
# -             "amount": ~((frame["amount"] - worth).abs() > 0.01),
# +             "amount": ~((frame["amount"] - worth).abs() > 0.01 * worth.abs()),

# %% wrong: Finds only amounts that are too high.
# says: the rule 'amount' is wrong at a limit
# edits: official
# -             "amount": ~((frame["amount"] - worth).abs() > 0.01),
# +             "amount": ~((frame["amount"] - worth) > 0.01),

# %% wrong: Allows no rounding.
# says: the rule 'amount' is broken in the rows
# edits: official
# -             "amount": ~((frame["amount"] - worth).abs() > 0.01),
# +             "amount": ~((frame["amount"] - worth).abs() > 0.001),

# %% wrong: Reports the first of repeated rows as well.
# says: the rule 'unique' is broken in the rows
# edits: official
# -             "unique": ~frame.duplicated(["file", "product_code"]),
# +             "unique": ~frame.duplicated(["file", "product_code"], keep=False),

# %% wrong: Keeps the last of repeated rows.
# says: the rule 'unique' is broken in the rows
# edits: official
# -             "unique": ~frame.duplicated(["file", "product_code"]),
# +             "unique": ~frame.duplicated(["file", "product_code"], keep="last"),

# %% wrong: Reports labels of the index.
# says: row is the place in the feed
# edits: official
# -     frame = feed.reset_index(drop=True)
# +     frame = feed

# %% wrong: Reports one breach a row.
# says: the rule 'code' is broken in the rows
# edits: official
# -         return pd.DataFrame({"rule": cases["column"], "row": cases["index"].astype(int)})
# +         return pd.DataFrame({"rule": cases["column"], "row": cases["index"].astype(int)}).drop_duplicates("row")

# %% wrong: Stops at the first rule that is broken.
# says: the rule 'code' is broken in the rows
# edits: official
# -         schema.validate(kept, lazy=True)
# -     except pa.errors.SchemaErrors as errors:
# +         schema.validate(kept, lazy=False)
# +     except pa.errors.SchemaError as errors:
#           cases = errors.failure_cases
# -         return pd.DataFrame({"rule": cases["column"], "row": cases["index"].astype(int)})
# +         return pd.DataFrame({"rule": errors.schema.name, "row": cases["index"].astype(int)})

# %% wrong: Returns None when no rule is broken.
# says: AttributeError
# edits: official
# -     return pd.DataFrame({"rule": pd.Series(dtype=str), "row": pd.Series(dtype=int)})
# +     return None

# %% wrong: Counts rows from 1.
# says: row is the place in the feed
# edits: official
# -         return pd.DataFrame({"rule": cases["column"], "row": cases["index"].astype(int)})
# +         return pd.DataFrame({"rule": cases["column"], "row": cases["index"].astype(int) + 1})

# %% wrong: The first received keeps the rule, and not the first in the feed.
# says: the first of the repeated rows keeps the rule
# edits: records
# + def _copies(feed):
# +     feed = feed.assign(place=range(len(feed)))
# +     if "received_at" in feed:
# +         feed = feed.sort_values("received_at", kind="stable")
# +     places = feed.loc[feed.duplicated(["file", "product_code"]).to_numpy(), "place"]
# +     return np.isin(np.arange(len(feed)), places)
# +
# +
#   def violations(feed):
# ...
# -         "unique": feed.duplicated(["file", "product_code"]).to_numpy(),
# +         "unique": _copies(feed),

# %% wrong: Demands a type that the feed does not have, and converts nothing.
# says: TypeError
# edits: pandera_rules
# -             "quantity": pa.Column(float, pa.Check.ge(0), nullable=False, coerce=True),
# +             "quantity": pa.Column(float, pa.Check.ge(0), nullable=False),

# %% wrong: Lists a check of the whole frame once for every column.
# says: count a check of the whole frame once
# edits: pandera_rules
# -         return pd.DataFrame({"rule": rule.astype(str), "row": cases["index"].astype(int)}).drop_duplicates()
# +         return pd.DataFrame({"rule": rule.astype(str), "row": cases["index"].astype(int)})
