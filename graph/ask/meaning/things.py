"""What may be asked of things as they are on a day."""

from dataclasses import dataclass
from typing import Literal

from graph.models import Property, Thing

Way = Literal["uses", "default", "offers", "supports"]


@dataclass(frozen=True, slots=True)
class Uses:
    """That a distribution uses a component, has it by default, offers it or supports it; or does not.

    `job`: as what, such as the ingress controller.
    """

    component: Thing
    way: Way = "uses"
    negated: bool = False
    job: Thing | None = None


@dataclass(frozen=True, slots=True)
class Has:
    """That something has a value for one of some properties, or any value at all; or has none.

    `value` is a thing, or the text that a literal begins with; `only`: nothing else is among the values.
    """

    properties: tuple[Property, ...]
    value: Thing | str | None = None
    negated: bool = False
    only: bool = False


Condition = Uses | Has


@dataclass(frozen=True, slots=True)
class Selection:
    """Which distributions, or how many, meet all conditions, or one of them? Without any: all of them.

    `excepted` are left out, whatever they meet.
    """

    conditions: tuple[Condition, ...] = ()
    either: bool = False
    count: bool = False
    excepted: tuple[Thing, ...] = ()


@dataclass(frozen=True, slots=True)
class Whether:
    """Does a thing meet a condition?"""

    subject: Thing
    condition: Condition


@dataclass(frozen=True, slots=True)
class Facts:
    """What does a thing have for some properties, in some circumstance, or how many values?

    `excepted` are values that are known already; `usual` asks for what is so by default, and nothing else.
    """

    subject: Thing
    properties: tuple[Property, ...]
    circumstance: Thing | None = None
    count: bool = False
    excepted: tuple[Thing, ...] = ()
    usual: bool = False


@dataclass(frozen=True, slots=True)
class Profile:
    """Where is a thing at home, where is its source code, or under which licence is it?"""

    subject: Thing
    field: Literal["homepage", "repository", "licence"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """How do two or three distributions compare, as a whole or in a concern or some properties?"""

    subjects: tuple[Thing, ...]
    concern: Thing | None = None
    properties: tuple[Property, ...] = ()


@dataclass(frozen=True, slots=True)
class Moving:
    """What is lost, gained and replaced by moving from one distribution to another?"""

    before: Thing
    after: Thing


@dataclass(frozen=True, slots=True)
class Description:
    """What is a thing?"""

    subject: Thing


@dataclass(frozen=True, slots=True)
class Alternatives:
    """What could do the job of a component?"""

    subject: Thing


@dataclass(frozen=True, slots=True)
class Membership:
    """Which concern does a component serve? If `asked`: does it serve this one?"""

    subject: Thing
    asked: Thing | None = None


@dataclass(frozen=True, slots=True)
class Serving:
    """Which components serve a concern or have a capability, anywhere or in a distribution?"""

    concern: Thing
    subject: Thing | None = None


@dataclass(frozen=True, slots=True)
class Holding:
    """Which components have a value for some properties?"""

    condition: Has


@dataclass(frozen=True, slots=True)
class Shared:
    """Which components do several distributions all use?"""

    subjects: tuple[Thing, ...]


@dataclass(frozen=True, slots=True)
class Sourced:
    """Which sources speak of a thing?"""

    subject: Thing


@dataclass(frozen=True, slots=True)
class Implementing:
    """Which components implement an interface, or all of several?"""

    interfaces: tuple[Thing, ...]


@dataclass(frozen=True, slots=True)
class Relatives:
    """What has a thing for some properties, such as its parts and what was forked from it?"""

    subject: Thing
    properties: tuple[Property, ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """Which components does a distribution bundle, or how many?"""

    subject: Thing
    count: bool = False


@dataclass(frozen=True, slots=True)
class Disputes:
    """Where do sources disagree, on anything, a thing, or some properties of it?"""

    subject: Thing | None = None
    properties: tuple[Property, ...] = ()


@dataclass(frozen=True, slots=True)
class Ranking:
    """What comes first?

    `value`: the commonest value of properties; `values`: the distribution that has most of them; `users`: the
    component that most distributions use; `components`: the distribution that bundles most; `version`: whose
    newest release ships the newest version of a component; `amount`: who needs most, such as memory, or, with
    a `limit`, those that need more, less, or (`inclusive`) just so much.
    """

    by: Literal["value", "values", "users", "components", "version", "amount"]
    properties: tuple[Property, ...] = ()
    component: Thing | None = None
    least: bool = False
    limit: str | None = None
    inclusive: bool = False
