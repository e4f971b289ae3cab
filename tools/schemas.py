"""Write every published schema into ``schemas/``; a test holds the files to what this writes."""

from pathlib import Path

from sanku.catalog.published import SCHEMAS, schema_text
from sanku.claim.published import write_schemas
from sanku.testing.published import cases_schema

FOLDER = Path(__file__).resolve().parents[1] / "schemas"


def main() -> None:
    """Write the schemas of the event, the decision and our YAML files."""
    write_schemas(FOLDER)
    for name, schema in {**SCHEMAS, "cases.schema.json": cases_schema}.items():
        (FOLDER / name).write_text(schema_text(schema()), encoding="utf-8")


if __name__ == "__main__":
    main()
