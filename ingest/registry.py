"""The registry of extractors."""

from graph.errors import UnknownNameError
from ingest.distributions.k0s import K0S
from ingest.distributions.k3s import K3S
from ingest.distributions.kind import KIND
from ingest.distributions.microk8s import MICROK8S
from ingest.distributions.rke2 import RKE2
from ingest.distributions.talos import TALOS
from ingest.source import Extractor

EXTRACTORS = {extractor.distribution: extractor for extractor in (K0S, K3S, KIND, MICROK8S, RKE2, TALOS)}


def find_extractor(distribution: str) -> Extractor:
    """Find a distribution's extractor. Raises `UnknownNameError`, which names those that there are."""
    if distribution not in EXTRACTORS:
        raise UnknownNameError("extractor", distribution, sorted(EXTRACTORS))
    return EXTRACTORS[distribution]
