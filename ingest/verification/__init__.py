"""Verifies claims by their evidence: opens the file that each claim cites, and looks whether it states it."""

from ingest.verification.mirrors import Mirrors
from ingest.verification.report import Report
from ingest.verification.verification import Status, Verification, verify_claims

__all__ = ["Mirrors", "Report", "Status", "Verification", "verify_claims"]
