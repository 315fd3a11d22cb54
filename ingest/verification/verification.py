"""The verification of claims: whether the file that a claim cites exists, and names both of its ends."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from graph import BadDataError, Claim, KnowledgeGraph
from graph.validation import FileLocation
from i18n import Alternatives, Message
from ingest.git_repository import Repository, UnreadableError
from ingest.verification.mirrors import Mirrors
from ingest.verification.spellings import Words, compile_pattern, spell_entry, spell_thing, spell_value

FORGE_LINK = re.compile(r"https?://[^/]+/(?P<repository>[^/]+/[^/]+)(?:/(?:blob|tree)/.+)?")
"""The link of a repository, or of a file in it."""
CHECKED_AT = re.compile(r"(?P<path>\S+)(?:@| at )(?P<ref>[^@\s]+)")
"""The place against which a claim was checked."""
THREAD = re.compile(r"(?:issue|PR)-\d+")
"""The ref of a claim that rests on an issue or a pull request, which no git repository holds."""
PATTERNS_QUERY = "SELECT ?claim ?pattern { GRAPH ?source { ?claim dg:evidencePattern ?pattern } }"
ENTRIES_QUERY = "SELECT ?claim ?entry { GRAPH ?source { ?claim dg:entry ?entry } } ORDER BY ?claim ?entry"
LISTS = "listsCompletely"
"""The property of the claims that have entries."""
WHOLE_ENTRIES = "linked-module"
"""The form whose entries are named by a path as a whole."""
CONFIRMED, INFERRED = "Confirmed", "Inferred"
"""The verdicts that matter here."""
SHOWN_SPELLINGS = 5
"""Spellings that a report names of those that were looked for."""


class Status(StrEnum):
    """What came of verifying a claim."""

    FOUND = "found"
    SILENT = "silent"
    PATH_MISSING = "path-missing"
    REF_MISSING = "ref-missing"
    NOT_VERIFIED = "not-verified"


@dataclass(frozen=True)
class Verification:
    """The status of a claim, the reason unless it is found, and where the evidence stands.

    `mirror` is the repository that was read, and `line` the line of its file that names the object. `sought`
    are spellings that were looked for in vain.
    """

    claim: Claim
    status: Status
    reason: Message | None = None
    mirror: str | None = None
    line: int | None = None
    sought: tuple[str, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether a claim is called confirmed and rests on nothing."""
        unfounded = self.status in {Status.SILENT, Status.PATH_MISSING, Status.REF_MISSING}
        return unfounded and self.claim.verdict.id == CONFIRMED


@dataclass(frozen=True)
class Place:
    """A place of a git repository (`owner/name`): a file or folder at a ref, or the ref alone."""

    repository: str
    ref: str
    path: str | None = None

    def __str__(self) -> str:
        """Write it as a locator."""
        return f"{self.path}@{self.ref}" if self.path else self.ref


@dataclass(frozen=True)
class _Evidence:
    """What a claim has of its own to be found by: a pattern, or the entries of a list."""

    pattern: Words | None = None
    entries: Sequence[str] = ()

    def spell_entries(self, claim: Claim) -> list[Words]:
        """Spell the entries, unless a pattern takes their place."""
        whole = claim.value.id == WHOLE_ENTRIES
        return [] if self.pattern else [spell_entry(entry, whole=whole) for entry in self.entries]


@dataclass(frozen=True)
class _Text:
    """The text that a claim rests on, and the mirror that has it.

    For a ref alone, the text is the message of its commit; for a folder, the names in it.
    """

    mirror: str
    text: str


def verify_claims(
    graph: KnowledgeGraph, claims: Iterable[Claim], mirrors: Mirrors, locations: Mapping[str, FileLocation]
) -> Iterator[Verification]:
    """Verify claims of a graph, one after the other.

    `locations` are the places of the claims in our files. Raises BadDataError for a pattern of a claim that
    is no regular expression, and IngestError for a mirror that cannot be opened.
    """
    found = graph.query(PATTERNS_QUERY)
    patterns = {str(claim): str(pattern) for claim, pattern in found}
    words = {iri: _compile_own(iri, pattern, locations) for iri, pattern in patterns.items()}
    entries: dict[str, list[str]] = defaultdict(list)
    for claim_iri, entry in graph.query(ENTRIES_QUERY):
        entries[str(claim_iri)].append(str(entry))
    for claim in claims:
        # A claim that another confirms was checked against what that one cites.
        own = next((words[iri] for iri in (claim.iri, *claim.confirmed_by) if iri in words), None)
        yield _verify_claim(graph, claim, mirrors, _Evidence(own, entries.get(claim.iri, ())))


def _compile_own(claim: str, pattern: str, locations: Mapping[str, FileLocation]) -> Words:
    """Compile the pattern that a claim has of its own; raises BadDataError."""
    try:
        return compile_pattern(pattern)
    except re.error as error:
        place = locations.get(claim) or FileLocation(claim)
        message = Message("{pattern} is not a regular expression: {error}", pattern=pattern, error=error)
        raise BadDataError(message, file=place.file, line=place.line) from None


