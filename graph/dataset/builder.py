"""Builds the dataset from bundled files, files of the user, and what the rules derive from both."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import cast

import pyoxigraph as ox

from graph.dataset import build_cache
from graph.dataset.files import (
    SourceFile,
    collect_user_files,
    is_table,
    list_bundled_files,
    list_bundled_rules,
    list_vocabulary_files,
    load_file,
    translate_read_errors,
)
from graph.dataset.list_mentions import derive_mentions
from graph.dataset.metadata import build_metadata, format_snapshot_line
from graph.errors import BadDataError
from graph.rdf.store import MemoryStore, Store
from graph.releases.claim_dates import derive_earliest_dates
from graph.releases.table import parse_table
from graph.releases.to_rdf import ReleaseTable, claims_to_rdf, shipped_to_rdf
from i18n import Message

SHIPPING_MARKER = b"# shipping\n"
"""A line of N-Quads that separates the claims that follow from tables from what they say."""


DATE_INDEPENDENT_MARKER = b"\n# timeless: yes\n"
"""The line in the header of a rule that asks for no day."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """What was built: the store, the snapshot and the day that it speaks for.

    `date_independent` returns what the facts of any day are derived from, as N-Quads: the sources, and what
    date-independent rules add. What each release ships is in the store of the day for which the files were
    read; it is the same on all days. A published dataset has a name, and a moment of publication.
    """

    store: Store
    snapshot: str
    as_of: dt.date
    date_independent: Callable[[], bytes]
    published: str | None = None
    published_at: dt.datetime | None = None

    def dump_date_independent(self) -> bytes:
        """Dump the data that the facts of any day are derived from, with the snapshot.

        Raises BadParameterError for a store that has it not.
        """
        return self.date_independent() + format_snapshot_line(self.snapshot)


def build_dataset(
    data: Sequence[Path] = (), *, bundled: bool = True, as_of: dt.date | None = None
) -> Dataset:
    """Build the dataset from the bundled files (unless told not to) and from `data`.

    `as_of` is the day for which facts are derived; today if not given.
    Raises BadDataError for a file that cannot be read.
    """
    day = as_of or dt.datetime.now(dt.UTC).date()
    read = (
        *list_vocabulary_files(),
        *(list_bundled_files() if bundled else ()),
        *chain.from_iterable(map(collect_user_files, data)),
    )
    return assemble_dataset(read, tuple(list_bundled_rules()), day)


def assemble_dataset(
    read: Sequence[SourceFile],
    rules: tuple[SourceFile, ...],
    as_of: dt.date,
    store: MemoryStore | None = None,
    progress: Callable[[Message], None] = lambda _: None,
) -> Dataset:
    """Load files into a store, in memory if none is given, and derive the facts of a day.

    `progress` is called with what is being done. Raises BadDataError.
    """
    store = store or MemoryStore(ox.Store())
    quads = store.quads
    tables = [file for file in read if is_table(file)]
    sources = [*(file for file in read if not is_table(file)), *_load_tables(store, tables)]
    for source in sources:
        if source.path:
            progress(Message("reading {path}", path=str(source.path)))
        load_file(quads, source, bulk=source.path is not None)
    progress(Message("deriving facts"))
    derived = (
        SourceFile("bounds.nq", derive_earliest_dates(store)),
        SourceFile("mentions.nq", derive_mentions(store)),
    )
    for source in derived:
        load_file(quads, source)
    date_independent = cache(partial(_derive_date_independent, (*sources, *derived), rules))
    made = Dataset(store, compute_snapshot_id([*read, *rules]), as_of, date_independent)
    _derive_facts(store, made, rules)
    return made


def _derive_date_independent(sources: Iterable[SourceFile], rules: Iterable[SourceFile]) -> bytes:
    """Derive the data of all days, as N-Quads: the sources, and what date-independent rules add."""
    quads = ox.Store()
    for source in sources:
        load_file(quads, source)
    for rule in rules:
        if _is_date_independent(rule):
            _apply_rule(MemoryStore(quads), rule)
    return quads.dump(format=ox.RdfFormat.N_QUADS) or b""


def _load_tables(store: MemoryStore, tables: Sequence[SourceFile]) -> Iterator[SourceFile]:
    """Load what the releases of tables ship; yields the claims that follow, as a source of facts."""
    if not tables:
        return
    name = build_cache.cache_key(part for file in tables for part in (file.name.encode(), file.content))
    made = build_cache.load(name)
    if made is None:
        made = _serialize_tables(tables)
        build_cache.store(name, made)
    end = made.index(SHIPPING_MARKER)
    shipping = BytesIO(made)  # 30 MB, and not a copy
    shipping.seek(end)
    # We wrote it ourselves and escaped what must be: checking every IRI again would take a third longer.
    read = store.quads.bulk_load if store.on_disk else store.quads.load
    read(shipping, format=ox.RdfFormat.N_QUADS, lenient=True)
    yield SourceFile("releases.nq", made[:end])


def _serialize_tables(tables: Iterable[SourceFile]) -> bytes:
    """Serialize tables as N-Quads: the claims that follow from them, and what their releases ship."""
    claims, shipping = [], []
    for file in tables:
        table = ReleaseTable(Path(file.name).stem, parse_table(file.content.decode(), file.name))
        claims.append(claims_to_rdf(table))
        shipping.append(shipped_to_rdf(table))
    return b"".join(claims) + SHIPPING_MARKER + b"".join(shipping)


def derive_day(dataset: Dataset, day: dt.date, bounds: bytes = b"") -> Dataset:
    """Derive the dataset of another day from the same files.

    `bounds` are N-Quads that say which claims hold of a release of that day, see `release_bounds`.
    """
    store = MemoryStore(ox.Store())
    store.quads.load(bounds, format=ox.RdfFormat.N_QUADS)
    store.quads.load(
        dataset.date_independent(), format=ox.RdfFormat.N_QUADS, lenient=True
    )  # it was all read before
    made = replace(dataset, store=store, as_of=day)
    _derive_facts(store, made, (rule for rule in list_bundled_rules() if not _is_date_independent(rule)))
    return made


def _derive_facts(store: MemoryStore, dataset: Dataset, rules: Iterable[SourceFile]) -> None:
    """Add to the store of a dataset its metadata and what rules derive."""
    store.add(build_metadata(dataset.snapshot, dataset.as_of))
    for rule in rules:
        _apply_rule(store, rule)


def _is_date_independent(rule: SourceFile) -> bool:
    """Return whether a rule gives the same on all days, as its header says; such rules run first."""
    return DATE_INDEPENDENT_MARKER in rule.content


def compute_snapshot_id(sources: Iterable[SourceFile]) -> str:
    """Hash the names and contents of files into a snapshot; raises BadDataError for an unreadable one."""
    sha = hashlib.sha256()
    for source in sources:
        name = source.name.encode()
        sha.update(len(name).to_bytes(8) + name)
        with translate_read_errors(source), source.open() as opened:
            sha.update(hashlib.file_digest(cast("BytesIO", opened), "sha256").digest())
    return sha.hexdigest()


def _apply_rule(store: MemoryStore, rule: SourceFile) -> None:
    """Add the result of a CONSTRUCT rule to the default graph."""
    answer = store.evaluate(rule.content.decode())
    if not isinstance(answer, ox.QueryTriples):
        raise BadDataError(Message("a rule must be a CONSTRUCT query"), file=rule.name)
    store.add(ox.Quad(t.subject, t.predicate, t.object, ox.DefaultGraph()) for t in answer)
