"""`wss://`: a host behind a proxy that does TLS, as on the internet."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import ssl
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from magnate_app.errors import LinkError
from magnate_app.net import doctor
from magnate_app.net.doctor import Doctor, Place
from magnate_app.net.joining import find_table
from magnate_app.protocol.diagnosis import Adapter, Kind, Reach, Verdict
from magnate_app.protocol.link import LinkFailure
from magnate_app.protocol.room_code import parse_target
from magnate_app.server.setup import Setup
from tests.kit.networks import LOCAL, content, hosting, token

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl")


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """A certificate for `localhost` of nobody in particular, and its key."""
    made, key = tmp_path / "made.pem", tmp_path / "key.pem"
    words = ["openssl", "req", "-x509", "-newkey", "ec", "-nodes", "-days", "2"]
    words += ["-pkeyopt", "ec_paramgen_curve:prime256v1"]
    words += ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    words += ["-keyout", str(key), "-out", str(made)]
    subprocess.run(words, check=True, capture_output=True)
    return made, key


@contextlib.asynccontextmanager
async def _in_front_of(port: int, certificate: tuple[Path, Path]) -> AsyncIterator[int]:
    """Take TLS off and hand the rest on, as a reverse proxy does."""

    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(65536):
                writer.write(data)
                await writer.drain()
        writer.close()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inward, outward = await asyncio.open_connection(LOCAL, port)
        await asyncio.gather(pump(reader, outward), pump(inward, writer))

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    server = await asyncio.start_server(serve, LOCAL, 0, ssl=context)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await server.wait_closed()


async def test_a_table_is_joined_over_tls(
    tmp_path: Path, certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    async with hosting(tmp_path) as host, _in_front_of(host.port or 0, certificate) as port:
        code = host.make_room(Setup())
        target = parse_target(f"wss://localhost:{port}/ws/room/{code}/")
        dialer, goal = await find_table(target)
        assert goal.name == code
        # Without a code it is the only room there.
        assert (await find_table(parse_target(f"wss://localhost:{port}/")))[1].name == code
        channel = await dialer.dial(goal.path, {"name": "ana"}, token("ana"))
        assert '"joined"' in (await channel.receive()).replace(" ", "")
        await channel.close()


async def test_a_stranger_s_certificate_is_refused(
    tmp_path: Path, certificate: tuple[Path, Path]
) -> None:
    async with hosting(tmp_path) as host, _in_front_of(host.port or 0, certificate) as port:
        target = f"wss://localhost:{port}/"
        with pytest.raises(LinkError) as refused:
            await find_table(parse_target(target))
        assert refused.value.failure is LinkFailure.NOT_MAGNATE
        assert doctor._reach(refused.value) is Reach.STRANGER
        here = Adapter(name="lo", address=LOCAL, prefix=8, kind=Kind.OTHER)
        place = Place(chosen=LOCAL, port=0, adapters=lambda: (here,), beacon_port=port)
        found = await Doctor(content(), target, place).examine()
        assert found.verdict is Verdict.NOT_MAGNATE
