"""The language of a response, by the parameter `lang` or by Accept-Language (RFC 9110, section 12.5.4)."""

import re
from collections.abc import Sequence

from starlette.datastructures import Headers
from starlette.types import Scope

from api.http.content_negotiation import parse_weight
from i18n import Language

LANG_PARAMETER = re.compile(rb"(?:^|&)lang=(en|zh)(?=&|$)")


def request_language(scope: Scope) -> Language:
    """Return the language of a response, whatever else is wrong with the request.

    It is the one that `lang` names in the address, or else the one that Accept-Language prefers.
    """
    named = LANG_PARAMETER.findall(scope["query_string"])
    if named:
        return "zh" if named[-1] == b"zh" else "en"
    return parse_accept_language(Headers(scope=scope).get("accept-language", ""))


def parse_accept_language(header: str) -> Language:
    """Parse Accept-Language: Chinese if it ranks before English."""
    ranked: Sequence[tuple[float, str]] = sorted(
        map(parse_weight, header.lower().split(",")), key=lambda pair: -pair[0]
    )
    for weight, tag in ranked:
        if weight > 0 and tag[:2] in {"en", "zh"}:
            return "zh" if tag.startswith("zh") else "en"
    return "en"
