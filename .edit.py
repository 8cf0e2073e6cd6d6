import pathlib
f=pathlib.Path('course/explore/prioritization/selection.py'); s=f.read_text()
def rep(a,b):
    global s
    assert s.count(a)==1,(s.count(a),a); s=s.replace(a,b)
a=s.index('def _model('); b=s.index('def _short_of_people')
s=s[:a]+'''def _model(budget: float, people: float, *, paid: bool) -> Scene:
    curves, rows, items = _at_all_budgets(paid, people)
    now, taken = curves.loc[budget], items.loc[budget]
    money = _money(taken, budget, paid=paid)
    return Scene(
        {
            "curves": rows,
            "here": pd.DataFrame({"budget": budget, "rule": RULES, "millions": now.to_numpy()}),
            "names": _names(curves.iloc[-1]),
            "money": money,
        },
        _summary(now, money, taken, budget),
        _point(now, curves[EXACT].max()),
        {
            "gap": now[EXACT] - now[LIST],
            "list_gains": curves[LIST].diff().fillna(0).loc[budget],
            **_short_of_people(budget, people, now[EXACT], paid=paid),
            **{f"quick_{each}": curves.loc[each, QUICK] for each in _ASKED},
        },
    )


@cache
def _at_all_budgets(
    paid: bool,  # noqa: FBT001 - a key
    people: float,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series]:
    """Return net values (million EUR) by budget and rule, wide and long, and what is taken."""
    here = portfolios().loc[(paid, people)]
    net = here["net_value"] / 1000
    curves = pd.DataFrame({rule: net.xs(rule, level="rule") for rule in RULES})
    return curves, net.rename("millions").reset_index(), here["items"]


'''+s[b:]
a=s.index('    def best(number'); b=s.index('def _money(')
s=s[:a]+'''    most, fewer = (
        _at_all_budgets(paid, number)[0].loc[budget, EXACT] if number >= PEOPLE[0] else 0.0
        for number in (PEOPLE[-1], people - 10)
    )
    return {"people_short": most - now, "fewer_short": most - fewer}


'''+s[b:]
a=s.index('    rows = []\n    for rule in RULES:\n        own'); b=s.index('def _names(')
s=s[:a]+'''    rows = []
    for rule in RULES:
        own = sum(candidates()[BUDGET].get(item, 0) for item in items[rule]) / 1000
        shared = sum(foundations()[BUDGET].get(item, 0) for item in items[rule]) / 1000
        shared = 0.0 if paid else shared
        for part, millions in zip(_PARTS, (own, shared, budget - own - shared), strict=True):
            rows.append({"rule": rule, "part": part, "millions": millions})
    return pd.DataFrame(rows)


'''+s[b:]
rep('''        f"€{now[LIST]:.1f} million, {max(now[EXACT] - now[LIST], 0) / now[EXACT]:.0%} less. Quick "
        f"wins bring''','''        f"€{now[LIST]:.1f} million, {_less(now)}. Quick wins bring''')
a=s.index('    return (\n        f"With €{budget:g}'); b=s.index('def _chart(')
s=s[:a]+'''    behind = now[EXACT] - now[LIST]
    less = f"{behind / now[EXACT]:.0%} less" if behind >= 0.05 else "as much"
    return (
        f"With €{budget:g} million the best set takes {built[0]} and brings "
        f"€{now[EXACT]:.1f} million net; the ranked list takes {built[1]} and brings "
        f"€{now[LIST]:.1f} million, {less}. Quick wins bring €{now[QUICK]:.1f} million and leave "
        f"€{idle:.1f} million unspent."
    )


'''+s[b:]
rep('from typing import Any\n','from functools import cache\nfrom typing import Any\n')
f.write_text(s)
