"""A dependency graph to a drawing: cards and links, as dot, JSON, SVG, and one HTML page that needs no network."""

from sanku.graph.draw.dot import draw_dot
from sanku.graph.draw.from_graph import picture_of
from sanku.graph.draw.nodes import Card, Link, Picture
from sanku.graph.draw.page import draw_page
from sanku.graph.draw.select import UnknownName, around
from sanku.graph.draw.svg import draw_svg

__all__ = ["Card", "Link", "Picture", "UnknownName", "around", "draw_dot", "draw_page", "draw_svg", "picture_of"]
