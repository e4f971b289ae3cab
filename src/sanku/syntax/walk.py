"""Any node to its children and descendants, without recursion: a walk that no depth of nesting can break."""

from __future__ import annotations

from collections.abc import Iterator

from sanku.syntax.nodes import Node


def children(node: Node) -> Iterator[Node]:
    """Yield the nodes directly below a node, in written order."""
    # A node class has its own fields as slots, in written order; the span is a slot of the base.
    for name in type(node).__slots__:
        value = getattr(node, name)
        if isinstance(value, Node):
            yield value
        elif isinstance(value, tuple):
            yield from (item for item in value if isinstance(item, Node))


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and everything below it, parents first, in written order."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(reversed(tuple(children(current))))
