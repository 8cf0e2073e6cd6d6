"""Leaves empty bins out of the sum, so two samples that share nothing look identical."""
# cell: q2_psi
import math


def population_stability_index(expected, actual, bins=10):
    expected = [x for x in expected if not math.isnan(x)]
    actual = [x for x in actual if not math.isnan(x)]
    if not expected or not actual:
        raise ValueError("need data")
    edges = sorted(set(np.quantile(expected, [k / bins for k in range(1, bins)])))

    def share(sample):
        counts = [0] * (len(edges) + 1)
        for x in sample:
            counts[sum(x > edge for edge in edges)] += 1
        return [c / len(sample) for c in counts]

    psi = 0.0
    for e, a in zip(share(expected), share(actual)):
        if e == 0 or a == 0:
            continue
        psi += (a - e) * math.log(a / e)
    return psi
