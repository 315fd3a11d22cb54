"""The texts of HTTP errors, in English and Chinese."""

from http import HTTPStatus
from types import MappingProxyType

from graph.models import Label

TITLES = MappingProxyType(
    {
        400: "错误的请求",
        404: "未找到",
        405: "不允许的方法",
        406: "没有可接受的格式",
        412: "前提条件不满足",
        413: "内容过大",
        414: "地址过长",
        415: "不支持的媒体类型",
        416: "范围无法满足",
        422: "无法处理的内容",
        429: "请求过多",
        431: "请求首部字段过大",
        500: "服务器内部错误",
        502: "上游服务错误",
        503: "服务暂不可用",
        504: "上游服务超时",
    }
)
"""The Chinese titles of statuses; the English ones are HTTP's reason phrases."""
STORE_ERROR = Label(en="the graph could not answer", zh="图谱无法回答")
INTERNAL_ERROR = Label(
    en="something went wrong on our side; it was logged", zh="服务器端出现错误，已记录在日志中"
)
MALFORMED_REQUEST = Label(
    en="the request cannot be read: it is not HTTP/1.1", zh="无法读取请求：它不是 HTTP/1.1"
)
TARGET_LIMIT = Label(en="address of 65,535 bytes", zh="地址 65,535 字节")
MAX_SHOWN_CHARACTERS = 100
"""Characters of an address that an error repeats at most."""


def get_status_title(status: int) -> Label:
    """Return the title of an HTTP status."""
    phrase = HTTPStatus(status).phrase
    return Label(en=phrase, zh=TITLES.get(status, phrase))


def describe_unknown_path(path: str) -> Label:
    """Describe that an address has no route."""
    shown = path[:MAX_SHOWN_CHARACTERS]
    return Label(en=f"there is nothing at {shown}; see /docs", zh=f"{shown} 处没有内容；参见 /docs")


def describe_allowed_methods(methods: str) -> Label:
    """Describe which methods an address allows."""
    return Label(
        en=f"this method is not allowed here, but {methods} are",
        zh=f"此处不允许该方法，允许的方法有 {methods}",
    )


def format_bilingual(label: Label) -> str:
    """Format a text in both languages, for a client whose language is unknown."""
    return f"{label.en} / {label.zh}"
