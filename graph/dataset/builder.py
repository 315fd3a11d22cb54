"""From files to a dataset: what is bundled, what a user adds, and what the rules derive from both."""

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
    File,
    bundled_files,
    bundled_rules,
    is_table,
    load,
    readable,
    user_files,
    vocabulary,
)
from graph.dataset.metadata import description, snapshot_line
from graph.errors import BadDataError
from graph.rdf.store import MemoryStore, Store
from graph.releases.claim_dates import earliest
from graph.releases.table import parse
from graph.releases.to_rdf import Table, digest, shipped_to_rdf

SHIPPING = b"# shipping\n"
"""A line of N-Quads that parts what follows from the tables from what they say."""


TIMELESS = b"\n# timeless: yes\n"
"""The line of a rule that asks for no day."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """What was built: the store, the snapshot and the day that it speaks for.

    `timeless` gives what the facts of any day are derived from, as N-Quads: the sources, and what those rules
    add that ask for no day. What each release ships is in the store of the day for which the files were read;
    it is the same on all days. What was published has a name, and a moment at which that was done.
    """

    store: Store
    snapshot: str
    as_of: dt.date
    timeless: Callable[[], bytes]
    published: str | None = None
    published_at: dt.datetime | None = None

    def undated(self) -> bytes:
        """Return what the facts of any day are derived from, and of which snapshot it is.

        Raises BadParameterError for a store that has it not.
        """
        return self.timeless() + snapshot_line(self.snapshot)


def build(data: Sequence[Path] = (), *, bundled: bool = True, as_of: dt.date | None = None) -> Dataset:
    """Build the dataset from the bundled files (unless told not to) and from `data`.

    `as_of` is the day for which facts are derived; today if not given.
    Raises BadDataError for a file that cannot be read.
    """
    day = as_of or dt.datetime.now(dt.UTC).date()
    read = (*vocabulary(), *(bundled_files() if bundled else ()), *chain.from_iterable(map(user_files, data)))
    return assemble(read, tuple(bundled_rules()), day)


def assemble(
    read: Sequence[File],
    rules: tuple[File, ...],
    as_of: dt.date,
    store: MemoryStore | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Dataset:
    """Load files into a store, one in memory if none is given, and derive what holds on a day.

    `tell` is called with what is being done. Raises BadDataError.
    """
    store = store or MemoryStore(ox.Store())
    quads = store.quads
    tables = [file for file in read if is_table(file)]
    sources = [*(file for file in read if not is_table(file)), *load_tables(store, tables)]
    for source in sources:
        if source.path:
            tell(f"reading {source.path}")
        load(quads, source, bulk=source.path is not None)
    tell("deriving what holds")
    bounds = File("bounds.nq", earliest(store))
    load(quads, bounds)
    timeless = cache(partial(same_on_all_days, (*sources, bounds), rules))
    made = Dataset(store, snapshot_of([*read, *rules]), as_of, timeless)
    conclude(store, made, rules)
    return made


def same_on_all_days(sources: Iterable[File], rules: Iterable[File]) -> bytes:
    """Return sources, and what rules that ask for no day make of them, as N-Quads."""
    quads = ox.Store()
    for source in sources:
        load(quads, source)
    for rule in rules:
        if needs_no_day(rule):
            derive(MemoryStore(quads), rule)
    return quads.dump(format=ox.RdfFormat.N_QUADS) or b""


def load_tables(store: MemoryStore, tables: Sequence[File]) -> Iterator[File]:
    """Load what the releases of tables ship; gives the claims that follow, as a source of facts."""
    if not tables:
        return
    name = build_cache.name_of(part for file in tables for part in (file.name.encode(), file.content))
    made = build_cache.recall(name)
    if made is None:
        made = tables_as_quads(tables)
        build_cache.keep(name, made)
    end = made.index(SHIPPING)
    shipping = BytesIO(made)  # 30 MB, and not a copy
    shipping.seek(end)
    # We wrote it ourselves and escaped what must be: checking every IRI again would take a third longer.
    read = store.quads.bulk_load if store.on_disk else store.quads.load
    read(shipping, format=ox.RdfFormat.N_QUADS, lenient=True)
    yield File("releases.nq", made[:end])


def tables_as_quads(tables: Iterable[File]) -> bytes:
    """Write tables as N-Quads: the claims that follow from them, and what their releases ship."""
    digests, shipping = [], []
    for file in tables:
        table = Table(Path(file.name).stem, parse(file.content.decode(), file.name))
        digests.append(digest(table))
        shipping.append(shipped_to_rdf(table))
    return b"".join(digests) + SHIPPING + b"".join(shipping)


def on(dataset: Dataset, day: dt.date) -> Dataset:
    """Derive what held on another day from the same files."""
    store = MemoryStore(ox.Store())
    store.quads.load(dataset.timeless(), format=ox.RdfFormat.N_QUADS, lenient=True)  # it was all read before
    made = replace(dataset, store=store, as_of=day)
    conclude(store, made, (rule for rule in bundled_rules() if not needs_no_day(rule)))
    return made


def conclude(store: MemoryStore, dataset: Dataset, rules: Iterable[File]) -> None:
    """Add to the store of a dataset what it says of itself, and what rules make of it."""
    store.add(description(dataset.snapshot, dataset.as_of))
    for rule in rules:
        derive(store, rule)


def needs_no_day(rule: File) -> bool:
    """Return whether a rule gives the same on all days, which its head says; those that do run first."""
    return TIMELESS in rule.content


def snapshot_of(sources: Iterable[File]) -> str:
    """Hash the names and contents of files: the snapshot; raises BadDataError for one that cannot be read."""
    sha = hashlib.sha256()
    for source in sources:
        name = source.name.encode()
        sha.update(len(name).to_bytes(8) + name)
        with readable(source), source.opened() as opened:
            sha.update(hashlib.file_digest(cast("BytesIO", opened), "sha256").digest())
    return sha.hexdigest()


def derive(store: MemoryStore, rule: File) -> None:
    """Add to the default graph what a CONSTRUCT rule gives."""
    answer = store.evaluate(rule.content.decode())
    if not isinstance(answer, ox.QueryTriples):
        raise BadDataError("a rule is a CONSTRUCT query", file=rule.name)
    store.add(ox.Quad(t.subject, t.predicate, t.object, ox.DefaultGraph()) for t in answer)
