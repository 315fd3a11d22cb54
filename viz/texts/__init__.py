"""Every word of the pages, in English and Chinese."""

from __future__ import annotations

from types import MappingProxyType
from typing import Literal

from viz.texts.analysis import ANALYSIS_TEXTS
from viz.texts.explore import EXPLORE_TEXTS
from viz.texts.releases import RELEASE_TEXTS
from viz.texts.things import THING_TEXTS

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")

PAGE_TEXTS = MappingProxyType(
    {
        **EXPLORE_TEXTS,
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
        "home.box": ("Ask a question, or type a name", "提问，或输入名称"),
        "home.box.placeholder": ("which distros use kine", "哪些发行版使用 kine"),
        "home.box.button": ("Search", "搜索"),
        "home.find": ("Find a thing", "查找"),
        "home.find.placeholder": ("kine, Flannel, K3s …", "kine、Flannel、K3s …"),
        "home.find.button": ("Show", "显示"),
        "home.disputes.all": ("All of them, with both sides and the reasons", "查看全部，含各方说法与理由"),
        "home.example": ("For example:", "例如："),
        "home.triad": ("The triad", "三大支柱"),
        "home.distributions": ("Distributions", "发行版"),
        "home.graph": ("The whole picture", "全景图"),
        "home.graph.lead": (
            "The distributions, and the components that they use.",
            "各发行版及其使用的组件。",
        ),
        "home.graph.open": ("Open the interactive graph", "打开交互图谱"),
        "home.disputes": ("Where sources disagree", "有争议的说法"),
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
        "answer.translated": ("Put into other words by the language model", "由语言模型改写："),
        "answer.next": ("Ask on:", "接着问："),
        "answer.sparql": ("The query that was run", "所运行的查询"),
        "asking.title": ("What can be asked", "可以问什么"),
        "asking.lead": (
            "Questions are read word by word, without a language model: the same words give the same answer.",
            "提问逐词解析，不使用语言模型：同样的提问得到同样的答案。",
        ),
        "home.more": ("more", "更多"),
        "answer.failed": ("No answer could be fetched.", "无法取得答案。"),
        "nav.home": ("Home", "首页"),
        "nav.explore": ("Graph", "图谱"),
        "nav.compare": ("Compare", "对比"),
        "nav.disputes": ("Disputes", "争议"),
        "nav.changes": ("Changes", "变化"),
        "nav.sparql": ("SPARQL", "SPARQL"),
        "nav.docs": ("API", "API"),
        "nav.language": ("中文", "English"),
        "nav.language.label": ("中文: read this page in Chinese", "English：用英文阅读本页"),
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
        "inline.count": ("{things} things and {relations} relations", "{things} 个事物，{relations} 条关系"),
        "inline.left-out": (", {count} more left out", "，另有 {count} 个未画出"),
    }
)
"""Those that the scripts of the pages may need too, by key: the English and the Chinese wording."""

SCRIPT_TEXTS = MappingProxyType(
    {key: both for key, both in PAGE_TEXTS.items() if key in EXPLORE_TEXTS or key.startswith("nav.")}
)
"""Those that the scripts of the interactive graph write, by key."""

TEXTS = MappingProxyType({**PAGE_TEXTS, **RELEASE_TEXTS, **THING_TEXTS, **ANALYSIS_TEXTS})
"""All of them, by key: the English and the Chinese wording."""


def get_text(key: str, language: Language) -> str:
    """Return one text in one language."""
    return TEXTS[key][LANGUAGES.index(language)]


def parse_language(language: str) -> Language:
    """Return the language to answer in: Chinese if it is asked for, else English."""
    return "zh" if language.lower().startswith("zh") else "en"
