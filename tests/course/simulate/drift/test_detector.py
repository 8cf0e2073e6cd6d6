import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.simulate.drift import ADWIN, DDM, PageHinkley
from course.simulate.drift.detector import detections


def river_detections(detector, values):
    positions = []
    for position, value in enumerate(values):
        detector.update(value)
        if detector.drift_detected:
            positions.append(position)
    return positions


def error_stream(seed, *segments):
    rng = np.random.default_rng(seed)
    return np.concatenate([rng.random(n) < rate for n, rate in segments]).astype(int).tolist()


def normal_stream(seed, *segments):
    rng = np.random.default_rng(seed)
    return np.concatenate([rng.normal(mean, 1, n) for n, mean in segments]).tolist()


ERRORS = {
    "steady": [(4000, 0.12)],
    "sudden": [(1500, 0.12), (1500, 0.21)],
    "large": [(1000, 0.1), (1000, 0.5)],
    "back and forth": [(800, 0.1), (800, 0.4), (800, 0.1), (800, 0.4)],
    "gradual": [(300, 0.1 + 0.03 * step) for step in range(10)],
    "never wrong, then sometimes": [(200, 0.0), (800, 0.05)],
}
LEVELS = {
    "steady": [(4000, 0)],
    "up": [(1500, 0), (1500, 0.7)],
    "down": [(1500, 0), (1500, -0.7)],
    "several": [(700, 0), (700, 2), (700, -1), (700, 5)],
}
SEEDS = [0, 1, 2]


def streams(make, shapes):
    return [
        pytest.param(make(seed, *segments), id=f"{name}-{seed}")
        for (name, segments), seed in itertools.product(shapes.items(), SEEDS)
    ]


@pytest.mark.parametrize("stream", streams(error_stream, ERRORS) + streams(normal_stream, LEVELS))
@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"delta": 0.05, "clock": 1},
        {"delta": 0.3, "max_buckets": 2, "min_window_length": 1, "grace_period": 50},
    ],
    ids=str,
)
def test_adwin_detects_and_keeps_its_window_as_river_does(stream, parameters):
    drift = pytest.importorskip("river.drift")
    ours, theirs = ADWIN(**parameters), drift.ADWIN(**parameters)
    for value in stream:
        ours.update(value)
        theirs.update(value)
        assert ours.drift_detected == theirs.drift_detected
        assert ours.width == theirs.width
        assert ours.estimation == pytest.approx(theirs.estimation, abs=1e-9)


@pytest.mark.parametrize("stream", streams(error_stream, ERRORS))
@pytest.mark.parametrize(
    "parameters",
    [{}, {"warm_start": 100, "warning_threshold": 1.5, "drift_threshold": 2.5}],
    ids=str,
)
def test_ddm_warns_and_detects_as_river_does(stream, parameters):
    binary = pytest.importorskip("river.drift.binary")
    ours, theirs = DDM(**parameters), binary.DDM(**parameters)
    for value in stream:
        ours.update(value)
        theirs.update(value)
        assert ours.drift_detected == theirs.drift_detected
        assert ours.warning_detected == theirs.warning_detected


@pytest.mark.parametrize("stream", streams(error_stream, ERRORS) + streams(normal_stream, LEVELS))
@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"threshold": 15.0, "delta": 0.1, "mode": "up"},
        {"threshold": 15.0, "delta": 0.1, "mode": "down"},
        {"threshold": 8.0, "alpha": 0.99, "min_instances": 5},
    ],
    ids=str,
)
def test_page_hinkley_detects_as_river_does(stream, parameters):
    drift = pytest.importorskip("river.drift")
    expected = river_detections(drift.PageHinkley(**parameters), stream)
    assert detections(PageHinkley(**parameters), stream) == expected


@pytest.mark.parametrize("make", [ADWIN, DDM, PageHinkley])
def test_a_large_change_is_found_within_300_values(make):
    """Agreement with river would mean little if nothing were ever detected."""
    for seed in SEEDS:
        found = detections(make(), error_stream(seed, *ERRORS["large"]))
        assert any(1000 <= position < 1300 for position in found)


