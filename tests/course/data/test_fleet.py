"""The fleet: a fault that a limit for all devices cannot see, and silence that is no fault."""

import pytest

from course.data import fleet

LEARNERS = [None, *(f"learner-{number}" for number in range(12))]


def silent(variant, days):
    """Devices that have the update, with whether they have been silent for so many days."""
    rows = fleet.load(variant=variant).merge(fleet.load("update", variant))
    rows = rows[rows["installed"] > 0]
    return rows.assign(silent=21 - rows["last_call"] >= days)


def planted(variant):
    return fleet.truth(variant).set_index("kind")


@pytest.mark.parametrize("variant", LEARNERS)
def test_the_fault_hides_in_all_devices_and_shows_in_its_kind_and_firmware(variant):
    rows = silent(variant, 7)
    assert rows["silent"].mean() < 0.05
    shares = rows.groupby(["kind", "firmware"])["silent"].mean()
    assert " ".join(shares.idxmax()) == planted(variant).loc["fault", "what"]
    assert shares.max() > 0.65
    assert shares.drop(shares.idxmax()).max() < 0.06


@pytest.mark.parametrize("variant", LEARNERS)
def test_a_poor_link_looks_like_failure_if_nobody_waits(variant):
    poor = planted(variant).loc["poor_link", "what"]
    early, late = (silent(variant, days).groupby("plant")["silent"].mean() for days in (3, 10))
    assert early.idxmax() == poor
    assert early[poor] > 0.2
    assert late[poor] < 0.08


@pytest.mark.parametrize("variant", LEARNERS)
def test_the_first_rings_hold_one_kind(variant):
    devices = fleet.load(variant=variant)
    assert set(devices.loc[devices["ring"] < 4, "kind"]) == {"gateway"}
    assert devices["kind"].value_counts().to_dict() == fleet.KINDS
    assert devices["ring"].value_counts().sort_index().tolist() == list(fleet.RINGS)


@pytest.mark.parametrize("variant", LEARNERS)
def test_single_people_stand_out_by_their_hour(variant):
    handhelds = fleet.load(variant=variant).query("kind == 'handheld'")
    sizes = handhelds.groupby(["plant", "first_call"]).size()
    assert (sizes == 1).sum() == planted(variant).loc["alone", "devices"] >= 4


def test_a_limit_of_five_per_cent_fires_on_impatience_and_not_on_the_fault():
    shares = [silent(None, days)["silent"].mean() for days in range(1, 13)]
    assert [share >= 0.05 for share in shares] == [True] * 5 + [False] * 7
    early = silent(None, 3).query("silent")
    sound = early[(early["kind"] != "camera") | (early["firmware"] != "1.8")]
    assert len(sound) > len(early) / 2
    assert (sound["plant"] == "P6").mean() > 0.5


def test_no_device_calls_before_it_has_the_update_and_falls_silent_afterwards():
    log = fleet.load("update")
    updated_devices = log[log["installed"] > 0]
    assert (updated_devices["last_call"] >= updated_devices["installed"]).all()
    assert log["last_call"].between(0, 21).all()


def test_truth_counts_the_faulty_devices():
    devices = fleet.load()
    kind, firmware = planted(None).loc["fault", "what"].split()
    is_faulty = (devices["kind"] == kind) & (devices["firmware"] == firmware)
    assert planted(None).loc["fault", "devices"] == is_faulty.sum() == 228


def test_variants_differ_in_what_breaks():
    assert len({planted(variant).loc["fault", "what"] for variant in LEARNERS}) == 3
