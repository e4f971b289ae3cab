"""The forms that a release comes in: a file to records, each with its place."""

from sanku.importing.formats.csv_file import read_csv
from sanku.importing.formats.jsonl_file import read_jsonl
from sanku.importing.formats.xlsx_file import read_xlsx

__all__ = ["read_csv", "read_jsonl", "read_xlsx"]
