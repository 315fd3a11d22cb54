"""What errors say, in English and Chinese, beside what the graph itself says of its own."""

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
"""The Chinese titles of the statuses that errors have here; the English ones are HTTP's own."""
UNANSWERED = Label(en="the graph could not answer", zh="图谱无法回答")
INTERNAL = Label(en="something went wrong on our side; it was logged", zh="服务器端出现错误，已记录在日志中")
UNREADABLE = Label(en="the request cannot be read: it is not HTTP/1.1", zh="无法读取请求：它不是 HTTP/1.1")
LONG_ADDRESS = Label(en="address of 65,535 bytes", zh="地址 65,535 字节")
LONGEST_SHOWN = 100
"""Characters of an address that an error repeats."""


def title(status: int) -> Label:
    """Return the title of a status."""
    phrase = HTTPStatus(status).phrase
    return Label(en=phrase, zh=TITLES.get(status, phrase))


def nothing_at(path: str) -> Label:
    """State that an address leads nowhere."""
    shown = path[:LONGEST_SHOWN]
    return Label(en=f"there is nothing at {shown}; see /docs", zh=f"{shown} 处没有内容；参见 /docs")


def not_allowed(methods: str) -> Label:
    """Describe which methods there are instead."""
    return Label(
        en=f"this method is not allowed here, but {methods} are",
        zh=f"此处不允许该方法，允许的方法有 {methods}",
    )


def bilingual(label: Label) -> str:
    """Reply in both languages, to who did not say in which."""
    return f"{label.en} / {label.zh}"
