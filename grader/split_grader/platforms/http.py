"""Send requests that wait when asked to, end when nobody answers, and never repeat a change."""

import time
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlparse

import requests

from split_grader.platforms.interface import PAUSES, NetworkError, RateLimitError

_LONGEST_PAUSE = 300.0
_TIME_LIMIT = (10.0, 60.0)
"""Seconds to wait for a connection, and for an answer."""


class PatientSession(requests.Session):
    """A session that both platforms use.

    If the platform says that there are too many requests, it has done nothing, so any request is
    sent again after a pause. After a lost connection, only reading is repeated.
    """

    def request(  # type: ignore[override]  # one more option than the library's
        self, method: str, url: str, *args: Any, reading: bool | None = None, **options: Any
    ) -> requests.Response:
        """Send a request.

        Parameters
        ----------
        reading
            Whether it changes nothing; by default, whether it is a GET.

        Raises
        ------
        NetworkError
            If no answer arrives.
        RateLimitError
            If the platform still refuses after several pauses.
        """
        may_repeat = method.upper() == "GET" if reading is None else reading
        options["timeout"] = options.get("timeout") or _TIME_LIMIT
        for usual in (*PAUSES, None):
            try:
                response = super().request(method, url, *args, **options)
            except requests.RequestException as error:
                if usual is None or not may_repeat:
                    host = urlparse(url).netloc
                    raise NetworkError(_no_answer(host, error)) from None
                time.sleep(usual)
                continue
            if not _is_refusal(response, may_repeat):
                return response
            pause = _asked_pause(response, usual or PAUSES[-1])
            if usual is None or pause > _LONGEST_PAUSE:
                raise RateLimitError(
                    f"{urlparse(url).netloc} allows no more requests for now; it "
                    f"asks to wait {pause:.0f} s. Start the same command again later: it "
                    "continues where it stopped."
                )
            time.sleep(pause)
        raise AssertionError  # the loop always returns or raises


def _is_refusal(response: requests.Response, may_repeat: bool) -> bool:  # noqa: FBT001
    """Return whether the platform did nothing because there are too many requests."""
    status = response.status_code
    if status == 503:  # from a proxy, which may have passed the request on
        return may_repeat or "Retry-After" in response.headers
    # Canvas says the same with another number.
    is_canvas = status == 403 and b"Rate Limit Exceeded" in response.content
    return status == 429 or is_canvas


def _asked_pause(response: requests.Response, usual: float) -> float:
    """Return the seconds that ``Retry-After`` asks for, or the usual ones."""
    text = response.headers.get("Retry-After", "")
    with suppress(ValueError):
        return max(0.0, float(text))
    with suppress(ValueError, TypeError):
        return max(0.0, (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds())
    return usual


def _no_answer(host: str, error: Exception) -> str:
    return (
        f"{host} gave no answer ({type(error).__name__}). Check the address and your network. Then "
        "start the same command again: it continues where it stopped."
    )
