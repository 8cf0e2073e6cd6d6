"""Speak with Moodle's web services: calls, downloads and uploads with a token.

The token goes in the body of each request, never in an address, so no log of addresses has it.
Requests follow no redirect, and a download keeps only the path of the address that Moodle gives:
the token goes to the configured site and nowhere else.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NoReturn

import requests

from split_grader.base.errors import one_line
from split_grader.platforms.http import PatientSession
from split_grader.platforms.interface import (
    NetworkError,
    Page,
    PlatformError,
    RightsError,
    TokenError,
)

SITE_INFO = "core_webservice_get_site_info"
_FILES = "/webservice/pluginfile.php/"
_NO_TOKEN = {"invalidtoken", "invalidtimedtoken", "invalidiptoken"}
_NO_RIGHT = {"nopermission", "nopermissions", "requireloginerror", "errorcoursecontextnotvalid"}
_AS_WRITTEN = {"moodlewssettingraw": "1", "moodlewssettingfileurl": "0"}
"""Texts as they are stored, so that they can be stored again."""


class Service:
    """A Moodle site's web services, as the owner of one token sees them."""

    def __init__(self, url: str, token: str) -> None:
        self._url = url
        self._token = token
        self._session = PatientSession()

    def call(self, function: str, *, reading: bool = True, **arguments: Any) -> Any:
        """Call a function of the web service.

        Parameters
        ----------
        reading
            Whether the function changes nothing, so that it may be called again.
        """
        fields = {"wsfunction": function, "moodlewsrestformat": "json", "wstoken": self._token}
        fields |= _AS_WRITTEN | dict(_flat(arguments))
        response = self._post("rest/server.php", fields, reading=reading)
        answer = self._decoded(response)
        if isinstance(answer, dict) and answer.keys() & {"exception", "errorcode"}:
            self._refuse(function, answer)
        return answer

    def download(self, address: str, size: int) -> bytes:
        """Download a file that a function has named."""
        path = address.partition(_FILES)[2]
        response = self._post(f"pluginfile.php/{path}", {"token": self._token}, reading=True)
        if len(response.content) == size:
            return response.content
        answer = _object(response)
        if "errorcode" in answer:
            self._refuse("a download", answer)
        raise PlatformError(
            f"Moodle gave {len(response.content):,} bytes for {path.rpartition('/')[2]}, expected "
            f"{size:,}. Start the same command again."
        )

    def upload(self, pages: Sequence[Page]) -> int:
        """Put files into a new draft area; return its number."""
        files = {f"file_{place}": (page.name, page.content) for place, page in enumerate(pages)}
        fields = {"token": self._token, "itemid": "0"}
        # A draft that nobody uses disappears, so an upload may be repeated.
        answer = self._decoded(self._post("upload.php", fields, files=files, reading=True))
        if isinstance(answer, dict):
            self._refuse("an upload", answer)
        for one in answer:
            if "error" in one:
                raise PlatformError(f"Moodle refused {one.get('filename')}: {one['error']}")
        return int(answer[0]["itemid"])

    def _post(
        self, path: str, fields: Mapping[str, str], *, reading: bool, files: Any = None
    ) -> requests.Response:
        response = self._session.request(
            "POST",
            f"{self._url}/webservice/{path}",
            reading=reading,
            data=fields,
            files=files,
            allow_redirects=False,
        )
        status, url = response.status_code, self._url
        if response.is_redirect:
            address = response.headers["Location"].partition("/webservice/")[0]
            raise PlatformError(f"{url} sends requests on to {address}. Write that as 'url'.")
        if status >= 500:
            raise NetworkError(
                f"{url} answers with the error {status}. Start the same command again later: it "
                "continues where it stopped."
            )
        if status == 403:
            raise RightsError(
                f"{url} has its web services or their REST protocol turned off. Ask the site's "
                "administrator to turn them on."
            )
        if status >= 400 and "errorcode" not in _object(response):
            raise PlatformError(
                f"{url} answers with the error {status}. Expected as 'url' the address of the "
                "site's start page, such as https://moodle.example.edu."
            )
        return response

    def _decoded(self, response: requests.Response) -> Any:
        try:
            return response.json()
        except ValueError:
            raise PlatformError(
                f"{self._url} answers with a page instead of data. Expected as 'url' the address "
                "of the site's start page, such as https://moodle.example.edu."
            ) from None

    def _refuse(self, what: str, answer: Mapping[str, Any]) -> NoReturn:
        """Raise the error that Moodle's answer describes."""
        code = str(answer.get("errorcode", ""))
        message = one_line(str(answer.get("message") or answer.get("error") or code))
        message = message.replace(self._token, "...").rstrip(".")
        is_access = code == "accessexception"
        if is_access and what != SITE_INFO:
            self.call(SITE_INFO)  # Moodle deletes an expired token at its first use
        if code in _NO_TOKEN or (is_access and what == SITE_INFO):
            raise TokenError(
                f"Moodle doesn't accept the token ({message}). It may have expired. Create a new "
                "one in your preferences there, under Security keys."
            )
        if is_access:
            raise RightsError(
                f"The token's service in Moodle doesn't allow {what} ({message}). Ask the site's "
                "administrator to add it to the service."
            )
        if code in _NO_RIGHT:
            raise RightsError(f"Moodle doesn't allow this for the token's owner: {message}.")
        raise PlatformError(f"Moodle refused {what}: {message} ({code}).")


def _object(response: requests.Response) -> dict[str, Any]:
    try:
        answer = response.json()
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def _flat(arguments: Any, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Yield arguments under names such as ``options[0][name]``, as PHP reads them."""
    if isinstance(arguments, bool):
        yield prefix, str(int(arguments))
    elif isinstance(arguments, Mapping):
        for key, value in arguments.items():
            yield from _flat(value, f"{prefix}[{key}]" if prefix else key)
    elif isinstance(arguments, list | tuple):
        for place, value in enumerate(arguments):
            yield from _flat(value, f"{prefix}[{place}]")
    else:
        yield prefix, str(arguments)
