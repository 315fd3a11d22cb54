"""Choosing a format by Accept, with weights (RFC 9110, section 12.5.1), or by name."""

from collections.abc import Mapping, Sequence

from api.dependencies import weighed

Offers = Mapping[str, Sequence[str]]
"""The formats that are offered: short name and media types, the default first."""

TRIPLES: Offers = {
    "turtle": ("text/turtle", "application/x-turtle"),
    "nt": ("application/n-triples", "text/plain"),
    "nquads": ("application/n-quads",),
    "trig": ("application/trig",),
    "xml": ("application/rdf+xml", "application/xml", "text/xml"),
    "jsonld": ("application/ld+json", "application/json"),
}
SOLUTIONS: Offers = {
    "json": ("application/sparql-results+json", "application/json"),
    "xml": ("application/sparql-results+xml", "application/xml", "text/xml"),
    "csv": ("text/csv",),
    "tsv": ("text/tab-separated-values",),
}
PAGE: Offers = {"turtle": TRIPLES["turtle"], "html": ("text/html", "application/xhtml+xml"), **TRIPLES}
ALIASES = {
    "ttl": "turtle",
    "n-triples": "nt",
    "ntriples": "nt",
    "nq": "nquads",
    "rdf": "xml",
    "rdfxml": "xml",
    "rdf+xml": "xml",
    "json-ld": "jsonld",
    "json": "jsonld",
    "n3": "turtle",
}
"""What clients call a format; a name that is offered goes first. All Turtle is Notation3, too."""
Ranges = Sequence[tuple[str, float]]


def ranges(accept: str) -> Ranges:
    """Split an Accept header into media ranges and their weights."""
    return [(name.lower(), weight) for weight, name in map(weighed, accept.split(",")) if name]


def choose(accept: str, offers: Offers) -> str | None:
    """Return the offer that a client likes best; None if it accepts none of them.

    The most telling range decides the weight of a media type; of equal weights the earlier offer wins.
    """
    accepted = ranges(accept)
    if not accepted:
        return next(iter(offers))
    best, heaviest = None, 0.0
    for offer, types in offers.items():
        weight = max(weight_of(media_type, accepted) for media_type in types)
        if weight > heaviest:
            best, heaviest = offer, weight
    return best


def weight_of(media_type: str, accepted: Ranges) -> float:
    """Return the weight of the most telling range that holds a media type; 0 if none does."""
    for wanted in (media_type, media_type.partition("/")[0] + "/*", "*/*"):
        for name, weight in accepted:
            if name == wanted:
                return weight
    return 0.0


def by_name(name: str, offers: Offers) -> str | None:
    """Return the offer of a short name or media type; None if there is none."""
    plain = name.lower()
    if plain not in offers:
        plain = ALIASES.get(plain, plain)
    return next((offer for offer, types in offers.items() if plain == offer or plain in types), None)


def prefers_html(accept: str) -> bool:
    """Return whether a client would rather have a page than data; one that takes anything gets data."""
    return choose(accept, PAGE) == "html"
