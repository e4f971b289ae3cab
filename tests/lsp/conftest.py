"""One server for all tests of the editor: each opens a base of its own in it."""

import sys
from pathlib import Path

import pytest_lsp
from lsprotocol import types as lsp
from pytest_lsp import ClientServerConfig, LanguageClient

KB = str(Path(sys.executable).with_name("kb"))


@pytest_lsp.fixture(scope="session", config=ClientServerConfig(server_command=[KB, "lsp"]))
async def client(lsp_client: LanguageClient):
    await lsp_client.initialize_session(lsp.InitializeParams(capabilities=lsp.ClientCapabilities()))
    yield
    await lsp_client.shutdown_session()
