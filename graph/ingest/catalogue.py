"""The distributions whose releases can be read."""

from graph.errors import UnknownNameError
from graph.ingest.extractor import Extractor
from graph.ingest.k0s import K0S
from graph.ingest.k3s import K3S
from graph.ingest.kind import KIND
from graph.ingest.microk8s import MICROK8S
from graph.ingest.rke2 import RKE2
from graph.ingest.talos import TALOS

EXTRACTORS = {extractor.distribution: extractor for extractor in (K0S, K3S, KIND, MICROK8S, RKE2, TALOS)}


def extractor_of(distribution: str) -> Extractor:
    """Find a distribution's extractor. Raises `UnknownNameError`, which names those that there are."""
    if distribution not in EXTRACTORS:
        raise UnknownNameError("distribution with an extractor", distribution, sorted(EXTRACTORS))
    return EXTRACTORS[distribution]
