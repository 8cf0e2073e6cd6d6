"""Clean and judge the reports of a process, which can't be trusted."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from split_grader.split.both.last_line import NUMBER, end_of, fault_of, is_finite
from split_grader.split.both.outcome import Verdict
from split_grader.split.both.protocol import WireError, unpack
from split_grader.split.relay.channel import Broken

if TYPE_CHECKING:
    from split_grader.split.both.outcome import CellOutcome

_MOST_PARTS = 2_000_000
_DEEPEST = 100
_MOST_RUNS = 1_000_000


def read(body: bytes) -> dict[str, Any]:
    """Return the report in a frame's body.

    Raises
    ------
    Broken
        If it isn't a report, or has more parts than anybody needs.
    """
    if sum(body.count(sign) for sign in (b"[", b"{", b",")) > _MOST_PARTS:
        raise Broken("protocol", "its report has too many parts")
    try:
        return unpack(body)[0]
    except WireError as error:
        raise Broken("protocol", str(error)) from None


def judge(result: CellOutcome, verdict: Verdict, message: str, number: Any = None) -> None:
    """Write a verdict and its score into a result."""
    result.verdict, result.message = verdict, message
    if verdict is Verdict.PASSED:
        result.score = result.points
    elif verdict is Verdict.PARTIAL and type(number) in {int, float} and is_finite(number):
        result.score = min(max(float(number), 0.0), result.points)
    else:
        result.score = 0.0


def take_verdict(report: dict[str, Any], result: CellOutcome) -> None:
    """Write the checker's verdict on a test into a result."""
    try:
        verdict = Verdict(str(report.get("verdict")))
    except ValueError:
        verdict = Verdict.NO_VERDICT
    judge(result, verdict, str(report.get("message", "")), report.get("number"))


def judge_together(result: CellOutcome, report: dict[str, Any], due: str) -> None:
    """Judge a test that ran in one process with the answers; `due` is its expected ending.

    The result has all outputs of the report: one that no longer fits is an error all the same.
    """
    result.status = "ok"
    value = report.get("value")
    errors = [output for output in result.outputs if output["output_type"] == "error"]
    if report.get("ok") is not True or errors:
        last = errors[-1] if errors else {"ename": "Error", "evalue": ""}
        judge(result, Verdict.FAILED, f"{last['ename']}: {last['evalue']}")
    elif fault := fault_of(value, report.get("true"), due):
        judge(result, Verdict.FAILED, fault)
    elif value is None or (value is True and due != NUMBER):
        result.ends = end_of(value)
        judge(result, Verdict.PASSED, "")
    else:
        result.ends = end_of(value)
        judge(result, Verdict.PARTIAL, "", float(value))


def judge_broken(
    result: CellOutcome,
    broken: Broken,
    seconds: float,
    verdict: Verdict = Verdict.KILLED,
    text: str = "{}",
) -> None:
    """Write into a result that a process broke which its test needs."""
    is_late = broken.how == "timeout"
    result.status = "timeout" if is_late else "killed"
    verdict = Verdict.TIMEOUT if is_late else verdict
    judge(result, verdict, text.format(what_broke(broken, seconds)))


def wait_for_a_person(result: CellOutcome, why: str) -> None:
    """Leave a cell to a person, because the grader failed; a test gets no score."""
    result.status, result.message, result.score = "fault", why, None
    result.outputs = [error("GraderFailed", why)]
    if result.kind == "test":
        result.verdict = Verdict.NO_VERDICT


def what_broke(broken: Broken, seconds: float) -> str:
    """Describe how a process broke that had some seconds."""
    if broken.how == "timeout":
        return f"it ran longer than {seconds:g} s"
    return str(broken)


def stop(result: CellOutcome, broken: Broken, seconds: float) -> None:
    """Write into the result of an answer that it was stopped, or its process broke."""
    is_late = broken.how == "timeout"
    result.status = "timeout" if is_late else "killed"
    result.message = what_broke(broken, seconds)
    result.outputs.append(error("Timeout" if is_late else "ProcessEnded", result.message))


def error(name: str, text: str) -> dict[str, Any]:
    """Return an output of the grader's own."""
    return {"output_type": "error", "ename": name, "evalue": text, "traceback": [text]}


def outputs(reported: Any, cap: int) -> list[dict[str, Any]]:
    """Keep what is a proper nbformat output, at most `cap` bytes of JSON."""
    clean_outputs: list[dict[str, Any]] = []
    room = cap
    for output in reported if isinstance(reported, list) else []:
        clean = _output(output) if isinstance(output, dict) else None
        if clean is None:
            continue
        room -= len(json.dumps(clean))
        if room < 0:
            break
        clean_outputs.append(clean)
    return clean_outputs


def _count(number: Any) -> int | None:
    """Return the number of a cell that its process reported, if it is valid."""
    return number if type(number) is int and 0 <= number < _MOST_RUNS else None


def _is_shallow(value: Any, depth: int = _DEEPEST) -> bool:
    """Tell whether a value is nested only so deeply that code can walk through it."""
    if not isinstance(value, (dict, list)):
        return True
    parts = value.values() if isinstance(value, dict) else value
    return depth > 0 and all(_is_shallow(part, depth - 1) for part in parts)


def _output(output: dict[str, Any]) -> dict[str, Any] | None:
    # As text, because a value that can't be hashed would stop the relay.
    kind, name = str(output.get("output_type")), str(output.get("name"))
    if kind == "stream":
        if name in {"stdout", "stderr"} and isinstance(output.get("text"), str):
            return {"output_type": kind, "name": name, "text": output["text"]}
        return None
    if kind == "error":
        trace = output.get("traceback")
        lines = [str(line) for line in trace] if isinstance(trace, list) else []
        name, value = str(output.get("ename")), str(output.get("evalue"))
        return {"output_type": kind, "ename": name, "evalue": value, "traceback": lines}
    data, metadata = output.get("data"), output.get("metadata")
    if not _is_shallow([data, metadata]):
        return None
    if kind in {"display_data", "execute_result"} and isinstance(data, dict):
        clean: dict[str, Any] = {"output_type": kind, "data": data}
        clean["metadata"] = metadata if isinstance(metadata, dict) else {}
        if kind == "execute_result":
            clean["execution_count"] = _count(output.get("execution_count"))
        return clean
    return None
