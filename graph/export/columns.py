"""The columns of the tables that other tools read: what each holds, of which type, and what it is called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from graph.models import Label
from ontology import DG, PREFIXES

Datatype = Literal["string", "anyURI", "boolean", "date"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, and what it holds in English and Chinese.

    `required`: no cell is empty. `many`: a cell is a list. `predicate` is the property of RDF of which the
    cell is the value, `language` that of its text, and `target` the template of an IRI for which the cell
    stands. `refers` names the table to which the cell points, by its primary key.
    """

    name: str
    label: Label
    datatype: Datatype = "string"
    required: bool = False
    many: bool = False
    predicate: str | None = None
    language: str | None = None
    target: str | None = None
    refers: str | None = None


def _expand_name(prefixed: str) -> str:
    """Expand a prefixed name."""
    prefix, _, local = prefixed.partition(":")
    return PREFIXES[prefix] + local


def _bilingual_columns(
    name: str, predicate: str, english: str, chinese: str, *, required: bool = False
) -> tuple[Column, Column]:
    """Build the two columns of a text in both languages."""
    return (
        Column(
            name,
            Label(en=english, zh=chinese),
            required=required,
            predicate=_expand_name(predicate),
            language="en",
        ),
        Column(
            f"{name}_zh",
            Label(en=f"{english}, in Chinese", zh=f"{chinese}（中文）"),
            required=required,
            predicate=_expand_name(predicate),
            language="zh",
        ),
    )


def _text_column(
    name: str, english: str, chinese: str, predicate: str | None = None, *, required: bool = False
) -> Column:
    """Build a column of texts."""
    told = Label(en=english, zh=chinese)
    return Column(name, told, required=required, predicate=_expand_name(predicate) if predicate else None)


def _list_column(name: str, english: str, chinese: str, datatype: Datatype = "string") -> Column:
    """Build a column of lists."""
    return Column(name, Label(en=english, zh=chinese), datatype, many=True)


def _iri_column(name: str, english: str, chinese: str, predicate: str, *, required: bool = False) -> Column:
    """Build a column of IRIs, whose cells are values of a property of RDF as they stand."""
    told = Label(en=english, zh=chinese)
    return Column(name, told, "anyURI", required, predicate=_expand_name(predicate), target=f"{{+{name}}}")


def _date_column(name: str, english: str, chinese: str, predicate: str | None = None) -> Column:
    """Build a column of days."""
    return Column(
        name, Label(en=english, zh=chinese), "date", predicate=_expand_name(predicate) if predicate else None
    )


def _reference_column(name: str, english: str, chinese: str, *, required: bool = False) -> Column:
    """Build a column that names things by their id."""
    return Column(name, Label(en=english, zh=chinese), required=required, refers="things")


def _local_name_column(name: str, english: str, chinese: str, *, required: bool = False) -> Column:
    """Build a column of local names of the ontology, such as Preferred."""
    told = Label(en=english, zh=chinese)
    return Column(name, told, required=required, predicate=DG + name, target=f"{DG}{{{name}}}")


