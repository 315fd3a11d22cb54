"""What is counted for Prometheus: requests, what is remembered, workers, and why queries were ended."""

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeVar

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from api.middleware.admission import Admission
from api.middleware.response_cache import Memory
from api.observability.logging import Log
from api.server.connections import Connections
from api.workers.pool import Pool

Watched = TypeVar("Watched")
BUCKETS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
"""Seconds that tell apart what came from memory, what a worker did, and what ran long."""


class Metrics:
    """What is counted, and the registry that gives it."""

    def __init__(self, memory: Memory) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "distrograph_requests", "Requests answered", ["route", "status"], registry=self.registry
        )
        self.seconds = Histogram(
            "distrograph_request_seconds",
            "Seconds until a request was answered",
            ["route", "outcome"],
            buckets=BUCKETS,
            registry=self.registry,
        )
        self.watch(memory_figures, memory)
        ProcessCollector(registry=self.registry)
        self.counters: dict[tuple[str, int], Counter] = {}
        self.timers: dict[tuple[str, str], Histogram] = {}

    def note(self, route: str, status: int, outcome: str, seconds: float) -> None:
        """Count a request."""
        counter = self.counters.get((route, status))
        if counter is None:
            counter = self.counters[route, status] = self.requests.labels(route, str(status))
        timer = self.timers.get((route, outcome))
        if timer is None:
            timer = self.timers[route, outcome] = self.seconds.labels(route, outcome)
        counter.inc()
        timer.observe(seconds)

    def watch(self, figures: Callable[[Watched], Iterator[Metric]], watched: Watched) -> None:
        """Return the figures of something, too: those of the moment at which somebody asks."""
        self.registry.register(Figures(partial(figures, watched)))

    def speak_of(self, snapshot: str, as_of: str, published_at: dt.datetime | None) -> None:
        """Describe which data are served, and since when they are what they are."""
        info = InfoMetricFamily("distrograph_snapshot", "The data that are served")
        info.add_metric([], {"snapshot": snapshot, "as_of": as_of})
        self.watch(iter, [info])
        self.watch(age_figures, published_at or dt.datetime.now(dt.UTC))


class Figures(Collector):
    """Figures that are made when somebody asks for them."""

    def __init__(self, figures: Callable[[], Iterator[Metric]]) -> None:
        self.figures = figures

    def collect(self) -> Iterator[Metric]:
        """Return them."""
        return self.figures()


def age_figures(since: dt.datetime) -> Iterator[Metric]:
    """Describe how old the data are that are served."""
    yield GaugeMetricFamily(
        "distrograph_snapshot_age_seconds",
        "Seconds since the snapshot was published, or since it was built where it is not published",
        value=(dt.datetime.now(dt.UTC) - since).total_seconds(),
    )


def memory_figures(memory: Memory) -> Iterator[Metric]:
    """Describe what is remembered."""
    yield CounterMetricFamily("distrograph_remembered", "Answers from memory", value=memory.recalled)
    yield GaugeMetricFamily("distrograph_memory_bytes", "Bytes of remembered answers", value=memory.size)
    yield GaugeMetricFamily("distrograph_memory_answers", "Remembered answers", value=len(memory.answers))


def log_figures(log: Log) -> Iterator[Metric]:
    """Describe what of the log could not be written."""
    yield CounterMetricFamily(
        "distrograph_log_lines_lost", "Lines of the log that could not be written", value=log.lost
    )


def connection_figures(connections: Connections) -> Iterator[Metric]:
    """Describe how many connections clients have."""
    yield GaugeMetricFamily("distrograph_connections", "Connections that are open", value=connections.count)
    yield CounterMetricFamily(
        "distrograph_connections_dropped",
        "Connections that were ended because there was no room for a new one",
        value=connections.dropped,
    )


def admission_figures(admission: Admission) -> Iterator[Metric]:
    """Describe which requests for pages and resources are computed, and which wait."""
    family = GaugeMetricFamily(
        "distrograph_requests_under_way", "Requests that are computed or wait", labels=["lane", "state"]
    )
    for name, lane in (("fast", admission.fast), ("slow", admission.slow)):
        family.add_metric([name, "running"], lane.running)
        family.add_metric([name, "waiting"], lane.waiting)
    yield family


def pool_figures(pool: Pool) -> Iterator[Metric]:
    """Describe what workers and queries from outside do."""
    scheduler, registry = pool.scheduler, pool.workers
    queries = GaugeMetricFamily("distrograph_queries", "Queries under way", labels=["state"])
    for state, runs in (("waiting", scheduler.waiting), ("cheap", scheduler.fast), ("long", scheduler.slow)):
        queries.add_metric([state], len(runs))
    yield queries
    workers = GaugeMetricFamily("distrograph_workers", "Processes that answer queries", labels=["state"])
    workers.add_metric(["free"], len(registry.idle))
    workers.add_metric(["busy"], len(registry.channels) - len(registry.idle))
    workers.add_metric(["starting"], registry.starting)
    yield workers
    ended = CounterMetricFamily(
        "distrograph_queries_ended", "Queries ended before their answer, by cause", labels=["cause"]
    )
    for cause, count in pool.terminations.items():
        ended.add_metric([cause], count)
    yield ended
