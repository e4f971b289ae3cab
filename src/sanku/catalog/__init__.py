"""The fact files of a knowledge base: read, checked, and resolved by region and day."""

from sanku.catalog.load import load_catalog
from sanku.catalog.yaml_nodes import YamlList, YamlMap, YamlNode, YamlText
from sanku.catalog.yaml_reader import read_yaml

__all__ = ["YamlList", "YamlMap", "YamlNode", "YamlText", "load_catalog", "read_yaml"]
