"""Metrics for Prometheus: requests, the response cache, workers, and why queries were ended."""

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
from api.middleware.response_cache import ResponseCache
from api.observability.logging import Log
from api.workers.pool import Pool

Source = TypeVar("Source")
DURATION_BUCKETS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
"""Seconds that separate responses from the cache, of a worker, and of slow queries."""


class Metrics:
    """The registry of metrics, and the counters of requests."""

    def __init__(self, cache: ResponseCache) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "distrograph_requests", "Requests answered", ["route", "status"], registry=self.registry
        )
        self.seconds = Histogram(
            "distrograph_request_seconds",
            "Seconds until a request was answered",
            ["route", "outcome"],
            buckets=DURATION_BUCKETS,
            registry=self.registry,
        )
        self.register(_collect_cache, cache)
        ProcessCollector(registry=self.registry)
        self.counters: dict[tuple[str, int], Counter] = {}
        self.timers: dict[tuple[str, str], Histogram] = {}

    def observe_request(self, route: str, status: int, outcome: str, seconds: float) -> None:
        """Count a request."""
        counter = self.counters.get((route, status))
        if counter is None:
            counter = self.counters[route, status] = self.requests.labels(route, str(status))
        timer = self.timers.get((route, outcome))
        if timer is None:
            timer = self.timers[route, outcome] = self.seconds.labels(route, outcome)
        counter.inc()
        timer.observe(seconds)

    def register(self, collect: Callable[[Source], Iterator[Metric]], source: Source) -> None:
        """Register a function that collects the metrics of a source when they are scraped."""
        self.registry.register(FunctionCollector(partial(collect, source)))

    def set_snapshot(self, snapshot: str, as_of: str, published_at: dt.datetime | None) -> None:
        """Set the snapshot that is served, and when it was published."""
        info = InfoMetricFamily("distrograph_snapshot", "The data that are served")
        info.add_metric([], {"snapshot": snapshot, "as_of": as_of})
        self.register(iter, [info])
        self.register(_collect_snapshot_age, published_at or dt.datetime.now(dt.UTC))


class FunctionCollector(Collector):
    """A collector that calls a function."""

    def __init__(self, collect: Callable[[], Iterator[Metric]]) -> None:
        self.collect_function = collect

    def collect(self) -> Iterator[Metric]:
        """Return the metrics."""
        return self.collect_function()


def _collect_snapshot_age(since: dt.datetime) -> Iterator[Metric]:
    """Collect the age of the served snapshot."""
    yield GaugeMetricFamily(
        "distrograph_snapshot_age_seconds",
        "Seconds since the snapshot was published, or since it was built where it is not published",
        value=(dt.datetime.now(dt.UTC) - since).total_seconds(),
    )


def _collect_cache(cache: ResponseCache) -> Iterator[Metric]:
    """Collect hits and size of the response cache."""
    yield CounterMetricFamily("distrograph_remembered", "Answers from memory", value=cache.hits)
    yield GaugeMetricFamily("distrograph_memory_bytes", "Bytes of remembered answers", value=cache.size)
    yield GaugeMetricFamily("distrograph_memory_answers", "Remembered answers", value=len(cache.entries))


def collect_log(log: Log) -> Iterator[Metric]:
    """Collect how many lines of the log were lost."""
    yield CounterMetricFamily(
        "distrograph_log_lines_lost", "Lines of the log that could not be written", value=log.lost_lines
    )


def collect_admission(admission: Admission) -> Iterator[Metric]:
    """Collect how many requests for pages and resources are computed, and how many wait."""
    family = GaugeMetricFamily(
        "distrograph_requests_under_way", "Requests that are computed or wait", labels=["lane", "state"]
    )
    for name, semaphore in (("fast", admission.fast), ("slow", admission.slow)):
        family.add_metric([name, "running"], semaphore.running)
        family.add_metric([name, "waiting"], semaphore.waiting_count)
    yield family


def collect_pool(pool: Pool) -> Iterator[Metric]:
    """Collect the states of queries and workers."""
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
