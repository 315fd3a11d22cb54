"""The report of a verification: counts by source, and each claim whose evidence was not found."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.validation import FileLocation
from i18n import N_, Message, PluralMessage
from ingest.verification.verification import Status, Verification

LABELS = {
    Status.FOUND: N_("found"),
    Status.SILENT: N_("silent"),
    Status.PATH_MISSING: N_("path missing"),
    Status.REF_MISSING: N_("ref missing"),
    Status.NOT_VERIFIED: N_("not verified"),
}
LISTED = (Status.PATH_MISSING, Status.REF_MISSING, Status.SILENT)
"""What is listed claim by claim; what was not verified is counted by its reason."""


@dataclass(frozen=True)
class SourceReport:
    """The verifications of the claims of one source."""

    source: str
    verifications: Sequence[Verification]

    def count(self) -> Counter[Status]:
        """Count the claims by what came of them."""
        return Counter(each.status for each in self.verifications)


class Report:
    """The verifications of claims, by source, and where in our files the claims stand."""

    def __init__(self, verifications: Iterable[Verification], locations: Mapping[str, FileLocation]) -> None:
        by_source: dict[str, list[Verification]] = {}
        for each in verifications:
            by_source.setdefault(each.claim.source.id, []).append(each)
        self.sources = [SourceReport(source, found) for source, found in sorted(by_source.items())]
        self._locations = locations

    @property
    def verifications(self) -> list[Verification]:
        """All verifications."""
        return [each for source in self.sources for each in source.verifications]

    def count_failed(self) -> int:
        """Count the claims that are called confirmed and rest on nothing."""
        return sum(each.failed for each in self.verifications)

    def lines(self) -> Iterator[Message]:
        """Write the report: for each source its counts, its claims without evidence, and reasons."""
        for source in self.sources:
            yield Message("{name}: {counts}", name=source.source, counts=_describe_counts(source.count()))
            for each in source.verifications:
                if each.status in LISTED:
                    yield self._describe(each)
            reasons = Counter(
                each.reason
                for each in source.verifications
                if each.status is Status.NOT_VERIFIED and each.reason
            )
            for reason, count in reasons.most_common():
                yield Message("  not verified: {count} ({reason})", count=count, reason=reason)

    def summarize(self) -> Iterator[Message]:
        """Summarize the whole: the counts, and how many claims fail."""
        counts = Counter(each.status for each in self.verifications)
        yield Message("{name}: {counts}", name=Message("all sources"), counts=_describe_counts(counts))
        if failed := self.count_failed():
            yield PluralMessage(
                "{count} confirmed claim rests on a file that does not exist or does not state it",
                "{count} confirmed claims rest on files that do not exist or do not state them",
                count=failed,
            )

    def to_json(self) -> dict[str, Any]:
        """Return the report for programs, its reasons in English."""
        return {
            "failed": self.count_failed(),
            "counts": _name_counts(Counter(each.status for each in self.verifications)),
            "sources": [
                {
                    "source": source.source,
                    "counts": _name_counts(source.count()),
                    "claims": [self._to_json(each) for each in source.verifications],
                }
                for source in self.sources
            ],
        }

    def _describe(self, found: Verification) -> Message:
        """Describe a claim without evidence in one line: where it is written, what it says, what is wrong."""
        claim = found.claim
        return Message(
            "  {location}: {subject} {property} {value}: {status}: {reason}",
            location=str(self._locations.get(claim.iri, claim.iri)),
            subject=claim.subject.id,
            property=claim.property.id,
            value=_name_value(found),
            status=Message(LABELS[found.status]),
            reason=found.reason or "",
        )

    def _to_json(self, found: Verification) -> dict[str, Any]:
        claim, location = found.claim, self._locations.get(found.claim.iri)
        return {
            "claim": claim.iri,
            "file": location.file if location else None,
            "line": location.line if location else None,
            "subject": claim.subject.id,
            "property": claim.property.id,
            "value": _name_value(found),
            "verdict": claim.verdict.id,
            "locator": claim.locator,
            "status": found.status.value,
            "failed": found.failed,
            "reason": str(found.reason) if found.reason else None,
            "mirror": found.mirror,
            "evidence_line": found.line,
            "sought": list(found.sought),
        }


def _name_value(found: Verification) -> str:
    """Name the value of a claim."""
    value = found.claim.value
    return str(value.id or (value.kind if value.value is None else value.value))


def _describe_counts(counts: Mapping[Status, int]) -> list[Message]:
    """Describe how many claims there are of each status."""
    return [
        Message("{count} {status}", count=counts[status], status=Message(LABELS[status]))
        for status in Status
        if counts.get(status)
    ]


def _name_counts(counts: Mapping[Status, int]) -> dict[str, int]:
    """Name the counts as JSON has them."""
    return {status.value: counts.get(status, 0) for status in Status}
