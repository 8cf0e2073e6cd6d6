"""What a model refuses, and in which words: the value given, and what was expected."""

from importlib import import_module

import numpy as np
import pandas as pd
import pytest

REFUSALS = {
    "case_and_pitfalls.diagnosis": [
        ("code_cases(4)", "cards is 4; expected a whole number from 0 to 3"),
        ("code_cases(misleading=float('nan'))", "misleading is nan; expected a number"),
        ("cohen_kappa(np.array([]), np.array([]))", "expected the same shape, with a case"),
        ("cohen_kappa(np.array([7]), np.array([0]))", "outside its range; expected 0 to 6"),
        ("cohen_kappa(np.array([float('nan')]), np.array([0], dtype='int64'))", "codes are float64 and int64; expected whole numbers", TypeError),
    ],
    "case_and_pitfalls.evidence": [
        ("quote('fame')", "topic is 'fame'; expected one of use cases"),
        ("quote(admit='all')", "admit is 'all'; expected one of audited only"),
    ],
    "case_and_pitfalls.purgatory": [
        ("run_programme(launches=0)", "launches is 0; expected a whole number from 1 to 40"),
        ("run_programme(people=float('nan'))", "people is nan; expected a number from 1 to 200"),
        ("run_programme(review='soon')", "review is 'soon'; expected one of never"),
        ("run_programme(limit=0)", "limit is 0; expected a whole number, at least 1"),
        ("run_programme(years=6)", "years is 6; expected a whole number from 1 to 5"),
        ("run_programmes([])", "launches is empty; expected at least one"),
    ],
    "culture_and_skills": [
        ("play(notice=5)", "notice is 5; expected a number from 0 to 4"),
        ("play(trained=50)", "trained is 50; expected a number from 0 to 1"),
        ("pair(0.8, 1.2)", r"ai is 1\.2; expected a number from 0\.5 to 1"),
        ("pair(0.8, 0.8, sense=float('nan'))", "sense is nan; expected a number from 0 to 1"),
        ("random_pairs(pairs=0)", "pairs is 0; expected a whole number, at least 1"),
    ],
    "data_at_scale": [
        ("simulate_stores(0)", "stores is 0; expected a whole number from 1 to 500"),
        ("simulate_stores(5, ['rust'])", "no defect 'rust'"),
        ("simulate_stores(5, None, ['magic'])", r"repairs is \['magic'\]; expected some of codes"),
    ],
    "data_at_scale.contract": [
        ("simulate_contract(rule='mood')", "rule is 'mood'; expected one of usual, amount"),
        ("simulate_contract(action='shout')", "action is 'shout'; expected one of row, file"),
        ("simulate_contract(strictness=101)", "strictness is 101; expected a whole number from 0 to 100"),
        ("simulate_contract(check_cost=-1)", "check_cost is -1; expected euros, at least 0"),
    ],
    "data_at_scale.repairs": [
        ("simulate_repairs(20, ['prayer'])", "expected some of .*dates"),
    ],
    "drift.accuracy": [
        ("accuracy_by_month(pd.DataFrame({'m': [1], 'ok': [1]}), 'date', 'ok')", "no column 'date'", KeyError),
        ("wilson_interval(1, 0)", "cases must be 1 or more"),
        ("wilson_interval(5, 4)", "whole number from 0 to 4"),
        ("wilson_interval(0.88, 100)", "pass a count, not a share"),
        ("two_proportion_z_test(5, 4, 1, 4)", "whole number from 0 to 4"),
        ("confidence_based_accuracy([1.2])", "probabilities must be between 0 and 1"),
        ("confidence_based_accuracy([])", "probabilities is empty"),
        ("confidence_based_accuracy(['high'])", "must hold numbers", TypeError),
    ],
    "drift.distance": [
        ("population_stability_index([1, 2], [1, 2], bins=1)", "bins must be 2 or more"),
        ("psi_from_shares([0.5, 0.5], [1.0])", "2 bins and actual_shares 1"),
        ("psi_from_shares([50, 50], [0.5, 0.5])", "expected_shares must sum to 1, got 100"),
        ("psi_from_shares([0.5, 0.5], [1.5, -0.5])", "negative share"),
        ("expected_psi_without_drift(1, 10, 10)", "bins must be 2 or more"),
        ("expected_psi_without_drift(10, 0, 10)", "at least one case"),
    ],
    "drift.feedback": [
        ("simulate_shops(shops=0)", "shops is 0; expected a whole number from 1"),
        ("simulate_shops(rounds=0)", "rounds is 0"),
        ("simulate_shops(exploration=1.1)", "exploration is 1.1; expected a number from 0 to 1"),
        ("simulate_shops(correction=-0.1)", "correction is -0.1"),
        ("simulate_shops(position_bias=9)", "position_bias is 9"),
    ],
    "drift.label_delay": [
        ("detection_delay('psi')", "monitor is 'psi'; expected one of matured"),
        ("detection_delay(maturity=-1)", "maturity is -1"),
        ("detection_delay('inputs', maturity=-1)", "maturity is -1"),
        ("detection_delay(drop=0.9)", "drop is 0.9; expected a number from 0 to 0.88"),
        ("detection_delay(before=1)", "before is 1"),
        ("detection_delay(input_share=2)", "input_share is 2"),
        ("known_share(3, maturity=99)", "maturity is 99"),
        ("observed_accuracy([])", "at least one month"),
        ("observed_accuracy([0.9, 88])", "outside 0 to 1"),
        ("observed_accuracy([0.9, np.nan])", "outside 0 to 1"),
        ("drifting_accuracy(ramp=0)", "ramp is 0"),
    ],
    "drift.retraining": [
        ("RetrainingCase(pace='slow')", "pace is 'slow'"),
        ("RetrainingCase(concept_size=2)", "concept_size is 2; expected a number from 0 to 1"),
        ("RetrainingCase(covariate_size=-1)", "covariate_size is -1"),
        ("RetrainingCase(maturity=37)", "maturity is 37"),
        ("RetrainingCase(every=0)", "every is 0"),
        ("RetrainingCase(looks=13)", "looks is 13"),
        ("RetrainingCase(per_month=True)", "per_month is True; expected a whole number", TypeError),
        ("RetrainingCase(start=49)", "start is 49"),
        ("RetrainingCase(cost_per_retraining=-5)", "cost_per_retraining is -5"),
        ("simulate_retraining('daily')", "policy is 'daily'; expected one of never"),
    ],
    "drift.shift": [
        ("simulate_shift(kind='virtual')", "kind is 'virtual'; expected one of none, covariate"),
        ("simulate_shift(pace='slow')", "pace is 'slow'; expected one of sudden"),
        ("simulate_shift(size=1.5)", "size is 1.5; expected a number from 0 to 1"),
        ("simulate_shift(size=float('nan'))", "size is nan"),
        ("simulate_shift(size='large')", "size is 'large'; expected a number", TypeError),
        ("simulate_shift(per_month=5)", "per_month is 5; expected a whole number from 20"),
        ("simulate_shift(per_month=99.5)", "per_month is 99.5; expected a whole number", TypeError),
        ("simulate_shift(start=25)", "start is 25; expected a whole number from 1 to 24"),
        ("simulate_shift(applicants='richer')", "applicants is 'richer'"),
        ("null_psi(per_month=0)", "expected a whole number"),
        ("null_psi(per_month=100, bins=1)", "expected a whole number"),
        ("null_psi(per_month=100, repeats=0)", "expected a whole number"),
    ],
    "drift.two_sample": [
        ("kolmogorov_smirnov(['a'], ['b'])", "reference must hold numbers", TypeError),
        ("chi_square([1, 2], ['a', 'b'])", "both must be numbers or both categories", TypeError),
        ("drift_report(pd.DataFrame({'a': [1]}), pd.DataFrame({'b': [1]}))", r"share no column: \['a'\] against \['b'\]"),
        ("family_wise_error(0)", "n_tests must be 1 or more"),
        ("family_wise_error(5, 1.2)", "alpha must be between 0 and 1"),
        ("kolmogorov_smirnov([1.0, None], [1.0])", "reference has 1 missing"),
        ("chi_square([], ['a'])", "reference is empty"),
    ],
    "future.automl": [
        ("search_models(tried=5)", "tried is 5; expected a whole number from 10"),
        ("search_models(cases=2.5)", "cases is 2.5; expected a whole number", TypeError),
        ("search_models(leaks=np.nan)", "leaks is nan; expected a number"),
        ("search_models(gate='later')", "gate is 'later'; expected one of none"),
        ("expected_best(0)", "tried is 0; expected a whole number from 1"),
    ],
    "future.build_or_buy": [
        ("buy(chance=120)", "chance is 120; expected a number from 0 to 100"),
        ("buy(works=0)", "works is 0; expected a number from 1"),
        ("buy(exit_cost=float('nan'))", "exit_cost is nan; expected a number"),
    ],
    "future.fleet": [
        ("roll_out(wait=0.5)", "wait is 0.5; expected a whole number", TypeError),
        ("roll_out(stop=0)", "stop is 0; expected a number from 0.1"),
        ("roll_out(offline=95)", "offline is 95; expected a number from 0 to 90"),
        ("roll_out(offline=float('nan'))", "offline is nan; expected a number"),
    ],
    "governance": [
        ("laplace_noise(100000, 0, 5)", "expected both above 0"),
    ],
    "governance.crowd": [
        ("draw_crowd(0)", r"base is 0; expected a number from 0\.01 to 0\.99"),
    ],
    "governance.explanation": [
        ("explain(likeness=1.5)", r"likeness is 1\.5; expected a number from 0 to 0\.95"),
    ],
    "governance.privacy": [
        ("coarsen(draw_staff(10), 'fine')", "detail is 'fine'; expected one of birth year"),
        ("draw_staff(1)", "staff is 1; expected a whole number from 2"),
    ],
    "governance.thresholds": [
        ("rates(cut=1.5)", r"cut is 1\.5; expected a number from 0\.01 to 0\.99"),
        ("draw_ratios(0.5, 0.5, 1)", "applicants is 1; expected a whole number"),
    ],
    "infrastructure.availability": [
        ("run_month({'ledger': 2})", "part is 'ledger'; expected one of feature store"),
        ("run_month(repair=60)", "repair is '60'; expected one of 100, 75"),
        ("error_budget(99.9)", r"objective is 99\.9; expected a number from 0 to 1"),
    ],
    "infrastructure.canary": [
        ("Gate(share=0.6)", "share is 0.6; expected a number from 0.001 to 0.5"),
        ("Gate(watch=2)", "watch is 2; expected a whole number from 4 to 168"),
        ("Gate(delay=1.5)", "delay is 1.5; expected a whole number", TypeError),
        ("Gate(rule='none')", "rule is 'none'; expected one of health and labels"),
    ],
    "infrastructure.load": [
        ("Service(servers=0)", "servers is 0; expected a whole number from 1"),
        ("Service(mean=0)", "mean is 0; expected a number from 1"),
        ("Service(variability='high')", "variability is 'high'; expected a number", TypeError),
    ],
    "measuring_success": [
        ("run_tests(weeks=9)", "weeks is 9; expected a whole number from 1 to 8"),
        ("run_tests(looks='often')", "looks is 'often'; expected one of once, weekly, daily"),
        ("chance_of_a_false_alarm(2.5)", r"looks is 2\.5; expected a whole number", TypeError),
    ],
    "measuring_success.experiment": [
        ("power(0.01, 0, 14)", "users is 0; expected a number from 1 "),
    ],
    "measuring_success.goodhart": [
        ("respond(draw_teams(), 1, audit=2)", "audit is 2; expected a number from 0 to 1"),
        ("draw_teams(teams=0)", "teams is 0; expected a whole number, at least 1"),
    ],
    "measuring_success.vanity": [
        ("keep_by_metric(month=24)", "month is 24; expected a whole number from 1 to 23"),
        ("keep_by_metric(size_spread=2)", r"size_spread is 2; expected a number from 0 to 1\.5"),
    ],
    "mlops.time_machine": [
        ("on_day('loans', 3)", "model is 'loans'; expected one of credit, alerts, shelf"),
        ("on_day('credit', 400)", "day is 400; expected a number from 0 to 360"),
        ("on_day('credit', 3, -1)", "window is -1; expected a number from 0"),
    ],
    "people_and_change.alarms": [
        ("count_alarms(failures=0)", "failures is 0; expected a whole number from 1"),
        ("count_alarms(caught=100)", "caught is 100; expected a number from 1 to 99"),
        ("count_alarms(second='a third')", "second is 'a third'; expected one of none"),
        ("count_alarms(missed_cost=-1)", "missed_cost is -1; expected"),
    ],
    "platforms": [
        ("serve_requests(units=1)", "units is 1; expected a whole number from 2 to 15"),
        ("serve_requests(alike=101)", "alike is 101; expected a number from 0 to 100"),
        ("serve_requests(load=100)", "load is 100; expected a number from 1 to 99"),
        ("serve_requests(clear=-1)", "clear is -1; expected a number from 0 to 100"),
    ],
    "platforms.break_even": [
        ("run_platform(cases=101)", "cases is 101; expected a number from 0 to 100"),
        ("run_platform(use=-1)", "use is -1; expected a number from 0 to 100"),
        ("run_platform(saving=0)", "saving is 0; expected a number from 1"),
        ("run_platform(run=-5)", "run is -5; expected a number from 0"),
    ],
    "prioritization.option": [
        ("pilot_value(1.2, 1, 1)", "chance is 1.2; expected a share"),
        ("pilot_value(0.5, -1, 1)", "gain is -1 and loss is 1; expected zero or more"),
        ("pilot_value(0.5, 1, 1, 0.9, 2)", "false_alarm is 2; expected a share"),
    ],
    "prioritization.ranking": [
        ("draw_weights({'a': 0.0, 'b': 1.0})", "expected all above zero"),
        ("draw_weights({'a': -1.0})", "expected all above zero"),
    ],
    "scaling_gap.definitions": [
        ("draw_population(1, firms=100)", "firms is 100; expected a whole number, at least 200"),
        ("draw_population(1, trials_a_firm=0)", "trials_a_firm is 0; expected a number from 0.1 to 200"),
    ],
    "scaling_gap.funnel": [
        ("run_funnel({'budget': 5})", "gate is 'budget'; expected one of owner"),
        ("run_funnel({'data': -5})", "data is -5; expected a number from 0"),
        ("live_count_probabilities(1.2)", "rate is 1.2; expected"),
        ("live_count_probabilities(0.1, 1)", "correlation is 1; expected"),
    ],
    "scaling_gap.ways_to_scale": [
        ("compare_ways(1.2, 40)", "similarity is 1.2; expected"),
        ("compare_ways(0.5, -1)", "price is -1; expected"),
    ],
    "start_here": [
        ("count_pilots(0, 0)", "launched"),
        ("count_pilots(10, 11)", "live"),
        ("count_pilots(10, 1, 1.5)", "benchmark"),
    ],
}  # fmt: skip
"""By module: a call, and the message; the error is a ValueError unless the row says another one."""


@pytest.mark.parametrize(
    ("module", "call", "message", "error"),
    [
        pytest.param(module, call, message, *(error or [ValueError]), id=f"{module}: {call}")
        for module, refusals in REFUSALS.items()
        for call, message, *error in refusals
    ],
)
def test_what_makes_no_sense_is_refused_in_words(module, call, message, error):
    names = {**vars(import_module(f"course.simulate.{module}")), "np": np, "pd": pd}
    with pytest.raises(error, match=message):
        eval(call, names)  # noqa: S307 - our own calls
