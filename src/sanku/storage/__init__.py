"""Values to files and back: a closed list of classes, verified by digests, memory-mapped; results kept between runs."""

from sanku.storage.cache import NO_CACHE, Cache, key_of, user_cache
from sanku.storage.codec import Encoder, Fold, Plain, Shapes, classes_in, decode
from sanku.storage.file import Fault, Kind, Stored, read_file, write_file

__all__ = [
    "NO_CACHE", "Cache", "Encoder", "Fault", "Fold", "Kind", "Plain", "Shapes", "Stored", "classes_in", "decode",
    "key_of", "read_file", "user_cache", "write_file",
]  # fmt: skip
