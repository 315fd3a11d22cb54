"""The shapes of answers: what a row of JSON holds and what OpenAPI says of it."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from i18n import Language, Message
from ontology.traits import Trait


class Shape(BaseModel):
    """The base of all shapes: immutable, and strict about its fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Label(Shape):
    """A text in both languages."""

    en: str
    zh: str

    def render(self, language: Language) -> str:
        """Return the text in a language."""
        return self.zh if language == "zh" else self.en


def localize(text: str, /, **parameters: object) -> Label:
    """Return a message of the catalogue in both languages."""
    message = Message(text, **parameters)
    return Label(en=message.render("en"), zh=message.render("zh"))


class Thing(Shape):
    """Something that the graph names: its slug or local name, its IRI and its label."""

    id: Annotated[str, Field(examples=["kine"])]
    iri: Annotated[str, Field(examples=["https://w3id.org/distrograph/id/kine"])]
    label: Label


class Value(Shape):
    """What a claim says: a thing, a literal, a link, or one of three answers that are not a thing.

    `none`: the source says that there is none. `unknown`: the source leaves it open. `any`: whatever the
    operator brings. For a thing `id`, `iri` and `label` are given; for a literal `value` and `datatype`.
    """

    kind: Literal["thing", "literal", "link", "none", "unknown", "any"]
    id: str | None = None
    iri: str | None = None
    label: Label | None = None
    value: str | bool | int | None = None
    datatype: str | None = None


class Source(Shape):
    """A repository or document that makes claims."""

    id: Annotated[str, Field(examples=["k0s-repository"])]
    iri: str
    title: Label
    kind: Literal["primary", "secondary"]
    url: str
    repository: str | None = None
    issued: dt.date | None = None
    retrieved: dt.date | None = None


class Citation(Shape):
    """Where a statement stands: the source, the place in it, and a link that leads there."""

    source: str
    title: Label
    kind: Literal["primary", "secondary"]
    claim: str
    locator: str
    url: str


class Claim(Shape):
    """What one source says about one property of one subject, and how it stands.

    `product`, `product_version`, `product_type` and `vendor` are those of a record of certification, in its
    own words.
    """

    iri: str
    subject: Thing
    property: Thing
    value: Value
    condition: Thing | None = None
    rank: Thing
    verdict: Thing
    since: str | None = None
    until: str | None = None
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    reason: Label | None = None
    note: Label | None = None
    source: Source
    locator: str
    ref: str | None = None
    path: str | None = None
    url: str
    identifier: str | None = None
    product: str | None = None
    product_version: str | None = None
    product_type: str | None = None
    vendor: str | None = None
    checked_against: Source | None = None
    checked_at: str | None = None
    retracted_at: str | None = None
    confirmed_by: tuple[str, ...] = ()
    contradicted_by: tuple[str, ...] = ()
    answered_by: tuple[str, ...] = ()
    succeeded_by: tuple[str, ...] = ()
    preceded_by: tuple[str, ...] = ()

    def holds_on(self, day: dt.date) -> bool:
        """Return whether the claim covers a day; one that ended with a release without a day is over."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (day < self.valid_until if self.valid_until else self.until is None)

    def citation(self) -> Citation:
        """Return the place where the claim stands."""
        source = self.source
        return Citation(
            source=source.id,
            title=source.title,
            kind=source.kind,
            claim=self.iri,
            locator=self.locator,
            url=self.url,
        )


class Property(Shape):
    """A property that claims are made of: its label, what it is about, how its values are taken."""

    id: str
    iri: str
    label: Label
    words: tuple[str, ...] = ()
    about: Thing | None = None
    concern: Thing | None = None
    broader: tuple[str, ...] = ()
    functional: bool = False
    traits: frozenset[Trait] = frozenset()

    def thing(self) -> Thing:
        """Return the property as a mere name."""
        return Thing(id=self.id, iri=self.iri, label=self.label)


class Finding(Shape):
    """What the claims on one property of a thing come to, under one condition or none.

    A measurement, which is no value of today, has the day on which it was `measured`.
    """

    subject: Thing
    property: Thing
    about: Thing | None = None
    concern: Thing | None = None
    condition: Thing | None = None
    standing: Thing
    values: tuple[Value, ...]
    measured: dt.date | None = None
    claims: tuple[Claim, ...]
    sources: tuple[Citation, ...]


class Profile(Shape):
    """Who a thing is: its label, the classes it belongs to, and one sentence."""

    id: str
    iri: str
    label: Label
    kinds: tuple[str, ...]
    names: tuple[str, ...]
    description: Label | None = None
    homepage: str | None = None
    repository: str | None = None
    licence: str | None = None
