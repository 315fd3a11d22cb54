"""The verbs that look at the graph as a whole: similar, path, impact, lineage, spread, unique, move."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from cli import output
from cli.language import gettext, render
from cli.options import Options, open_graph
from cli.parser import NOT_RECORDED
from cli.terminal import print_line, print_message
from cli.wrapping import measure_width, pad, pad_left
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
from i18n import N_, Message, PluralMessage


def add_verbs(
    verbs: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Add the verbs."""
    like = verbs.add_parser("similar", parents=[common], help=gettext("list the most similar distributions"))
    like.add_argument("id", metavar="DISTRIBUTION", help=gettext("name such as k3s"))
    like.set_defaults(run=_run_similar)
    path = verbs.add_parser("path", parents=[common], help=gettext("show how two entries are connected"))
    path.add_argument("start", metavar="FROM", help=gettext("name such as kine"))
    path.add_argument("end", metavar="TO", help=gettext("name such as k0s"))
    path.set_defaults(run=_run_path)
    impact = verbs.add_parser(
        "impact", parents=[common], help=gettext("list what is affected if an entry is discontinued")
    )
    impact.add_argument("id", metavar="ID", help=gettext("name such as kine"))
    impact.set_defaults(run=_run_impact)
    kin = verbs.add_parser(
        "lineage", parents=[common], help=gettext("show the origins and derivatives of an entry")
    )
    kin.add_argument("id", metavar="ID", help=gettext("name such as kine"))
    kin.set_defaults(run=_run_lineage)
    wide = verbs.add_parser("spread", parents=[common], help=gettext("list the most used components"))
    wide.set_defaults(run=_run_spread)
    only = verbs.add_parser(
        "unique", parents=[common], help=gettext("list components unique to a distribution")
    )
    only.add_argument("id", metavar="DISTRIBUTION", help=gettext("name such as k3s"))
    only.set_defaults(run=_run_unique)
    move = verbs.add_parser(
        "move",
        parents=[common],
        help=gettext("show what a migration loses, gains and replaces"),
    )
    move.add_argument("before", metavar="FROM", help=gettext("distribution to migrate from"))
    move.add_argument("after", metavar="TO", help=gettext("distribution to migrate to"))
    move.set_defaults(run=_run_move)


def _run_similar(options: Options) -> int:
    """List distributions, the most similar first."""
    rows = rank_similar(open_graph(options), options.id)
    print_message(Message("Similarity: components that both have, out of those that at least one has."))
    print_message(Message("Only capabilities recorded for both count."))
    for row in rows:
        parts = [
            f"{render(each.concern.label)} {_describe_similarity(each)}"
            for each in row.concerns
            if each.known
        ]
        print_line(
            f"{row.id:<12} {pad(_describe_similarity(row.likeness), 34)} {output.join_names(parts)}".rstrip()
        )
    return 0 if rows else NOT_RECORDED


def _describe_similarity(likeness: Likeness) -> str:
    """Describe a similarity, and how much of it is known."""
    if likeness.similarity is None:
        return render(Message("not recorded"))
    return f"{likeness.similarity:.2f} {likeness.shared}/{likeness.either}" + render(
        Message(" ({known} of {of} recorded)", known=likeness.known, of=likeness.of)
    )


def _run_path(options: Options) -> int:
    """List the ways between two things; exits with 3 if none is recorded."""
    found = find_paths(open_graph(options), options.start, options.end)
    if found and not found[0].length:
        print_message(Message("Both names are the same entry."))
        return 0
    for number, way in enumerate(found, 1):
        print_line(f"{number}.")
        for step in way.steps:
            for each in step:
                places = output.join_names(sorted({place.source for place in each.sources}))
                print_line(f"   {render(each.text)}  {f'[{places}]' if places else ''}".rstrip())
    if not found:
        print_message(
            Message("No path between {start} and {end} is recorded.", start=options.start, end=options.end)
        )
    return 0 if found else NOT_RECORDED