PROPERTY = (
    _text_column("property", "the local name of the property", "属性的短名", required=True),
    _iri_column("property_iri", "the IRI of the property", "属性的 IRI", "rdf:predicate", required=True),
)
CONDITION = _reference_column(
    "condition", "the condition under which it is so; none if empty", "成立的条件；空表示无条件"
)
THINGS = (
    _text_column("id", "the short name of the thing", "事物的短名", required=True),
    Column("iri", Label(en="the IRI of the thing", zh="事物的 IRI"), "anyURI", required=True),
    *_bilingual_columns("label", "skos:prefLabel", "what the thing is called", "事物的名称", required=True),
    _text_column("kind", "what the thing is above all", "事物的首要类别"),
    _list_column("kinds", "the classes of the thing, the most telling first", "事物的各个类别，首要者在前"),
    _list_column("names", "other spellings", "其他写法"),
    *_bilingual_columns("description", "dcterms:description", "the thing in one sentence", "一句话说明"),
    _iri_column("homepage", "the home page", "主页", "doap:homepage"),
    _iri_column("repository", "the repository of its code", "代码仓库", "schema:codeRepository"),
    _text_column("licence", "the licence, by its SPDX identifier", "许可证的 SPDX 标识"),
    _list_column("has_none", "properties of which it is said that there is none", "已说明为“无”的属性"),
    _list_column("left_open", "properties of which a source leaves it open", "来源未说明的属性"),
    _list_column("takes_any", "properties for which the operator brings whatever fits", "由运维者任选的属性"),
)
RELATIONS = (
    _text_column("id", "the name of the relation", "关系的名称", required=True),
    _reference_column("subject", "the thing from which the relation leads", "关系的起点", required=True),
    *PROPERTY,
    _reference_column("object", "the thing to which the relation leads", "关系的终点", required=True),
    CONDITION,
    _text_column(
        "standing",
        "how the sources agree; empty where no claim is behind it",
        "来源的一致程度；空表示没有依据的说法",
    ),
    _list_column("claims", "the IRIs of the claims behind it", "所依据说法的 IRI", "anyURI"),
    _list_column("sources", "the sources of these claims", "这些说法的来源"),
)
CLAIMS = (
    Column("iri", Label(en="the IRI of the claim", zh="说法的 IRI"), "anyURI", required=True),
    _reference_column("subject", "the thing that the claim speaks of", "说法所说的事物", required=True),
    *PROPERTY,
    _text_column("value", "what the claim says, as a text", "说法的内容（文本）", required=True),
    _text_column(
        "value_kind",
        "thing, literal or link; none: there is none; unknown: left open; any: whatever fits",
        "thing 事物、literal 字面值、link 链接、none 无、unknown 未知、any 任意",
        required=True,
    ),
    _reference_column("value_id", "the thing that the claim names, if it names one", "说法所指的事物"),
    Column("value_iri", Label(en="the IRI of what the claim names", zh="说法所指之物的 IRI"), "anyURI"),
    _text_column("value_datatype", "the datatype of a literal", "字面值的数据类型"),
    Column("value_boolean", Label(en="the truth that the claim says", zh="说法所说的真假值"), "boolean"),
    CONDITION,
    _local_name_column("rank", "Preferred, Normal, or Deprecated: not believed", "等级", required=True),
    _local_name_column("verdict", "what came of checking it", "核查结果", required=True),
    _text_column("since", "the first release of which it is true", "成立的第一个发布版本", "dg:since"),
    _text_column("until", "the last release of which it is true", "成立的最后一个发布版本", "dg:until"),
    _date_column("valid_from", "the first day on which it is true", "成立的第一天", "dg:validFrom"),
    _date_column(
        "valid_until", "the first day on which it is no longer true", "不再成立的第一天", "dg:validUntil"
    ),
    *_bilingual_columns(
        "reason", "dg:reason", "why it has its rank or its verdict", "得到这一等级或核查结果的理由"
    ),
    *_bilingual_columns("note", "dg:note", "a remark", "备注"),
    _text_column("source", "the source that says so", "作出该说法的来源", required=True),
    _text_column("source_title", "the title of the source", "来源的标题", required=True),
    _text_column(
        "source_kind", "primary or secondary", "一手（primary）或二手（secondary）来源", required=True
    ),
    _date_column("source_issued", "the day of the source", "来源的日期"),
    _date_column("source_retrieved", "the day on which the source was read", "读取来源的日期"),
    _text_column("locator", "the place in the source", "来源中的位置", "dg:locator", required=True),
    _text_column("ref", "the commit or tag that was read", "所读的提交或标签", "dg:ref"),
    _text_column("path", "the file that was read", "所读的文件", "dg:path"),
    Column("url", Label(en="where it can be read", zh="可查阅的地址"), "anyURI", required=True),
    _text_column("identifier", "the number of the statement in a list", "陈述的编号", "dcterms:identifier"),
    _text_column("product", "the product of a record of certification", "认证记录中的产品", "dg:productName"),
    _text_column("product_version", "the version of that product", "该产品的版本", "dg:productVersion"),
    _text_column("product_type", "the type of that product", "该产品的类型", "dg:productType"),
    _text_column("vendor", "the vendor of that product", "该产品的厂商", "dg:vendor"),
    _text_column("checked_against", "the source against which it was checked", "核查所用的来源"),
    _text_column("checked_at", "the place in that source", "核查所用来源中的位置", "dg:checkedAt"),
    _text_column("retracted_at", "where the source takes it back", "来源撤回之处", "dg:retractedAt"),
    _list_column("confirmed_by", "claims that confirm it", "予以证实的说法", "anyURI"),
    _list_column("contradicted_by", "claims that contradict it", "与之矛盾的说法", "anyURI"),
    _list_column("answered_by", "claims that answer it", "予以回答的说法", "anyURI"),
    _list_column(
        "succeeded_by", "what took its place: claims, or dg:None", "取而代之者：说法或 dg:None", "anyURI"
    ),
    _list_column(
        "preceded_by", "what was there before: claims, or dg:None", "在其之前者：说法或 dg:None", "anyURI"
    ),
)
COLUMNS: Mapping[str, tuple[Column, ...]] = MappingProxyType(
    {"things": THINGS, "relations": RELATIONS, "claims": CLAIMS}
)
"""The columns of each table; the first one is its primary key."""
