"""Change the links of a page that lead out of its package."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Collection
from urllib.parse import urljoin, urlsplit

_LINK = re.compile(r'<a\b([^>]*?) href="([^"]*)"([^>]*)>(.*?)</a>', re.DOTALL)
_MENU = re.compile(r"<(header|nav)\b.*?</\1>", re.DOTALL)
# Attributes that only a link may have, or that make it look like one.
_OF_LINKS = re.compile(r' (?:class|rel|download|aria-label)\b(?:="[^"]*")?')
# A platform shows the package in a frame, which most other sites refuse.
_NEW_TAB = ' target="_blank" rel="noopener"'


def repoint(text: str, page: str, inside: Collection[str], site: str | None) -> str:
    """Return a page whose links work in a package.

    Links to other sites open a new tab. So do links to the course's pages outside the package, if
    the browser edition has an address. If it doesn't, they are left out of menus, and elsewhere
    only their words stay.

    `page` is the page's path, and `inside` has the paths of all files in the package. `site` is the
    address of the browser edition, if there is one.
    """

    def left_out(link: re.Match[str]) -> str:
        return link[0] if _address(link[2], page, inside, site) is not None else ""

    def changed(link: re.Match[str]) -> str:
        before, target, after, words = link.groups()
        address = _address(target, page, inside, site)
        if address is None:
            return f"<span{_OF_LINKS.sub('', before + after)}>{words}</span>"
        is_out = bool(urlsplit(address).scheme)
        about = f"{_without_rel(before + after)}{_NEW_TAB}" if is_out else before + after
        return f'<a{about} href="{html.escape(address)}">{words}</a>'

    return _LINK.sub(changed, _MENU.sub(lambda menu: _LINK.sub(left_out, menu[0]), text))


def _address(target: str, page: str, inside: Collection[str], site: str | None) -> str | None:
    """Return where a link leads; None if it leads nowhere."""
    address = html.unescape(target)
    parts = urlsplit(address)
    path = posixpath.normpath(posixpath.join(posixpath.dirname(page), parts.path))
    if parts.scheme or not parts.path or path in inside:
        return address
    return urljoin(f"{site.rstrip('/')}/", parts._replace(path=path).geturl()) if site else None


def _without_rel(attributes: str) -> str:
    return re.sub(r' rel="[^"]*"', "", attributes)