def _run_impact(options: Options) -> int:
    """List what is affected, the nearest first; exits with 3 if nothing is recorded."""
    graph = open_graph(options)
    rows = find_affected(graph, options.id)
    for row in rows:
        print_line(f"{row.distance}  {row.id:<20} {render(row.through[0].text)}")
    if unknown := [each.id for each in find_unknown_users(graph, options.id)]:
        print_message(Message("Not recorded for {names}.", names=unknown))
    if not rows:
        print_message(Message("Nothing is recorded to depend on {name}.", name=options.id))
    return 0 if rows else NOT_RECORDED


def _run_lineage(options: Options) -> int:
    """List ancestors and descendants; exits with 3 if none are recorded."""
    rows = trace_lineage(open_graph(options), options.id)
    for row in rows:
        side = pad(gettext(SIDES[row.side]), 10)
        print_line(f"{side} {row.distance}  {row.id:<20} {render(row.through[0].text)}")
    if not rows:
        print_message(Message("No origin and no derivative of {name} is recorded.", name=options.id))
    return 0 if rows else NOT_RECORDED


def _run_spread(options: Options) -> int:
    """List components, the most widely used first."""
    rows = measure_adoption(open_graph(options))
    headings = [gettext("used"), gettext("not used"), gettext("not recorded")]
    widths = [max(8, measure_width(heading)) + 2 for heading in headings]
    print_line(pad(gettext("component"), 32) + _align_right(headings, widths))
    for row in rows:
        counts = [str(count) for count in (len(row.users), row.absent, row.unknown)]
        print_line(f"{row.id:<32}" + _align_right(counts, widths))
    return int(not rows)


def _align_right(cells: Sequence[str], widths: Sequence[int]) -> str:
    """Align cells to the right of their columns."""
    return "".join(pad_left(cell, width) for cell, width in zip(cells, widths, strict=True))


def _run_unique(options: Options) -> int:
    """List what only one distribution is known to use; exits with 1 if there is nothing."""
    rows = find_unique(open_graph(options), options.id)
    for row in rows:
        print_line(f"{row.id:<28} {render(_describe_others(row.unknown))}")
    if not rows:
        print_message(Message("No component unique to {name} is recorded.", name=options.id))
    return int(not rows)


def _describe_others(unknown: int) -> Message:
    """Describe what is recorded of the other distributions."""
    if not unknown:
        return Message("not used by any other")
    return PluralMessage("not recorded for {count} other", "not recorded for {count} others", count=unknown)


MODES = {"offers": N_("optional")}
"""How a component is had, unless it is enabled."""
SIDES = {"ancestor": N_("origin"), "descendant": N_("derivative")}
OUTCOME_NAMES = {
    "lost": N_("Lost"),
    "gained": N_("Gained"),
    "replaced": N_("Replaced"),
    "unchanged": N_("Unchanged"),
    "unknown": N_("Not recorded for one of the two"),
}


def _run_move(options: Options) -> int:
    """Describe what becomes of each capability."""
    rows = plan_migration(open_graph(options), options.before, options.after)
    for outcome in OUTCOMES:
        some = [row for row in rows if row.outcome == outcome]
        if some:
            print_line(gettext(OUTCOME_NAMES[outcome]) + output.add_brackets(str(len(some))))
        for row in some:
            name = pad(render(row.capability.label), 28)
            print_line(f"   {name} {_name_components(row.before)} -> {_name_components(row.after)}")
            if row.documented and not row.after:
                names = output.join_names(each.id for each in row.documented)
                print_line(
                    f"   {pad('', 28)} " + render(Message("documented by upstream: {names}", names=names))
                )
    return 0


def _name_components(held: tuple[ProvidedComponent, ...]) -> str:
    """List components with their modes, unless enabled; or say that nothing is on record."""
    return output.join_names(each.id + _describe_terms(each) for each in held) or "-"


def _describe_terms(held: ProvidedComponent) -> str:
    """Describe how a component is had and under which condition, in brackets; nothing if it simply runs."""
    terms = [gettext(MODES[held.how])] if held.how in MODES else []
    terms += [render(held.condition.label)] if held.condition else []
    return output.add_brackets(output.join_names(terms)) if terms else ""
