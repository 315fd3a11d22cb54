"""Invented distributions of any number, in the shape of the bundled data, as one file of TriG."""

import random
from collections.abc import Iterator

from ontology import DG, ID, PREFIXES, SOURCE

CONCERNS = 3
"""Compute, network and storage, which the first view of the graph always shows."""
SHARE = 8
"""One thing in so many is a distribution, the others are components: as in the bundled data."""
ROLES = (
    ("container-runtime", "containerRuntime"),
    ("cni-plugin", "defaultCni"),
    ("ingress", "ingressController"),
    ("cluster-dns", "clusterDns"),
    ("storage-provisioner", "storageProvisioner"),
)
"""What components provide, and the property by which a distribution that uses one says so."""
NAMED = "repository"
SEED = 20


def trig(things: int) -> str:
    """Write as many things and twice as many relations; the first view of the graph is exactly those.

    Each component serves one concern, which the graph derives; all other relations are uses, which a source
    claims. Every component is used at least once, and some far more often than others.
    """
    heads = [f"@prefix {name}: <{PREFIXES[name]}> ." for name in ("dcterms", "rdf", "schema", "skos", "xsd")]
    heads += [f"@prefix dg: <{DG}> .", f"@prefix id: <{ID}> ."]
    distributions = things // SHARE
    components = things - CONCERNS - distributions
    entities = [
        f"id:{distribution(each)} a dg:Distribution ; {words(each)} ." for each in range(distributions)
    ]
    entities += [
        f"id:{component(each)} a dg:Component ; {words(each)} ; "
        f"dg:provides id:{ROLES[each % len(ROLES)][0]} ."
        for each in range(components)
    ]
    told = uses(distributions, components, 2 * things - components)
    claims = [claim(number, *use) for number, use in enumerate(told)]
    return "\n".join([*heads, *entities, f"<{SOURCE}{NAMED}> {{", source(), *claims, "}"])


def distribution(number: int) -> str:
    """Name a distribution."""
    return f"distribution-{number}"


def component(number: int) -> str:
    """Name a component."""
    return f"component-{number}"


def words(number: int) -> str:
    """Label and describe a thing in both languages."""
    return (
        f'skos:prefLabel "Invented {number}"@en, "虚构 {number}"@zh ; '
        f'dcterms:description "An invented thing, number {number} of those that somebody measures."@en, '
        f'"虚构的事物，测量用的第 {number} 个。"@zh'
    )


def uses(distributions: int, components: int, number: int) -> Iterator[tuple[int, int, str]]:
    """Return so many uses: a distribution, a component, and the property that connects them.

    A distribution has one component in each role; whatever else it uses, it bundles.
    """
    chance = random.Random(SEED)  # noqa: S311  # the same data at each run, not a secret
    weights = [1 / (rank + 1) for rank in range(components)]
    there: set[tuple[int, int]] = set()
    filled: set[tuple[int, str]] = set()
    once = chance.sample(range(components), components)
    for turn in range(number):
        user = turn % distributions
        used = once[turn] if turn < components else chance.choices(range(components), weights)[0]
        while (user, used) in there:
            used = chance.randrange(components)
        there.add((user, used))
        role = ROLES[used % len(ROLES)][1]
        yield user, used, "bundles" if (user, role) in filled else role
        filled.add((user, role))


def source() -> str:
    """Describe the source of all claims."""
    return (
        f'<{SOURCE}{NAMED}> a dg:Source ; dcterms:title "Invented repository"@en, "虚构的仓库"@zh ; '
        "dg:sourceKind dg:Primary ; schema:url <https://example.org/repository> ; "
        'schema:codeRepository <https://example.org/repository> ; dg:retrieved "2026-11-22"^^xsd:date .'
    )


def claim(number: int, user: int, used: int, by: str) -> str:
    """Claim that a distribution uses a component."""
    path = f"docs/releases/{distribution(user)}/{component(used)}.md"
    return (
        f"<{SOURCE}{NAMED}#{number}> a dg:Claim ; rdf:subject id:{distribution(user)} ; "
        f"rdf:predicate dg:{by} ; rdf:object id:{component(used)} ; "
        "dg:rank dg:Preferred ; dg:verdict dg:Confirmed ; "
        f'dg:since "v1.{number}.0" ; dg:ref "0c96e6d767cc3919f52e5c2669381474abf0d151" ; dg:path "{path}" ; '
        f'dg:locator "{path} at 0c96e6d767cc3919f52e5c2669381474abf0d151" .'
    )
