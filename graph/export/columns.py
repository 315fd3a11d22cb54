"""The columns of the tables that other tools read: what each holds, of which type, and what it is called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from graph.models import Label, localize
from i18n import N_, Message
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
    name: str, predicate: str, text: str, *, required: bool = False
) -> tuple[Column, Column]:
    """Build the two columns of a text in both languages."""
    return (
        Column(
            name,
            localize(text),
            required=required,
            predicate=_expand_name(predicate),
            language="en",
        ),
        Column(
            f"{name}_zh",
            localize("{text}, in Chinese", text=Message(text)),
            required=required,
            predicate=_expand_name(predicate),
            language="zh",
        ),
    )


def _text_column(name: str, text: str, predicate: str | None = None, *, required: bool = False) -> Column:
    """Build a column of texts."""
    description = localize(text)
    return Column(
        name, description, required=required, predicate=_expand_name(predicate) if predicate else None
    )


def _list_column(name: str, text: str, datatype: Datatype = "string") -> Column:
    """Build a column of lists."""
    return Column(name, localize(text), datatype, many=True)


def _iri_column(name: str, text: str, predicate: str, *, required: bool = False) -> Column:
    """Build a column of IRIs, whose cells are values of a property of RDF as they stand."""
    description = localize(text)
    return Column(
        name, description, "anyURI", required, predicate=_expand_name(predicate), target=f"{{+{name}}}"
    )


def _date_column(name: str, text: str, predicate: str | None = None) -> Column:
    """Build a column of days."""
    return Column(name, localize(text), "date", predicate=_expand_name(predicate) if predicate else None)


def _reference_column(name: str, text: str, *, required: bool = False) -> Column:
    """Build a column that names things by their id."""
    return Column(name, localize(text), required=required, refers="things")


def _local_name_column(name: str, text: str, *, required: bool = False) -> Column:
    """Build a column of local names of the ontology, such as Preferred."""
    description = localize(text)
    return Column(name, description, required=required, predicate=DG + name, target=f"{DG}{{{name}}}")


PROPERTY = (
    _text_column("property", N_("the local name of the property"), required=True),
    _iri_column("property_iri", N_("the IRI of the property"), "rdf:predicate", required=True),
)
CONDITION = _reference_column("condition", N_("the condition under which it is so; none if empty"))
THINGS = (
    _text_column("id", N_("the short name of the thing"), required=True),
    Column("iri", localize("the IRI of the thing"), "anyURI", required=True),
    *_bilingual_columns("label", "skos:prefLabel", N_("what the thing is called"), required=True),
    _text_column("kind", N_("what the thing is above all")),
    _list_column("kinds", N_("the classes of the thing, the most telling first")),
    _list_column("names", N_("other spellings")),
    *_bilingual_columns("description", "dcterms:description", N_("the thing in one sentence")),
    _iri_column("homepage", N_("the home page"), "doap:homepage"),
    _iri_column("repository", N_("the repository of its code"), "schema:codeRepository"),
    _text_column("licence", N_("the licence, by its SPDX identifier")),
    _list_column("has_none", N_("properties of which it is said that there is none")),
    _list_column("left_open", N_("properties of which a source leaves it open")),
    _list_column("takes_any", N_("properties for which the operator brings whatever fits")),
)
RELATIONS = (
    _text_column("id", N_("the name of the relation"), required=True),
    _reference_column("subject", N_("the thing from which the relation leads"), required=True),
    *PROPERTY,
    _reference_column("object", N_("the thing to which the relation leads"), required=True),
    CONDITION,
    _text_column(
        "standing",
        N_("how the sources agree; empty where no claim is behind it"),
    ),
    _list_column("claims", N_("the IRIs of the claims behind it"), "anyURI"),
    _list_column("sources", N_("the sources of these claims")),
)
CLAIMS = (
    Column("iri", localize("the IRI of the claim"), "anyURI", required=True),
    _reference_column("subject", N_("the subject of the claim"), required=True),
    *PROPERTY,
    _text_column("value", N_("what the claim says, as a text"), required=True),
    _text_column(
        "value_kind",
        N_("thing, literal or link; none: there is none; unknown: left open; any: whatever fits"),
        required=True,
    ),
    _reference_column("value_id", N_("the thing that the claim names, if it names one")),
    Column("value_iri", localize("the IRI of what the claim names"), "anyURI"),
    _text_column("value_datatype", N_("the datatype of a literal")),
    Column("value_boolean", localize("the truth that the claim says"), "boolean"),
    CONDITION,
    _local_name_column("rank", N_("Preferred, Normal, or Deprecated: not believed"), required=True),
    _local_name_column("verdict", N_("what came of checking it"), required=True),
    _text_column("since", N_("the first release of which it is true"), "dg:since"),
    _text_column("until", N_("the last release of which it is true"), "dg:until"),
    _date_column("valid_from", N_("the first day on which it is true"), "dg:validFrom"),
    _date_column("valid_until", N_("the first day on which it is no longer true"), "dg:validUntil"),
    *_bilingual_columns("reason", "dg:reason", N_("why it has its rank or its verdict")),
    *_bilingual_columns("note", "dg:note", N_("a remark")),
    _text_column("source", N_("the source that says so"), required=True),
    _text_column("source_title", N_("the title of the source"), required=True),
    _text_column("source_kind", N_("primary or secondary"), required=True),
    _date_column("source_issued", N_("the day of the source")),
    _date_column("source_retrieved", N_("the day on which the source was read")),
    _text_column("locator", N_("the place in the source"), "dg:locator", required=True),
    _text_column("ref", N_("the commit or tag that was read"), "dg:ref"),
    _text_column("path", N_("the file that was read"), "dg:path"),
    Column("url", localize("where it can be read"), "anyURI", required=True),
    _text_column("identifier", N_("the number of the statement in a list"), "dcterms:identifier"),
    _text_column("product", N_("the product of a record of certification"), "dg:productName"),
    _text_column("product_version", N_("the version of that product"), "dg:productVersion"),
    _text_column("product_type", N_("the type of that product"), "dg:productType"),
    _text_column("vendor", N_("the vendor of that product"), "dg:vendor"),
    _text_column("checked_against", N_("the source against which it was checked")),
    _text_column("checked_at", N_("the place in that source"), "dg:checkedAt"),
    _text_column("retracted_at", N_("where the source takes it back"), "dg:retractedAt"),
    _list_column("confirmed_by", N_("claims that confirm it"), "anyURI"),
    _list_column("contradicted_by", N_("claims that contradict it"), "anyURI"),
    _list_column("answered_by", N_("claims that answer it"), "anyURI"),
    _list_column("succeeded_by", N_("what took its place: claims, or dg:None"), "anyURI"),
    _list_column("preceded_by", N_("what was there before: claims, or dg:None"), "anyURI"),
)
COLUMNS: Mapping[str, tuple[Column, ...]] = MappingProxyType(
    {"things": THINGS, "relations": RELATIONS, "claims": CLAIMS}
)
"""The columns of each table; the first one is its primary key."""
