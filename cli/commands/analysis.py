"""The verbs that look at the graph as a whole: similar, path, impact, lineage, spread, unique, move."""

from __future__ import annotations

import argparse

from cli.options import Options, open_graph
from cli.terminal import print_line
from graph.analysis import (
    OUTCOMES,
    Likeness,
    ProvidedComponent,
    find_affected,
    find_paths,
    find_unique,
    find_unknown_users,
    measure_adoption,
    plan_migration,
    rank_similar,
    trace_lineage,
)


def add_verbs(
    verbs: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Add the verbs."""
    like = verbs.add_parser("similar", parents=[common], help="list the most similar distributions")
    like.add_argument("id", metavar="DISTRIBUTION", help="name such as k3s")
    like.set_defaults(run=_run_similar)
    path = verbs.add_parser("path", parents=[common], help="show how two entries are connected")
    path.add_argument("start", metavar="FROM", help="name such as kine")
    path.add_argument("end", metavar="TO", help="name such as k0s")
    path.set_defaults(run=_run_path)
    impact = verbs.add_parser(
        "impact", parents=[common], help="list what is affected if an entry is discontinued"
    )
    impact.add_argument("id", metavar="ID", help="name such as kine")
    impact.set_defaults(run=_run_impact)
    kin = verbs.add_parser("lineage", parents=[common], help="show the origins and derivatives of an entry")
    kin.add_argument("id", metavar="ID", help="name such as kine")
    kin.set_defaults(run=_run_lineage)
    wide = verbs.add_parser("spread", parents=[common], help="list the most used components")
    wide.set_defaults(run=_run_spread)
    only = verbs.add_parser("unique", parents=[common], help="list components unique to a distribution")
    only.add_argument("id", metavar="DISTRIBUTION", help="name such as k3s")
    only.set_defaults(run=_run_unique)
    move = verbs.add_parser(
        "move",
        parents=[common],
        help="show what a migration loses, gains and replaces",
    )
    move.add_argument("before", metavar="FROM", help="distribution to migrate from")
    move.add_argument("after", metavar="TO", help="distribution to migrate to")
    move.set_defaults(run=_run_move)


def _run_similar(options: Options) -> int:
    """List distributions, the most similar first."""
    rows = rank_similar(open_graph(options), options.id)
    print_line("shared / what either has, of what is recorded of both (known of so many capabilities)")
    for row in rows:
        parts = [f"{each.concern.id} {_describe_similarity(each)}" for each in row.concerns if each.known]
        print_line(f"{row.id:<12} {_describe_similarity(row.likeness):<28} {', '.join(parts)}".rstrip())
    return int(not rows)


def _describe_similarity(likeness: Likeness) -> str:
    """Describe a similarity, and how much of it is known."""
    if likeness.similarity is None:
        return f"nothing known ({likeness.of})"
    return (
        f"{likeness.similarity:.2f} {likeness.shared}/{likeness.either} ({likeness.known} of {likeness.of})"
    )


def _run_path(options: Options) -> int:
    """List the ways between two things; exits with 1 if there is none."""
    found = find_paths(open_graph(options), options.start, options.end)
    if found and not found[0].length:
        print_line("these are the same thing")
        return 0
    for number, way in enumerate(found, 1):
        print_line(f"{number}.")
        for step in way.steps:
            for each in step:
                places = ", ".join(sorted({place.source for place in each.sources}))
                print_line(f"   {each.text.en}  {f'[{places}]' if places else ''}".rstrip())
    if not found:
        print_line(f"nothing connects {options.start} with {options.end}")
    return int(not found)


def _run_impact(options: Options) -> int:
    """List what is affected, the nearest first; exits with 1 if nothing is."""
    graph = open_graph(options)
    rows = find_affected(graph, options.id)
    for row in rows:
        print_line(f"{row.distance}  {row.id:<20} {row.through[0].text.en}")
    if unknown := [each.id for each in find_unknown_users(graph, options.id)]:
        print_line(f"not recorded for: {', '.join(unknown)}")
    if not rows:
        print_line(f"nothing on record depends on {options.id}")
    return int(not rows)


def _run_lineage(options: Options) -> int:
    """List ancestors and descendants; exits with 1 if there are none."""
    rows = trace_lineage(open_graph(options), options.id)
    for row in rows:
        print_line(f"{row.side:<10} {row.distance}  {row.id:<20} {row.through[0].text.en}")
    if not rows:
        print_line(f"no related project of {options.id} is recorded")
    return int(not rows)


def _run_spread(options: Options) -> int:
    """List components, the most widely used first."""
    rows = measure_adoption(open_graph(options))
    print_line(f"{'component':<32} used  not  unknown")
    for row in rows:
        print_line(f"{row.id:<32} {len(row.users):>4} {row.absent:>4} {row.unknown:>8}")
    return int(not rows)


def _run_unique(options: Options) -> int:
    """List what only one distribution is known to use; exits with 1 if there is nothing."""
    rows = find_unique(open_graph(options), options.id)
    for row in rows:
        known = f"not recorded for {row.unknown} others" if row.unknown else "all others do without"
        print_line(f"{row.id:<28} {known}")
    if not rows:
        print_line(f"{options.id} is not known to use anything that no other distribution uses")
    return int(not rows)


MODE_SUFFIXES = {"enables": "", "bundles": " (in the box)", "offers": " (on offer)"}
"""How a component is had, as it stands behind its name."""


def _run_move(options: Options) -> int:
    """Describe what becomes of each capability."""
    rows = plan_migration(open_graph(options), options.before, options.after)
    for outcome in OUTCOMES:
        some = [row for row in rows if row.outcome == outcome]
        if some:
            print_line(f"{outcome} ({len(some)})")
        for row in some:
            print_line(
                f"   {row.capability.id:<28} {_name_components(row.before)} -> {_name_components(row.after)}"
            )
    return 0


def _name_components(held: tuple[ProvidedComponent, ...]) -> str:
    """List components with their modes, unless enabled; or say that nothing is on record."""
    return ", ".join(f"{each.id}{MODE_SUFFIXES[each.how]}" for each in held) or "-"
