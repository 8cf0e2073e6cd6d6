"""Meridian's facts are defined once: the texts agree with `course/world.toml`."""

import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

from course import world
from course.data import load
from course.syllabus.syllabus import MODULES

ROOT = Path(__file__).parents[1]
READ = (
    "README.md",
    "docs/*.md",
    "modules/text/*.md",
    "solutions/*.md",
    "datasets/*/card.md",
    "course/board/*.py",
    "course.toml",
    "course/decisions/*.toml",
    "course/questions/*.toml",
    "course/explore/*/*.py",
    "course/data/portfolio/*.csv",
)
ONES = (
    "no one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
WORDS = {word: number for number, word in enumerate(ONES.split())}
WORDS |= {word: 10 * number for number, word in enumerate(TENS.split(), start=2)}

FACTS = {**world.facts(), **world.rules()}
STATEMENTS = tomllib.loads((ROOT / "tests" / "world_statements.toml").read_text(encoding="utf-8"))
STAGES = {
    "pilot running": "pilot",
    "pilot ended": "ended",
    "roll-out stalled": "stalled",
    "in production": "in production",
}


def number(text):
    """Return the number that a text writes in digits or in words; None if it writes none."""
    plain = text.lower().replace(",", "").rstrip(".")
    if plain in WORDS:
        return float(WORDS[plain])
    return float(plain) if re.fullmatch(r"\d+(\.\d+)?", plain) else None


def flat(text):
    """Join the lines of a text, and the pieces of a string in Python; leave out hidden tests."""
    text = re.sub(r"### BEGIN HIDDEN TESTS.*?### END HIDDEN TESTS", "", text, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r'"\s*\n\s*f?"', "", text)).replace("**", "")


@cache
def texts():
    """Return what a learner may read, by file."""
    files = [file for pattern in READ for file in sorted(ROOT.glob(pattern))]
    return {str(file.relative_to(ROOT)): flat(file.read_text(encoding="utf-8")) for file in files}


def statements(pattern, sources):
    """Yield file, number and surroundings of each statement that a pattern finds."""
    for file, text in sources.items():
        for match in re.finditer(pattern, text):
            value = number(next(group for group in match.groups() if group))
            if value is not None:
                yield file, value, text[max(match.start() - 40, 0) : match.end() + 20]


def problems(name, fact, patterns, sources):
    """Return what is wrong with the statements of a fact: strays, and patterns without any."""
    by_pattern = {pattern: list(statements(pattern, sources)) for pattern in patterns}
    unused_patterns = [
        f"{name}: no text says {pattern!r} any more"
        for pattern, hits in by_pattern.items()
        if not hits
    ]
    strays = [
        f"{name} is {fact['value']:g} {fact['unit']} in course/world.toml, and {file} says "
        f"{value:g}: ...{around}..."
        for hits in by_pattern.values()
        for file, value, around in hits
        if value != fact["value"]
    ]
    return unused_patterns + strays


@pytest.mark.parametrize("name", STATEMENTS)
def test_all_texts_state_a_fact_alike(name):
    assert problems(name, FACTS[name], STATEMENTS[name], texts()) == []


def test_a_stray_is_named_with_both_places_and_a_stale_pattern_too():
    fact, patterns = {"value": 60, "unit": "crews"}, [r"the (\w+) crews", r"(\w+) teams"]
    sources = {"a.md": flat("Ask the\nsixty crews."), "b.md": flat("Of the twelve crews few did.")}
    stale_message, stray_message = problems("crews", fact, patterns, sources)
    assert "no text says" in stale_message
    assert all(part in stray_message for part in ("60 crews", "course/world.toml", "b.md says 12"))


def test_a_fact_that_is_missing_or_of_another_unit_is_refused_by_name():
    with pytest.raises(ValueError, match=r"world\.toml has no fact 'crew'"):
        world.number("crew", "crews")
    with pytest.raises(
        ValueError, match=r"crews: the unit is 'crews'; the caller expects 'plants'"
    ):
        world.count("crews", "plants")
    with pytest.raises(ValueError, match=r"unchecked_payment: 0\.8 is not a whole number of EUR"):
        world.count("unchecked_payment", "EUR")


