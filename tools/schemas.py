"""Write every published schema into ``schemas/``; a test holds the files to what this writes."""

from pathlib import Path

from sanku.catalog import published as facts
from sanku.catalog.published import schema_text
from sanku.claim.published import write_schemas
from sanku.importing import published as maps
from sanku.testing import published as cases

FOLDER = Path(__file__).resolve().parents[1] / "schemas"


def main() -> None:
    """Write the schemas of the event, the decision and our YAML files."""
    write_schemas(FOLDER)
    for name, schema in {**facts.SCHEMAS, **cases.SCHEMAS, **maps.SCHEMAS}.items():
        (FOLDER / name).write_text(schema_text(schema()), encoding="utf-8")


if __name__ == "__main__":
    main()
