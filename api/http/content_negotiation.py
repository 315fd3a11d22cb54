"""Content negotiation: choosing a format by Accept (RFC 9110, section 12.5.1), or by name."""

from collections.abc import Mapping, Sequence

Offers = Mapping[str, Sequence[str]]
"""The formats that are offered: short name and media types, the default first."""

TRIPLE_FORMATS: Offers = {
    "turtle": ("text/turtle", "application/x-turtle"),
    "nt": ("application/n-triples", "text/plain"),
    "nquads": ("application/n-quads",),
    "trig": ("application/trig",),
    "xml": ("application/rdf+xml", "application/xml", "text/xml"),
    "jsonld": ("application/ld+json", "application/json"),
}
SOLUTION_FORMATS: Offers = {
    "json": ("application/sparql-results+json", "application/json"),
    "xml": ("application/sparql-results+xml", "application/xml", "text/xml"),
    "csv": ("text/csv",),
    "tsv": ("text/tab-separated-values",),
}
PAGE_FORMATS: Offers = {
    "turtle": TRIPLE_FORMATS["turtle"],
    "html": ("text/html", "application/xhtml+xml"),
    **TRIPLE_FORMATS,
}
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
"""Other names of formats; the name of an offer takes precedence. All Turtle is Notation3, too."""
MediaRanges = Sequence[tuple[str, float]]


def parse_weight(part: str) -> tuple[float, str]:
    """Parse one element of an Accept header into its weight and its value."""
    name, *parameters = (piece.strip() for piece in part.split(";"))
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                return float(parameter[2:]), name
            except ValueError:
                return 0.0, name
    return 1.0, name


def parse_accept(accept: str) -> MediaRanges:
    """Parse an Accept header into media ranges and their weights."""
    return [(name.lower(), weight) for weight, name in map(parse_weight, accept.split(",")) if name]


def choose_offer(accept: str, offers: Offers) -> str | None:
    """Return the offer that a client prefers; None if it accepts none of them.

    The most specific range decides the weight of a media type; of equal weights the earlier offer wins.
    """
    accepted = parse_accept(accept)
    if not accepted:
        return next(iter(offers))
    best, heaviest = None, 0.0
    for offer, types in offers.items():
        weight = max(find_weight(media_type, accepted) for media_type in types)
        if weight > heaviest:
            best, heaviest = offer, weight
    return best


def find_weight(media_type: str, accepted: MediaRanges) -> float:
    """Return the weight of the most specific range that covers a media type; 0 if none does."""
    for media_range in (media_type, media_type.partition("/")[0] + "/*", "*/*"):
        for name, weight in accepted:
            if name == media_range:
                return weight
    return 0.0


def find_offer(name: str, offers: Offers) -> str | None:
    """Return the offer of a short name or media type; None if there is none."""
    plain = name.lower()
    if plain not in offers:
        plain = ALIASES.get(plain, plain)
    return next((offer for offer, types in offers.items() if plain == offer or plain in types), None)


def prefers_html(accept: str) -> bool:
    """Return whether a client prefers HTML to data; one that accepts anything gets data."""
    return choose_offer(accept, PAGE_FORMATS) == "html"