@pytest.mark.parametrize("make", [ADWIN, DDM, PageHinkley])
class TestEveryDetector:
    def test_update_says_what_the_attribute_says(self, make):
        detector = make()
        for value in error_stream(3, *ERRORS["large"]):
            assert detector.update(value) is detector.drift_detected

    def test_a_reset_detector_behaves_like_a_new_one(self, make):
        detector, stream = make(), error_stream(4, *ERRORS["large"])
        for value in stream[:1200]:
            detector.update(value)
        detector.reset()
        assert not detector.drift_detected
        assert [detector.update(v) for v in stream] == _run(make, stream)

    def test_detections_gives_the_same_answer_twice(self, make):
        detector, stream = make(), error_stream(5, *ERRORS["large"])
        assert detections(detector, stream) == detections(detector, stream)

    def test_an_empty_stream_has_no_detections(self, make):
        assert detections(make(), []) == []

    @pytest.mark.parametrize("value", [math.nan, math.inf])
    def test_values_must_be_finite(self, make, value):
        with pytest.raises(ValueError, match="finite"):
            make().update(value)


def _run(make, stream):
    detector = make()
    return [detector.update(value) for value in stream]


def test_adwin_window_grows_while_nothing_changes_and_shrinks_at_a_drift():
    detector = ADWIN()
    for value in [0.0] * 500:
        detector.update(value)
    assert (detector.width, detector.estimation) == (500, 0.0)
    while not detector.update(1.0):
        pass
    assert detector.width < 500
    assert detector.estimation > 0


def test_adwin_keeps_few_buckets_for_a_long_window():
    detector = ADWIN()
    for value in [0.0, 1.0] * 4096:
        detector.update(value)
    assert detector.width == 8192
    assert sum(len(row) for row in detector._rows) <= 5 * math.log2(8192)


@given(st.lists(st.floats(-100, 100), max_size=300))
@settings(max_examples=50)
def test_adwin_estimates_the_mean_of_its_window(values):
    detector = ADWIN(clock=1)
    for value in values:
        detector.update(value)
    window = values[len(values) - detector.width :]
    assert detector.estimation == pytest.approx(np.mean(window) if window else 0, abs=1e-9)


def test_ddm_warns_before_it_detects():
    detector = DDM()
    warned_at = []
    for position, value in enumerate(error_stream(6, (1500, 0.12), (1500, 0.25))):
        drift = detector.update(value)
        if position >= 1500 and detector.warning_detected:
            warned_at.append(position)
        if position >= 1500 and drift:
            break
    assert drift
    assert not detector.warning_detected
    assert warned_at[0] < position


def test_ddm_remembers_the_best_error_rate():
    detector = DDM()
    for value in [0, 0, 0, 1] * 50:
        detector.update(value)
    assert detector.error_rate == 0.25
    assert detector.p_min <= 0.25
    assert detector.s_min == pytest.approx(math.sqrt(0.25 * 0.75 / 200), rel=0.05)


def test_page_hinkley_statistic_crosses_the_threshold_at_the_detection():
    detector = PageHinkley(threshold=10)
    before = 0.0
    for value in [0.0] * 100 + [1.0] * 100:
        if detector.update(value):
            break
        before = detector.statistic
    assert before <= 10 < detector.statistic


def test_page_hinkley_mode_chooses_the_direction():
    rise = [0.0] * 100 + [1.0] * 100
    assert detections(PageHinkley(threshold=10, mode="up"), rise)
    assert not detections(PageHinkley(threshold=10, mode="down"), rise)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: ADWIN(delta=0), "delta must be between 0 and 1"),
        (lambda: ADWIN(delta=1.5), "delta must be between 0 and 1"),
        (lambda: ADWIN(clock=0), "clock must be 1 or more"),
        (lambda: ADWIN(max_buckets=0), "max_buckets must be 1 or more"),
        (lambda: ADWIN(min_window_length=0), "min_window_length must be 1 or more"),
        (lambda: DDM(warm_start=0), "warm_start must be 1 or more"),
        (lambda: DDM(warning_threshold=4), "warning_threshold <= drift_threshold"),
        (lambda: DDM().update(0.5), "0 for right and 1 for wrong, got 0.5"),
        (lambda: PageHinkley(min_instances=0), "min_instances must be 1 or more"),
        (lambda: PageHinkley(delta=-1), "delta must be 0 or more"),
        (lambda: PageHinkley(threshold=0), "threshold must be above 0"),
        (lambda: PageHinkley(alpha=0), "alpha must be above 0"),
        (lambda: PageHinkley(mode="sideways"), "mode must be 'both', 'up' or 'down'"),
    ],
)
def test_bad_arguments_are_explained(call, message):
    with pytest.raises(ValueError, match=message):
        call()