def _verify_claim(graph: KnowledgeGraph, claim: Claim, mirrors: Mirrors, evidence: _Evidence) -> Verification:
    """Verify a claim, which may have evidence of its own."""
    if claim.ref and THREAD.fullmatch(claim.ref):
        return _leave(claim, Message("an issue or a pull request is not in a git repository"))
    place = _find_place(claim)
    if not place:
        return _leave(claim, Message("the source is not a git repository"))
    entries = evidence.spell_entries(claim)
    value_words = None if entries else evidence.pattern or spell_value(graph, claim.value)
    try:
        found = _read_text(claim, place, mirrors)
    except UnreadableError as error:
        return _leave(claim, error.message)
    if isinstance(found, Verification):
        return found
    if not entries and not value_words:
        return _leave(claim, _explain_wordless(claim), found.mirror)
    return _judge(graph, claim, place, found, [value_words] if value_words else entries)


def _find_place(claim: Claim) -> Place | None:
    """Find the place that a claim rests on; None if it rests on no repository.

    That is where it stands or, for a claim of a document, where it was checked, if that speaks for it.
    """
    if claim.ref:
        link = FORGE_LINK.fullmatch(claim.url)
        return Place(link["repository"], claim.ref, claim.path) if link else None
    if claim.verdict.id not in {CONFIRMED, INFERRED} or not claim.checked_against:
        return None
    link = FORGE_LINK.fullmatch(claim.checked_against.repository or "")
    checked = CHECKED_AT.fullmatch(claim.checked_at or "")
    return Place(link["repository"], checked["ref"], checked["path"]) if link and checked else None


def _explain_wordless(claim: Claim) -> Message:
    """Explain why a claim cannot be verified whose value no words show."""
    if claim.verdict.id == INFERRED:
        return Message("the claim is inferred, and words cannot show its value")
    return Message("words cannot show this value; give the claim a dg:evidencePattern")


def _leave(claim: Claim, reason: Message, mirror: str | None = None) -> Verification:
    """Leave a claim unverified."""
    return Verification(claim, Status.NOT_VERIFIED, reason, mirror)


def _read_text(claim: Claim, place: Place, mirrors: Mirrors) -> _Text | Verification:
    """Read the text that a claim rests on, from the first mirror that has its ref."""
    names = []
    for name, mirror in mirrors.open_all(place.repository):
        commit = mirror.find_commit(place.ref)
        if commit is None:
            names.append(name)
            continue
        text = _read_at(mirror, commit, place.path, nested=claim.property.id == LISTS)
        if text is None:
            missing = Message("{mirror} has no {path} at {ref}", mirror=name, path=place.path, ref=place.ref)
            return Verification(claim, Status.PATH_MISSING, missing, name)
        return _Text(name, text)
    if not names:
        return _leave(claim, Message("there is no mirror of {repository}", repository=place.repository))
    if place.repository in names:
        missing = Message("{mirror} has no {ref}", mirror=place.repository, ref=place.ref)
        return Verification(claim, Status.REF_MISSING, missing, place.repository)
    # A fork seldom has the tags, and may end before a commit.
    return _leave(
        claim,
        Message(
            "there is no mirror of {repository}, and the ref is not in {forks}",
            repository=place.repository,
            forks=names,
        ),
    )


def _read_at(mirror: Repository, commit: str, path: str | None, *, nested: bool) -> str | None:
    """Read a file, the names in a folder, or the message of a commit; None where there is no such path."""
    if path is None:
        return mirror.read_message(commit)
    text = mirror.read_text(commit, path)
    list_names = mirror.list_nested_names if nested else mirror.list_names
    return text if text is not None else "\n".join(list_names(commit, path.rstrip("/"))) or None


def _judge(
    graph: KnowledgeGraph, claim: Claim, place: Place, found: _Text, sought_words: Sequence[Words]
) -> Verification:
    """Judge whether a text, or its path, names the subject of a claim and all that is sought."""
    subject_words, path = spell_thing(graph, claim.subject.iri), place.path or ""
    value, itself = str(claim.value.value), str(claim.value.value).endswith(f"/{place.repository}")
    lines = [words.find_line(found.text) for words in sought_words]
    # A release may be the tag that is cited, and a repository the one that is read.
    named = value == place.ref or itself
    lacking = [
        words
        for words, line in zip(sought_words, lines, strict=True)
        if line is None and not named and words.find_line(path) is None
    ]
    has_subject = not itself and _belongs_to(graph, claim, place.repository, subject_words)
    if not has_subject and not any(subject_words.find_line(text) for text in (found.text, path)):
        lacking.insert(0, subject_words)
    if not lacking:
        return Verification(claim, Status.FOUND, mirror=found.mirror, line=lines[0])
    sought = tuple(shown for words in lacking for shown in words.shown)
    reason = Message(
        "{place} does not name {sought}", place=str(place), sought=list(map(_quote_first, lacking))
    )
    return Verification(claim, Status.SILENT, reason, found.mirror, lines[0], sought)


def _belongs_to(graph: KnowledgeGraph, claim: Claim, repository: str, subject_words: Words) -> bool:
    """Return whether a repository is that of the subject, by what is on record of it or by its name."""
    home = graph.index.profile(claim.subject.iri).repository or ""
    return home.lower().endswith(f"/{repository.lower()}") or subject_words.find_line(repository) is not None


def _quote_first(words: Words) -> Alternatives:
    """Quote the first spellings of those that were looked for."""
    return Alternatives(Message("“{spelling}”", spelling=each) for each in words.shown[:SHOWN_SPELLINGS])