@pytest.mark.parametrize("kind", ["fact", "rule", "system"])
def test_an_unknown_name_is_answered_with_those_that_there_are(kind):
    entries = getattr(world, f"{kind}s")()
    message = rf"world\.toml has no {kind} 'trams'; there are {', '.join(entries)[:30]}"
    with pytest.raises(KeyError, match=message):
        entries["trams"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('origin = "built"\n', "", "system shelves: origin is missing"),
        ('origin = "built"', 'orgin = "built"\norigin = "built"', "orgin is unknown; expected bus"),
        ("2025-01-01 = ", "2025-13-01 = ", r"shelves: expected stages by day, as in 2026-05-01 ="),
        (
            "[system.shelves]",
            "[system.shelves",
            r"course/world\.toml can't be read as TOML: .*line",
        ),
    ],
)
def test_a_mistake_in_the_file_is_told_with_its_place(old, new, message, tmp_path, monkeypatch):
    file = tmp_path / "course" / "world.toml"
    file.parent.mkdir()
    text = world._FILE.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    monkeypatch.setattr(world, "_FILE", file)
    for function in (world._world, world.systems):
        function.cache_clear()
    try:
        with pytest.raises(ValueError, match=message):
            world.systems()
    finally:
        for function in (world._world, world.systems):
            function.cache_clear()


def test_a_system_stands_where_the_register_has_its_pilot():
    register = load("portfolio").set_index("pilot_id")
    for name, system in world.systems().items():
        if system.pilot:
            row = register.loc[system.pilot]
            assert (name, STAGES[row["stage"]]) == (name, system.stage())
            assert (name, row["business"], row["needs"].split()) == (
                name,
                system.business,
                list(system.needs),
            )


def test_live_are_the_two_pilots_in_production_and_what_is_none_of_the_forty():
    live_systems = [system for system in world.systems().values() if system.stage() == world.LIVE]
    assert sum(bool(system.pilot) for system in live_systems) == world.count(
        "pilots_live", "pilots"
    )
    stages = load("portfolio")["stage"].map(STAGES).value_counts()
    for stage, name in [("pilot", "running"), ("stalled", "stalled"), ("ended", "ended")]:
        assert stages[stage] == world.count(f"pilots_{name}", "pilots")


def test_lesson_1_says_how_many_months_the_two_live_pilots_took():
    durations = set()
    for system in world.systems().values():
        if system.pilot and system.stage() == world.LIVE:
            start, launch = system.stages
            durations.add(12 * (launch.year - start.year) + launch.month - start.month)
    (months,) = durations
    assert f"two took {months} months each," in texts()["modules/text/01_scaling_gap.md"]


def test_data_sets_have_as_many_as_the_facts_say():
    teams = load("tasks", table="teams").set_index("job")
    people = teams["teams"] * teams["size"]
    for count, name, unit in [
        (load("team")["people"].sum(), "builders", "people"),
        (people["loan officer"], "loan_officers", "officers"),
        (people["technician"], "technicians", "technicians"),
        (len(load("fleet")), "devices", "devices"),
        (load("fleet")["plant"].nunique(), "plants", "plants"),
        (load("metrics")["use_case"].nunique(), "assistant_use_cases", "use cases"),
        (load("registry")["model"].nunique(), "registry_models", "models"),
        (load("portfolio")["spent"].sum() // 1_000, "money_spent", "million EUR"),
    ]:
        assert (name, count) == (name, world.count(name, unit))


def test_every_lesson_of_a_system_exists_and_every_rule_says_when_it_holds():
    lessons = {module.slug for module in MODULES}
    assert all(set(system.lessons) <= lessons for system in world.systems().values())
    assert all(rule["scope"] and rule["do"] for rule in world.rules().values())
