"""The texts of HTTP errors."""

from http import HTTPStatus
from types import MappingProxyType

from i18n import LANGUAGES, N_, Message

TITLES = MappingProxyType(
    {
        400: N_("Bad Request"),
        404: N_("Not Found"),
        405: N_("Method Not Allowed"),
        406: N_("Not Acceptable"),
        412: N_("Precondition Failed"),
        413: N_("Content Too Large"),
        414: N_("URI Too Long"),
        415: N_("Unsupported Media Type"),
        416: N_("Range Not Satisfiable"),
        422: N_("Unprocessable Content"),
        429: N_("Too Many Requests"),
        431: N_("Request Header Fields Too Large"),
        500: N_("Internal Server Error"),
        502: N_("Bad Gateway"),
        503: N_("Service Unavailable"),
        504: N_("Gateway Timeout"),
    }
)
"""The titles of statuses (RFC 9110, section 15); Python's own differ from version to version."""
STORE_ERROR = Message("the graph store failed to answer")
INTERNAL_ERROR = Message("internal server error; it has been logged")
MALFORMED_REQUEST = Message("the request is not valid HTTP/1.1")
TARGET_LIMIT = Message("address of 65,535 bytes")
MAX_SHOWN_CHARACTERS = 100
"""Characters of an address that an error repeats at most."""


def get_status_title(status: int) -> Message:
    """Return the title of an HTTP status."""
    return Message(TITLES.get(status) or HTTPStatus(status).phrase)


def get_status_name(status: int) -> str:
    """Return the title of an HTTP status as the end of a problem type, such as `content-too-large`."""
    return get_status_title(status).text.lower().replace(" ", "-")


def describe_unknown_path(path: str) -> Message:
    """Describe that an address has no route."""
    shown = path[:MAX_SHOWN_CHARACTERS]
    return Message("nothing is at {shown}; see /docs", shown=shown)


def describe_allowed_methods(methods: str) -> Message:
    """Describe which methods an address allows."""
    return Message("this method is not allowed here; use {methods}", methods=methods)


def render_bilingual(message: Message) -> str:
    """Render a message in every language, for a client whose language is unknown."""
    return " / ".join(message.render(language) for language in LANGUAGES)
