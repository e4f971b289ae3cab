"""What is counted, for Prometheus; right over several processes, which share files in one directory."""

from __future__ import annotations

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

requests = Counter("sanku_requests_total", "Requests by route and status.", ("route", "status"))
seconds = Histogram("sanku_request_seconds", "Time from arrival to answer.", ("route",))
decisions = Counter("sanku_decisions_total", "Decisions by phase and outcome.", ("phase", "outcome"))
answers = Counter("sanku_answers_total", "Answers to reminders by verdict.", ("verdict",))
undecided = Counter("sanku_undecided_total", "Events that went on without a decision, by cause.", ("cause",))
in_work = Gauge("sanku_requests_in_work", "Requests in work.", multiprocess_mode="livesum")
exchanges = Counter("sanku_edition_exchanges_total", "New editions by result.", ("result",))

MEDIA_TYPE = CONTENT_TYPE_LATEST


def all_processes() -> bytes:
    """Return the counts of all processes of the service."""
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # the library has no annotation there
    return generate_latest(registry)


__all__ = ["MEDIA_TYPE", "all_processes", "mark_process_dead"]
