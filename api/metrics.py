"""What is counted for Prometheus: requests, what is remembered, workers, and why queries were ended."""

import datetime as dt
from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from api.admission import Admission
from api.connections import Connections
from api.logs import Log
from api.remembered import Memory
from graph.isolation.pool import Pool

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
        self.registry.register(MemoryCollector(memory))
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

    def watch(self, pool: Pool) -> None:
        """Give figures of a pool, too."""
        self.registry.register(PoolCollector(pool))

    def watch_admission(self, admission: Admission) -> None:
        """Give figures of the requests that are computed, too."""
        self.registry.register(AdmissionCollector(admission))

    def watch_log(self, log: Log) -> None:
        """Give figures of the log, too."""
        self.registry.register(LogCollector(log))

    def watch_connections(self, connections: Connections) -> None:
        """Give figures of the connections, too."""
        self.registry.register(ConnectionCollector(connections))

    def speak_of(self, snapshot: str, as_of: str, published_at: dt.datetime | None) -> None:
        """Say which data are served, and since when they are what they are."""
        self.registry.register(AgeCollector(published_at or dt.datetime.now(dt.UTC)))
        info = InfoMetricFamily("distrograph_snapshot", "The data that are served")
        info.add_metric([], {"snapshot": snapshot, "as_of": as_of})
        self.registry.register(Fixed(info))


class Fixed(Collector):
    """What never changes."""

    def __init__(self, metric: Metric) -> None:
        self.metric = metric

    def collect(self) -> Iterator[Metric]:
        """Give it."""
        yield self.metric


class AgeCollector(Collector):
    """How old the data are that are served."""

    def __init__(self, since: dt.datetime) -> None:
        self.since = since

    def collect(self) -> Iterator[Metric]:
        """Give the figure of now."""
        age = dt.datetime.now(dt.UTC) - self.since
        yield GaugeMetricFamily(
            "distrograph_snapshot_age_seconds",
            "Seconds since the snapshot was published, or since it was built where it is not published",
            value=age.total_seconds(),
        )


class MemoryCollector(Collector):
    """What is remembered."""

    def __init__(self, memory: Memory) -> None:
        self.memory = memory

    def collect(self) -> Iterator[Metric]:
        """Give the figures of now."""
        memory = self.memory
        yield CounterMetricFamily("distrograph_remembered", "Answers from memory", value=memory.recalled)
        yield GaugeMetricFamily("distrograph_memory_bytes", "Bytes of remembered answers", value=memory.size)
        yield GaugeMetricFamily("distrograph_memory_answers", "Remembered answers", value=len(memory.answers))


class AdmissionCollector(Collector):
    """The requests for pages and resources."""

    def __init__(self, admission: Admission) -> None:
        self.admission = admission

    def collect(self) -> Iterator[Metric]:
        """Give the figures of now."""
        family = GaugeMetricFamily(
            "distrograph_requests_under_way", "Requests that are computed or wait", labels=["lane", "state"]
        )
        for name, lane in (("fast", self.admission.fast), ("slow", self.admission.slow)):
            family.add_metric([name, "running"], lane.running)
            family.add_metric([name, "waiting"], lane.waiting)
        yield family


class LogCollector(Collector):
    """The log, as far as it could not be written."""

    def __init__(self, log: Log) -> None:
        self.log = log

    def collect(self) -> Iterator[Metric]:
        """Give the figures of now."""
        yield CounterMetricFamily(
            "distrograph_log_lines_lost", "Lines of the log that could not be written", value=self.log.lost
        )


class ConnectionCollector(Collector):
    """The connections of clients."""

    def __init__(self, connections: Connections) -> None:
        self.connections = connections

    def collect(self) -> Iterator[Metric]:
        """Give the figures of now."""
        yield GaugeMetricFamily(
            "distrograph_connections", "Connections that are open", value=self.connections.count
        )
        yield CounterMetricFamily(
            "distrograph_connections_dropped",
            "Connections that were ended because there was no room for a new one",
            value=self.connections.dropped,
        )


class PoolCollector(Collector):
    """Workers and queries from outside."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool

    def collect(self) -> Iterator[Metric]:
        """Give the figures of now."""
        lanes, staff = self.pool.lanes, self.pool.staff
        queries = GaugeMetricFamily("distrograph_queries", "Queries under way", labels=["state"])
        for state, runs in (
            ("waiting", lanes.waiting),
            ("cheap", lanes.cheap),
            ("long", lanes.long),
        ):
            queries.add_metric([state], len(runs))
        yield queries
        workers = GaugeMetricFamily("distrograph_workers", "Processes that answer queries", labels=["state"])
        counts = {
            "free": len(staff.free),
            "busy": len(staff.lines) - len(staff.free),
            "starting": staff.starting,
        }
        for state, count in counts.items():
            workers.add_metric([state], count)
        yield workers
        ended = CounterMetricFamily(
            "distrograph_queries_ended", "Queries ended before their answer, by cause", labels=["cause"]
        )
        for cause, count in self.pool.ended.items():
            ended.add_metric([cause], count)
        yield ended
