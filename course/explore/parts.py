"""Check that the parts of an explorable fit together, and say in words what doesn't."""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any

from course.explore.challenges import Challenge
from course.explore.controls import Control
from course.explore.scene import Scene


def by_name(controls: tuple[Control, ...]) -> dict[str, Control]:
    """Return the controls by name.

    Raises
    ------
    ValueError
        If there is something else than controls, or two have the same name.
    """
    _require_tuple("controls", controls, Control)
    names = Counter(control.name for control in controls)
    if twice := [name for name, count in names.items() if count > 1]:
        raise ValueError(f"controls: expected different names; {', '.join(twice)} comes twice.")
    return {control.name: control for control in controls}


def fitting_model(model: Callable[..., Scene], controls: Iterable[str]) -> Callable[..., Scene]:
    """Return a model that takes the controls, and says so if it returns anything but a scene.

    Raises
    ------
    ValueError
        If the model's arguments are not the controls.
    """
    names = list(controls)
    signature = inspect.signature(model)
    try:
        signature.bind(**dict.fromkeys(names))
    except TypeError as problem:
        raise ValueError(
            f"The model takes {', '.join(signature.parameters) or 'nothing'}, and the controls are "
            f"{', '.join(names)} ({problem}). Name each control after an argument of the model."
        ) from problem

    @wraps(model)
    def simulate(**values: Any) -> Scene:
        scene: object = model(**values)
        if not isinstance(scene, Scene):
            raise ValueError(
                "The model must return a Scene of frames, a sentence and facts; "
                f"it returned {type(scene).__name__}."
            )
        return scene

    return simulate


def check_challenges(
    challenges: tuple[Challenge, ...], controls: Mapping[str, Control], presets: Iterable[str]
) -> None:
    """Refuse a challenge that names an unknown control or preset."""
    _require_tuple("challenges", challenges, Challenge)
    for challenge in challenges:
        where = f"challenge {challenge.text!r}"
        checked(challenge.witness, controls, where)
        check_names(challenge.needs, controls, where)
        for preset in challenge.opens:
            if preset not in presets:
                raise ValueError(
                    f"{where} opens {preset!r}, which is not a preset; "
                    f"there are {', '.join(presets)}."
                )


def checked(
    values: Mapping[str, Any], controls: Mapping[str, Control], where: str
) -> dict[str, Any]:
    """Return values of controls, or raise ValueError if one is unknown or out of range."""
    check_names(values, controls, where)
    try:
        return {name: controls[name].check(value) for name, value in values.items()}
    except ValueError as problem:
        raise ValueError(f"{str(problem).removesuffix('.')} ({where}).") from problem


def check_names(names: Iterable[str], controls: Mapping[str, Control], where: str) -> None:
    """Raise ValueError if a name is not that of a control."""
    for name in names:
        if name not in controls:
            raise ValueError(
                f"{where}: there is no control {name!r}; there are {', '.join(controls)}."
            )


def _require_tuple(name: str, parts: object, kind: Any) -> None:
    if not isinstance(parts, tuple | list) or not all(isinstance(part, kind) for part in parts):
        raise ValueError(
            f"{name}: expected them in brackets, each followed by a comma, as in (one, two) or "
            f"(one,); got {parts!r:.80}."
        )
