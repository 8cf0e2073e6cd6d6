"""Tells milp to stop within 5% of the best."""
# cell: q5_choice
def choose(pilots, foundations, limits):
    """Return the identifiers of the allowed set with the highest net value."""
    both = pd.concat([pilots[RESOURCES], foundations[RESOURCES]])
    names = list(both.index)
    gain = np.concatenate([pilots["value"], np.zeros(len(foundations))]) - both["cost"]
    rows = [both[name].to_numpy(dtype=float) for name in RESOURCES]
    most = [limits[name] for name in RESOURCES]
    for name, row in pilots.iterrows():
        for need in row["needs"].split():
            rows.append([(other == name) - (other == need) for other in names])
            most.append(0)
        for twin in row["overlaps"].split():
            rows.append([(other in (name, twin)) * 1.0 for other in names])
            most.append(1)
    result = milp(
        -gain.to_numpy(dtype=float) / 1000,
        integrality=np.ones(len(names)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(np.array(rows, dtype=float), ub=most),
        options={"mip_rel_gap": 0.05},
    )
    return [name for name, share in zip(names, result.x) if share > 0.5]
