"""RDF and SPARQL: the engine, its terms and formats, and how queries are read before they are run."""

from graph.rdf.bounded_writer import MAX_BYTES, MAX_ROWS, Job
from graph.rdf.codecs import Packing, zstd
from graph.rdf.escapes import decode_escapes
from graph.rdf.query_job import DEFAULT_TIMEOUT, QueryJob
from graph.rdf.query_policy import check_query
from graph.rdf.serialization import Kind, media_type, serialize_answer, to_json_bindings
from graph.rdf.service_answers import FAILED_CALL
from graph.rdf.service_calls import ServiceCallJob, ServiceRequest
from graph.rdf.store import Store
from graph.rdf.terms import language_of, text_of

__all__ = [
    "DEFAULT_TIMEOUT",
    "FAILED_CALL",
    "MAX_BYTES",
    "MAX_ROWS",
    "Job",
    "Kind",
    "Packing",
    "QueryJob",
    "ServiceCallJob",
    "ServiceRequest",
    "Store",
    "check_query",
    "decode_escapes",
    "language_of",
    "media_type",
    "serialize_answer",
    "text_of",
    "to_json_bindings",
    "zstd",
]
