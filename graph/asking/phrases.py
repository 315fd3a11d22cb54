"""The sentences of answers, in both languages."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from graph.asking.meaning import Language
from graph.asking.reply import Said
from graph.model import Citation, Label, Shape, Value


class Named(Protocol):
    """Something that has a label."""

    @property
    def label(self) -> Label:
        """What it is called."""


TEXTS = {
    "users": Label(en="distributions that use {wanted}", zh="使用 {wanted} 的发行版"),
    "users_not": Label(
        en="distributions that use {wanted} and not {unwanted}",
        zh="使用 {wanted} 且不使用 {unwanted} 的发行版",
    ),
    "uses": Label(en="whether {subject} uses {component}", zh="{subject} 是否使用 {component}"),
    "supports": Label(en="whether {subject} supports {component}", zh="{subject} 是否支持 {component}"),
    "facts": Label(en="{properties} of {subject}", zh="{subject} 的{properties}"),
    "comparison": Label(en="comparison of {subjects}", zh="{subjects} 的对比"),
    "description": Label(en="what {subject} is", zh="{subject} 是什么"),
    "found": Label(en="{names} {use} {wanted}.", zh="{names} 使用 {wanted}。"),
    "nobody": Label(
        en="No distribution is recorded to use {wanted}.", zh="没有记录表明有发行版使用 {wanted}。"
    ),
    "optional": Label(
        en="Not by default, but offered or supported: {names}.", zh="非默认，但可选或受支持：{names}。"
    ),
    "silent": Label(en="Nobody has recorded it for {names}.", zh="以下发行版尚无记录：{names}。"),
    "silent_many": Label(en="Of {count} others nobody has said.", zh="另有 {count} 个发行版尚无记录。"),
    "version": Label(en="the version of {component} in {release}", zh="{release} 中 {component} 的版本"),
    "version_newest": Label(
        en="the version of {component} in the newest release of {release}",
        zh="{release} 最新版本中 {component} 的版本",
    ),
    "version_is": Label(
        en="{release} ships {component} {versions}.", zh="{release} 附带 {component} {versions}。"
    ),
    "changes": Label(en="what changed between {before} and {after}", zh="{before} 与 {after} 之间的变化"),
    "changes_since": Label(en="what changed with {after}", zh="{after} 带来的变化"),
    "changed": Label(
        en="From {before} to {after}, components that changed: {count}.",
        zh="从 {before} 到 {after}，{count} 个组件有变化。",
    ),
    "changes_are": Label(en="{changes}.", zh="{changes}。"),
    "changes_unrecorded": Label(
        en="Not on record in one of the two: {names}.", zh="其中一个版本没有记录：{names}。"
    ),
    "change_both": Label(en="{component} {before} → {after}", zh="{component} {before} → {after}"),
    "change_after": Label(en="{component} {after} (new)", zh="{component} {after}（新增）"),
    "change_before": Label(en="{component} {before} (gone)", zh="{component} {before}（移除）"),
    "by_default": Label(en=" by default", zh="（默认）"),
    "yes": Label(en="Yes: {subject} {relation}.", zh="是：{subject}{relation}。"),
    "no": Label(en="No. {reason}", zh="否。{reason}"),
    "instead": Label(en="{subject}, {has}.", zh="{subject} 的{has}。"),
    "not_by_default": Label(
        en="Not by default: {subject} {relation}.", zh="默认不使用：{subject}{relation}。"
    ),
    "until": Label(
        en="{subject} last shipped it with {release}.", zh="{subject} 最后在 {release} 中附带它。"
    ),
    "ships": Label(
        en="Its newest release, {release}, ships {component} {versions}.",
        zh="其最新版本 {release} 附带 {component} {versions}。",
    ),
    "unrecorded": Label(en="Nobody has recorded that.", zh="尚无记录。"),
    "fact": Label(en="{subject}, {property}: {values}.", zh="{subject} 的{property}：{values}。"),
    "disputed": Label(en=" Sources disagree on this.", zh="各来源对此说法不一。"),
    "compared": Label(
        en="{subjects} differ in {differ} of {known} properties that are known of all of them.",
        zh="{subjects} 在均有记录的 {known} 项属性中有 {differ} 项不同。",
    ),
    "difference": Label(en="{property}: {sides}.", zh="{property}：{sides}。"),
    "bundles": Label(en="bundles {component}", zh="内置 {component}"),
    "enables": Label(en="enables {component} by default", zh="默认启用 {component}"),
    "offers": Label(en="offers {component} as an option", zh="可选提供 {component}"),
    "supports_verb": Label(en="supports {component}", zh="支持 {component}"),
    "uses_verb": Label(en="uses {component}", zh="使用 {component}"),
    "out-of-scope": Label(
        en="This is not a question that the graph can answer yet.", zh="图谱目前还不能回答这个问题。"
    ),
    "unknown-name": Label(en="Nothing is known of “{names}”.", zh="图谱中没有“{names}”。"),
    "gap": Label(
        en="Of its {minor} nothing is on record, between {after} and {before}.",
        zh="其 {minor} 没有任何记录，缺口在 {after} 与 {before} 之间。",
    ),
    "ambiguous": Label(en="This may mean several things: {names}.", zh="可能有多种含义：{names}。"),
    "not-a-question": Label(en="This does not read as a question.", zh="这看起来不是一个问题。"),
}

EXAMPLES = {
    "en": (
        "which distros use kine",
        "what container runtime does k0s use",
        "compare k3s and k0s",
        "what is traefik",
        "does k3s support PostgreSQL?",
    ),
    "zh": (
        "哪些发行版使用 kine",
        "k0s 用什么容器运行时",
        "k3s 和 k0s 对比",
        "traefik 是什么",
        "k3s 支持 PostgreSQL 吗",
    ),
}


def said(key: str, language: Language, **names: object) -> str:
    """Give a sentence in a language."""
    sentence = str(getattr(TEXTS[key], language)).format(**names)
    return spaced(sentence) if language == "zh" else sentence


def spaced(sentence: str) -> str:
    """Put a space between Chinese and Latin words, as Chinese typography has it."""
    return re.sub(r"(?<=[\u4e00-\u9fff])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[\u4e00-\u9fff])", " ", sentence)


def listed(names: list[str], language: Language) -> str:
    """Write several names as one phrase."""
    if language == "zh":
        return "、".join(names)
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else ""


def named(thing: Named, language: Language) -> str:
    """Give a thing's label."""
    return str(getattr(thing.label, language))


def shown(value: Value, language: Language) -> str:
    """Give what a claim says as words."""
    if isinstance(value.value, bool):
        return {("en", True): "yes", ("en", False): "no", ("zh", True): "是", ("zh", False): "否"}[
            language, value.value
        ]
    return str(getattr(value.label, language)) if value.label else str(value.value)


def bracketed(text: str, language: Language) -> str:
    """Put a remark into brackets, as the language writes them."""
    return f"（{text}）" if language == "zh" else f" ({text})"


def joined(sentences: list[str], language: Language) -> str:
    """Put sentences after one another."""
    return ("" if language == "zh" else " ").join(sentence.strip() for sentence in sentences)


def packed(answer: Said, rows: Iterable[Shape], sparql: str, sources: Sequence[Citation]) -> dict[str, Any]:
    """Put the parts of an answer together."""
    return {
        "answer": answer,
        "rows": [row.model_dump(mode="json") for row in rows],
        "sparql": sparql,
        "sources": sorted({place.claim: place for place in sources}.values(), key=primary_first),
    }


def primary_first(place: Citation) -> tuple[str, str, str]:
    """Order citations."""
    return place.kind, place.source, place.locator
