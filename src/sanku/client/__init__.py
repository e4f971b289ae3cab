"""Ask a service over HTTP: ``Client`` and ``AsyncClient``. Needs the extra ``client``."""

from sanku.client.awaiting import AsyncClient
from sanku.client.blocking import Client
from sanku.client.results import Answered, AwayError, Flushed, Judged, Needs, RefusedError

__all__ = ["Answered", "AsyncClient", "AwayError", "Client", "Flushed", "Judged", "Needs", "RefusedError"]
