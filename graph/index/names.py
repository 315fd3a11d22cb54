"""Names of things: labels by IRI, IRIs by slug, and the nearest names to a wrong one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from graph.models import Label
from graph.parameters import MAX_COMPARED_LENGTH
from graph.rdf.store import Table
from graph.rdf.terms import language_of, local_name, row_dicts, text_of
from ontology import DG, ID


@dataclass(slots=True)
class EntityNames:
    """All names of one thing, and the local names of its classes."""

    kinds: set[str] = field(default_factory=set)
    preferred: dict[str, str] = field(default_factory=dict)
    spellings: set[str] = field(default_factory=set)


def read_names(table: Table) -> dict[str, EntityNames]:
    """Read the rows of `names.rq` by thing."""
    names: dict[str, EntityNames] = {}
    for row in row_dicts(table):
        entry = names.setdefault(text_of(row["thing"]), EntityNames())
        entry.kinds.add(local_name(text_of(row["kind"])))
        entry.spellings.add(text_of(row["name"]))
        if text_of(row["preferred"]) == "yes":
            entry.preferred[language_of(row["name"])] = text_of(row["name"])
    return names


def find_label(iri: str, names: Mapping[str, EntityNames]) -> Label:
    """Return the label of a thing, its local name if it has none."""
    preferred = names[iri].preferred if iri in names else {}
    english = preferred.get("en") or next(iter(preferred.values()), local_name(iri))
    return Label(en=english, zh=preferred.get("zh", english))


def map_slugs(names: Mapping[str, EntityNames], kind: str) -> dict[str, str]:
    """Map the slugs of a class (`Component`), or of all things (`thing`), to IRIs."""
    return {
        iri.removeprefix(ID).lower(): iri
        for iri, entry in names.items()
        if iri.startswith(ID) and (kind == "thing" or kind in entry.kinds)
    }


def find_nearest(wrong: str, known: Mapping[str, str], names: Mapping[str, EntityNames]) -> list[str]:
    """Find up to three slugs of `known` of which a spelling is near to a wrong name."""
    if len(wrong) > MAX_COMPARED_LENGTH:
        return []
    spelled = {
        spelling.lower(): slug for slug, iri in known.items() for spelling in _list_spellings(iri, names)
    }
    spelled.update({slug: slug for slug in known})
    if exact := spelled.get(wrong.lower()):
        return [exact]
    near = get_close_matches(wrong.lower(), spelled, n=6, cutoff=0.6)
    return list(dict.fromkeys(spelled[match] for match in near))[:3]


def _list_spellings(iri: str, names: Mapping[str, EntityNames]) -> set[str]:
    """List all spellings of a thing."""
    return names[iri].spellings if iri in names else set()


def is_ours(iri: str) -> bool:
    """Return whether an IRI is in one of our own namespaces."""
    return iri.startswith((ID, DG))
