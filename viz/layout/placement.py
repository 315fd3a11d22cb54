"""Where things are drawn: computed here, with a seed, so that the same view is the same picture."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from viz.layout.overlap import remove_overlaps
from viz.models import ViewEdge, ViewNode
from viz.theme import LOOKS

Point = tuple[float, float]
SEED = 20
ASPECT_RATIO = 1.45
"""A picture is this much wider than high, as screens are."""
MAX_SPRING_NODES = 480
"""Above this number of things networkx wants scipy for its springs; rings do for so many."""
MAX_STAR_NODES = 45
"""Up to so many things one focus is drawn as the centre of rings."""
FILL_RATIO = 0.46
"""How much of a picture its things and their labels fill."""
NODE_SPACING = 118.0
LABEL_WIDTH = 165
"""The width at which a label is broken into lines."""


def place_nodes(
    nodes: list[ViewNode], edges: Sequence[ViewEdge], levels: Mapping[str, int], anchors: Sequence[str]
) -> list[ViewNode]:
    """Return the nodes with their positions; `anchors` are those in the middle."""
    is_star = len(anchors) == 1 and len(nodes) <= MAX_STAR_NODES and max(levels.values()) <= 1
    if len(nodes) > MAX_SPRING_NODES or is_star:
        points = _place_in_rings(nodes, levels)
    else:
        points = _place_by_springs(nodes, edges, anchors)
    boxes = {node.id: node_size(node) for node in nodes}
    placed = remove_overlaps({node.id: points[node.id] for node in nodes}, boxes)
    return [
        node.model_copy(update={"x": round(placed[node.id][0]), "y": round(placed[node.id][1])})
        for node in nodes
    ]


def _place_in_rings(nodes: Iterable[ViewNode], levels: Mapping[str, int]) -> dict[str, Point]:
    """Place the anchors in the middle and the other nodes on rings around them, sorted by kind."""
    order = list(LOOKS)
    ranked = sorted(
        nodes, key=lambda node: (levels[node.id] > 0, levels[node.id], order.index(node.kind), node.id)
    )
    middle = [node for node in ranked if levels[node.id] == 0]
    inner = max(90.0, len(middle) * NODE_SPACING / (2 * math.pi * ASPECT_RATIO))
    points = dict(zip((node.id for node in middle), _place_on_circle(len(middle), inner), strict=True))
    waiting, radius, turned = ranked[len(middle) :], inner + 80.0, 0.0
    while waiting:
        room = max(8, int(2 * math.pi * radius / NODE_SPACING))
        ring, waiting = waiting[:room], waiting[room:]
        points |= zip((node.id for node in ring), _place_on_circle(len(ring), radius, turned), strict=True)
        # The rings are turned against each other, so that none hides behind the ring before it.
        turned += 0.4
        radius += 100.0
    return points


def _place_on_circle(count: int, radius: float, turned: float = 0.0) -> list[Point]:
    """Return points on an ellipse; a single one is its centre if the ellipse is small."""
    if count == 1:
        return [(0.0, 0.0)] if radius < NODE_SPACING else [(radius * math.sin(turned), -radius)]
    turns = [2 * math.pi * index / count - math.pi / 2 + turned for index in range(count)]
    return [(radius * ASPECT_RATIO * math.cos(turn), radius * math.sin(turn)) for turn in turns]


def _place_by_springs(
    nodes: Sequence[ViewNode], edges: Iterable[ViewEdge], anchors: Sequence[str]
) -> dict[str, Point]:
    """Place nodes with a spring layout; the anchors, or else the concerns, are fixed."""
    import networkx as nx  # noqa: PLC0415  # slow to import

    network: nx.Graph[str] = nx.Graph()
    network.add_nodes_from(node.id for node in nodes)
    for edge in edges:
        network.add_edge(edge.origin, edge.target, weight=0.35 if edge.derived else 1.0)
    held = list(anchors) or [node.id for node in nodes if node.kind == "Concern"]
    start = dict(zip((node.id for node in nodes), _place_on_circle(len(nodes), 1.0), strict=True))
    start |= _place_anchors(held)
    pull = 2.6 / math.sqrt(max(len(nodes), 1))
    found = nx.spring_layout(
        network,
        k=pull,
        pos=start,
        fixed=held or None,
        iterations=150,
        seed=SEED,
        weight="weight",
        method="force",
    )
    return _scale_points({slug: (float(x), float(y)) for slug, (x, y) in found.items()}, nodes)


def _scale_points(points: Mapping[str, Point], nodes: Iterable[ViewNode]) -> dict[str, Point]:
    """Scale a layout to the area that its nodes need, pulling outliers in."""
    room = sum(width * height for width, height in map(node_size, nodes)) / FILL_RATIO
    reach = math.sqrt(room / ASPECT_RATIO) / 2
    across, down = (sorted(abs(point[axis]) for point in points.values()) for axis in (0, 1))
    usual = int(len(across) * 0.85)
    unit = (across[usual] or 1.0, down[usual] or 1.0)

    def drawn(value: float, axis: int) -> float:
        part = value / unit[axis]
        return math.copysign(abs(part) if abs(part) <= 1 else 1 + math.log(abs(part)) / 2, part) * reach

    return {slug: (drawn(x, 0) * ASPECT_RATIO, drawn(y, 1)) for slug, (x, y) in points.items()}


def _place_anchors(slugs: Sequence[str]) -> dict[str, Point]:
    """Return the positions of fixed nodes: one in the middle, several on a circle."""
    if len(slugs) == 1:
        return {slugs[0]: (0.0, 0.0)}
    half = 0.62
    turn = math.pi if len(slugs) == 2 else math.pi / 2  # noqa: PLR2004  # two stand left and right
    angles = [turn + 2 * math.pi * index / len(slugs) for index in range(len(slugs))]
    return {
        slug: (half * math.cos(angle), -half * math.sin(angle))
        for slug, angle in zip(slugs, angles, strict=True)
    }


def node_size(node: ViewNode) -> Point:
    """Return width and height of a node with its label, in whichever language is the longer."""
    look = LOOKS[node.kind]
    width, height = _label_size(node)
    return max(width, 2.0 * look.size) + 16, (height + 22 if look.inside else 2.0 * look.size + height + 20)


def _label_size(node: ViewNode) -> Point:
    """Return width and height of a label; a long one is broken into lines."""
    font = LOOKS[node.kind].font
    width = max(text_width(node.label.en, font), text_width(node.label.zh, font))
    return min(width, LABEL_WIDTH), math.ceil(width / (LABEL_WIDTH * 0.92)) * font * 1.2


def text_width(text: str, size: int) -> float:
    """Estimate how wide a text is: a Chinese character is as wide as high, a Latin one far less."""
    return sum(size * (1.0 if ord(letter) > 0x2E80 else 0.6) for letter in text)  # noqa: PLR2004  # CJK starts
