"""Every word of the pages, in English and Chinese."""

from __future__ import annotations

from types import MappingProxyType
from typing import Literal

from viz.release_texts import RELEASE_TEXTS

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")

PAGE_TEXTS = MappingProxyType(
    {
        "title": ("distrograph", "distrograph"),
        "home.title": (
            "distrograph: the sourced knowledge graph of Kubernetes distributions",
            "distrograph：注明出处的 Kubernetes 发行版知识图谱",
        ),
        "home.lead": (
            "What Kubernetes distributions are made of, and who says so.",
            "Kubernetes 发行版由什么组成，每条信息出自何处。",
        ),
        "home.about": (
            "Every fact carries its sources; where sources disagree, you see each side and its verdict.",
            "每条事实都注明出处；出处之间有分歧时，各方说法与判断依据一并列出。",
        ),
        "home.ask": ("Ask a question", "提问"),
        "home.ask.placeholder": ("which distros use kine", "哪些发行版使用 kine"),
        "home.ask.button": ("Ask", "提问"),
        "home.example": ("For example:", "例如："),
        "home.find": ("Find a thing", "查找"),
        "home.find.placeholder": ("kine, Flannel, K3s …", "kine、Flannel、K3s …"),
        "home.find.button": ("Show", "显示"),
        "home.triad": ("The triad", "三大支柱"),
        "home.distributions": ("Distributions", "发行版"),
        "home.graph": ("The whole picture", "全景图"),
        "home.graph.lead": (
            "The distributions, and the components that they use.",
            "各发行版及其使用的组件。",
        ),
        "home.graph.open": ("Open the interactive graph", "打开交互图谱"),
        "home.further": ("Further", "更多"),
        "home.disputes": ("Where sources disagree", "有争议的说法"),
        "home.sparql": ("Query with SPARQL", "用 SPARQL 查询"),
        "home.docs": ("API documentation", "API 文档"),
        "home.compare": ("K3s and k0s side by side", "K3s 与 k0s 对比"),
        "home.snapshot": ("Snapshot", "快照"),
        "answer.reading": ("Read as:", "理解为："),
        "answer.sources": ("Sources", "来源"),
        "answer.not": ("This question was not understood.", "没有理解这个问题。"),
        "answer.out-of-scope": ("The graph does not cover this.", "图谱未涵盖此内容。"),
        "answer.unknown-name": (
            "The graph does not know a name in this question.",
            "图谱不认识问题中的某个名称。",
        ),
        "answer.ambiguous": (
            "A name in this question can mean several things.",
            "问题中的某个名称有多种含义。",
        ),
        "answer.not-a-question": (
            "This is not a question that the graph answers.",
            "图谱无法回答这样的问题。",
        ),
        "answer.try": ("Try:", "可以试试："),
        "answer.failed": ("No answer could be fetched.", "无法取得答案。"),
        "nav.home": ("Home", "首页"),
        "nav.explore": ("Graph", "图谱"),
        "nav.changes": ("Changes", "变化"),
        "nav.sparql": ("SPARQL", "SPARQL"),
        "nav.docs": ("API", "API"),
        "nav.language": ("中文", "English"),
        "nav.language.label": ("Read this page in Chinese", "用英文阅读本页"),
        "nav.skip": ("Skip to the text", "跳到文字内容"),
        "dumps.title": ("Download the data", "下载数据"),
        "dumps.lead": (
            "Every file is the graph of {day}, snapshot {snapshot}; each is made when it is first asked for.",
            "每个文件都是 {day} 的图谱，快照 {snapshot}；首次请求时生成。",
        ),
        "dumps.file": ("File", "文件"),
        "dumps.format": ("Format", "格式"),
        "dumps.packing": ("Packed with", "压缩方式"),
        "missing.title": ("The graph knows no such name", "图谱中没有这个名称"),
        "missing.near": ("Perhaps one of these:", "也许是下列之一："),
        "disputes.lead": (
            "What holds, what was rejected, and why. Primary sources are the projects' own.",
            "列出成立的说法、被否定的说法及理由。一手来源是项目自身的资料。",
        ),
        "disputes.kinds": ("How they end", "结论"),
        "disputes.settled": ("A primary source is clear", "一手来源已有明确说法"),
        "disputes.settled.lead": (
            "Another source said something else, and was rejected.",
            "其他来源的说法与之不符，已被否定。",
        ),
        "disputes.secondary": ("Only secondary sources hold", "仅有二手来源支持"),
        "disputes.secondary.lead": (
            "One secondary source was rejected, another stands; no primary source speaks.",
            "一个二手来源被否定，另一个成立；一手来源没有说法。",
        ),
        "disputes.open": ("Nothing prevails", "尚无定论"),
        "disputes.open.lead": (
            "What was said was rejected, and no source says what holds instead.",
            "已有的说法被否定，但没有来源说明实际情况。",
        ),
        "disputes.scores": ("How secondary sources fared", "二手来源核对结果"),
        "disputes.claims": ("claims checked", "条说法已核对"),
        "disputes.subjects": ("By subject", "按对象查看"),
        "disputes.holds": ("What holds", "成立的说法"),
        "disputes.instead": (
            "No value of this property prevails. What was said is answered by:",
            "该属性没有成立的取值。对上述说法的回应：",
        ),
        "disputes.none": ("No source says what holds.", "没有来源说明实际情况。"),
        "disputes.past": ("no longer", "仅当时成立"),
        "disputes.rejected": ("What was rejected", "被否定的说法"),
        "disputes.checked": ("Checked against", "核对依据"),
        "disputes.graph": ("In the graph", "在图谱中查看"),
        "disputes.data": ("The same as JSON", "JSON 数据"),
        "explore.title": ("The graph", "图谱"),
        "explore.overview": ("Distributions and what they use", "发行版及其使用的组件"),
        "explore.canvas": (
            "Picture of the graph; the same content stands beside it as text.",
            "图谱画面；旁边以文字列出相同内容。",
        ),
        "explore.search": ("Find in the graph", "在图谱中查找"),
        "explore.legend": ("Kinds of things; press one to hide or show it", "事物的种类；点按可隐藏或显示"),
        "explore.lines": ("Lines", "连线"),
        "explore.line.use": ("uses, is related to", "使用、关联"),
        "explore.line.optional": ("optional or conditional", "可选或有条件"),
        "explore.line.disputed": ("disputed", "有争议"),
        "explore.line.derived": ("from the graph's own order", "由图谱归类得出"),
        "explore.fit": ("Fit the whole drawing into view", "缩放到完整画面"),
        "explore.hint": (
            "Click a thing or a line to see who says so. Double-click or Enter brings in its neighbours.",
            "点击节点或连线可查看出处；双击或按回车可展开相邻内容。",
        ),
        "explore.hint.file": (
            "Click a thing or a line to see who says so.",
            "点击节点或连线可查看出处。",
        ),
        "explore.left-out": ("things left out, to keep the picture readable", "项未显示，以保持画面清晰"),
        "explore.not-found": ("Nothing in this picture is called that.", "画面中没有这个名称。"),
        "explore.elsewhere": ("Elsewhere in the graph", "图谱中的其他内容"),
        "explore.failed": ("This could not be fetched. Please try again.", "无法取得数据，请重试。"),
        "explore.loading": ("Fetching …", "正在读取……"),
        "explore.as-of": ("As of", "截至"),
        "explore.as-of.act": ("Show", "显示"),
        "explore.as-of.now": ("Back to today", "回到今天"),
        "explore.as-of.told": ("The graph as it stood on", "图谱当日状态："),
        "explore.no-script": (
            "Without JavaScript there is no picture, but the text below says the same.",
            "未启用 JavaScript，无法显示画面；下方文字内容相同。",
        ),
        "outline.title": ("The same as text", "文字版"),
        "outline.open": ("Open its neighbourhood", "查看其相邻内容"),
        "outline.none": ("No relations in this picture.", "画面中没有关联。"),
        "panel.close": ("Close", "关闭"),
        "panel.expand": ("Bring in its neighbours", "展开相邻内容"),
        "panel.alone": ("Show only its neighbourhood", "只看其相邻内容"),
        "panel.more": ("not shown", "未显示"),
        "panel.releases": ("Releases", "发布版本"),
        "panel.history": ("History", "历史"),
        "panel.data": ("Data", "数据"),
        "panel.facts": ("Facts, and who says so", "事实与出处"),
        "panel.related": ("Related to it", "与其相关"),
        "panel.no-facts": ("Nobody has said anything about it yet.", "还没有关于它的说法。"),
        "panel.open": ("no value prevails", "尚无定论"),
        "value.true": ("yes", "是"),
        "value.false": ("no", "否"),
        "panel.general": ("general", "一般"),
        "panel.says": ("Who says so", "出处"),
        "panel.against": ("What was said against it", "不同的说法"),
        "panel.no-claims": (
            "This is how the graph itself is ordered; no source is needed for it.",
            "这是图谱自身的归类，无需出处。",
        ),
        "panel.condition": ("if", "条件"),
        "panel.since": ("since", "始于"),
        "panel.until": ("until", "止于"),
        "panel.rank": ("rank", "级别"),
        "panel.sources": ("sources", "个出处"),
        "panel.source": ("source", "个出处"),
        "panel.source.each": ("one source each", "各有一个出处"),
        "panel.other": ("other", "个其他出处"),
        "panel.others": ("others", "个其他出处"),
        "panel.serves": ("serves", "服务于"),
        "source.primary": ("primary source", "一手来源"),
        "source.secondary": ("secondary source", "二手来源"),
        "kind.Distribution": ("Distribution", "发行版"),
        "kind.Component": ("Component", "组件"),
        "kind.Concern": ("Concern", "关注点"),
        "kind.Capability": ("Capability", "能力"),
        "kind.Tool": ("Tool", "工具"),
        "kind.Product": ("Product", "产品"),
        "kind.Organisation": ("Organisation", "组织"),
        "kind.Interface": ("Interface", "接口"),
        "kind.Concept": ("Concept", "概念"),
    }
)
"""Those that the scripts of the pages may need too, by key: the English and the Chinese wording."""

TEXTS = MappingProxyType({**PAGE_TEXTS, **RELEASE_TEXTS})
"""All of them, by key: the English and the Chinese wording."""


def text(key: str, language: Language) -> str:
    """Give one text in one language."""
    return TEXTS[key][LANGUAGES.index(language)]


def known(language: str) -> Language:
    """Give the language to answer in: Chinese if it is asked for, else English."""
    return "zh" if language.lower().startswith("zh") else "en"
