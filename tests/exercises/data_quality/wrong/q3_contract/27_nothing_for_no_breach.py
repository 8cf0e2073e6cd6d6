"""Returns None when no rule is broken."""
# cell: q3_contract
def is_gtin(codes):
    """Tell which codes of a Series are GTINs of 13 digits."""
    shaped = codes.astype(str).str.fullmatch("[0-9]{13}").astype(bool)
    digits = codes.astype(str).where(shaped, "0" * 12 + "1")
    total = sum((3 if place % 2 else 1) * digits.str[place].astype(int) for place in range(13))
    return total % 10 == 0


def violations(feed):
    """Return the rule and the row's place for each breach of the contract."""
    frame = feed.reset_index(drop=True)
    worth = frame["quantity"] * frame["price"]
    is_date = frame["date"].astype(str).str.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}").astype(bool)
    is_date &= pd.to_datetime(frame["date"], format="%Y-%m-%d", errors="coerce").notna()
    kept = pd.DataFrame(
        {
            "date": is_date,
            "code": is_gtin(frame["product_code"]),
            "unit": frame["unit"].isin(["each", "kg"]),
            "currency": frame["currency"] == "EUR",
            "quantity": frame["quantity"] >= 0,
            "amount": ~((frame["amount"] - worth).abs() > 0.01),
            "unique": ~frame.duplicated(["file", "product_code"]),
        }
    )
    schema = pa.DataFrameSchema({rule: pa.Column(bool, pa.Check.eq(True)) for rule in kept})
    try:
        schema.validate(kept, lazy=True)
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases
        return pd.DataFrame({"rule": cases["column"], "row": cases["index"].astype(int)})
    return None
