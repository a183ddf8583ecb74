"""Players for `server.py`: raw WebSocket clients that cost little beside the server.

A `Seat` reads frames and counts them; a `Game` decides what its seats send next from the
responses its first seat reads. The same code plays on a rules server and on one that
sends recorded frames back.
"""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections.abc import Callable

RESPONSE = b'{"event_type":"game_response"'
ACTION = b'{"event_type":"game_action"'
STATE = b'{"event_type":"game_state"'
TRAMS = (10, 30, 100, 107)
POOR = 800


class Seat(asyncio.Protocol):
    """One connection to a game: reads text frames, answers pings."""

    def __init__(self, path: str, heard: Callable[[bytes], None]) -> None:
        self._path = path
        self._heard = heard
        self._buffer = bytearray()
        self._open = False
        self.transport: asyncio.Transport | None = None
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.frames = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the upgrade."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        lines = (
            f"GET {self._path} HTTP/1.1",
            "Host: bench",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Version: 13",
            "",
            "",
        )
        transport.write("\r\n".join(lines).encode())

    def data_received(self, data: bytes) -> None:
        """Take the frames apart."""
        buffer = self._buffer
        buffer += data
        if not self._open:
            end = buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            assert b" 101 " in buffer[:end], bytes(buffer[:end])
            self._open = True
            if not self.opened.done():
                self.opened.set_result(None)
            del buffer[: end + 4]
        at, size = 0, len(buffer)
        while size - at >= 2:
            opcode, length, head = buffer[at] & 15, buffer[at + 1], 2
            if length == 126:
                if size - at < 4:
                    break
                length, head = int.from_bytes(buffer[at + 2 : at + 4], "big"), 4
            elif length == 127:
                if size - at < 10:
                    break
                length, head = int.from_bytes(buffer[at + 2 : at + 10], "big"), 10
            if size - at < head + length:
                break
            payload = bytes(buffer[at + head : at + head + length])
            at += head + length
            if opcode == 1:
                self.frames += 1
                self._heard(payload)
                if not self.ready.done() and payload.startswith(STATE):
                    self.ready.set_result(None)
            elif opcode == 9:
                self._write(0x8A, payload)
        del buffer[:at]

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell who waits for the first message."""
        for waited in (self.opened, self.ready):
            if not waited.done():
                waited.cancel()

    def send(self, text: bytes) -> None:
        """Send one text frame."""
        self._write(0x81, text)

    def _write(self, first: int, payload: bytes) -> None:
        assert self.transport is not None
        length = len(payload)
        if length < 126:
            head = bytes((first, 0x80 | length))
        else:
            head = bytes((first, 0xFE)) + length.to_bytes(2, "big")
        # A mask of zeros is a mask.
        self.transport.write(head + b"\0\0\0\0" + payload)

    def close(self) -> None:
        """Cut the line."""
        if self.transport is not None:
            self.transport.abort()


class Game:
    """Four seats that play on; `pace` seconds between actions, 0 for at once."""

    def __init__(self, address: tuple[str, int], paths: list[str], pace: float = 0.0) -> None:
        self._address = address
        self._paths = paths
        self._pace = pace
        self.seats: list[Seat] = []
        self.by_user: dict[int, Seat] = {}
        self.actions = 0
        self.latencies: list[float] = []
        self.over = False
        self.recording: list[tuple[str, str]] | None = None
        self.states: list[str] = []
        self._action = b""
        self._sent = 0.0
        self._reached = 0
        self._waiting = 0
        self._next: list[tuple[int, bytes]] = []
        self._users: list[int] = []
        self._first = ("", 0)

    async def open(self, *, hello: bool = False) -> None:
        """Connect the seats; each begins with the whole game, or with a hello."""
        loop = asyncio.get_running_loop()
        for number, path in enumerate(self._paths):
            heard = self._heard_first if number == 0 else self._heard_other
            seat = Seat(path, lambda payload, n=number, h=heard: self._begin(n, payload, h))
            await loop.create_connection(lambda seat=seat: seat, *self._address)
            if hello:
                await seat.opened
                seat.send(b'{"type":"hello","protocol":2,"app":"bench"}')
            await seat.ready
            self.seats.append(seat)

    def _begin(self, number: int, payload: bytes, then: Callable[[bytes], None]) -> None:
        if not payload.startswith(STATE):
            then(payload)
            return
        state = json.loads(payload)["game_state"]
        self.states.append(payload.decode())
        self._users.append(state["you"])
        if number == 0:
            self._first = (state["phase"], state["active_phase_player"])

    def start(self) -> None:
        """Send the first action."""
        self.by_user = dict(zip(self._users, self.seats, strict=True))
        phase, active = self._first
        assert phase == "roll_the_dices", phase
        self._plan([(active, b'{"type":"ActionThrowDices"}')])

    def _plan(self, actions: list[tuple[int, bytes]]) -> None:
        self._next = actions
        if self._pace:
            asyncio.get_running_loop().call_later(self._pace, self._go)
        else:
            self._go()

    def _go(self) -> None:
        self._waiting = len(self._next)
        self._sent = time.perf_counter()
        self._reached = 0
        for user, text in self._next:
            self.by_user[user].send(text)

    def _heard_other(self, payload: bytes) -> None:
        if payload.startswith(RESPONSE):
            self._arrived()

    def _arrived(self) -> None:
        self._reached += 1
        if self._reached == len(self.seats) * self._waiting:
            self.latencies.append(time.perf_counter() - self._sent)

    def _heard_first(self, payload: bytes) -> None:
        if payload.startswith(ACTION):
            self._action = payload
            return
        if not payload.startswith(RESPONSE):
            assert b'"error"' not in payload[:30], payload
            return
        self.actions += 1
        self._arrived()
        if self.recording is not None:
            self.recording.append((self._action.decode(), payload.decode()))
        data = json.loads(payload)["data"]
        self._waiting_for(data)

    def _waiting_for(self, data: dict[str, object]) -> None:
        phase, money = data["phase"], data["money"]
        active, positions = data["active_phase_player"], data["positions"]
        assert isinstance(active, int)
        assert isinstance(money, dict)
        assert isinstance(positions, dict)
        if phase == "end_game":
            self.over = True
            return
        if phase == "auction":
            if len(self._next) > 1 and data["type"] != "ResponseAuction":
                return
            pass_ = b'{"type":"ActionBid","amount":0}'
            bids = [(int(u), pass_) for u, cash in money.items() if int(u) != active and cash > 0]
            self._plan(bids)
            return
        if phase == "roll_the_dices":
            stay = data["type"] == "ResponseThrowDices" and data["path"] == []
            text = (
                '{"type":"ActionPayBail","to_pay":false}'
                if stay
                else ('{"type":"ActionThrowDices"}')
            )
        elif phase == "choose_square":
            destinations = data["destinations"]
            assert isinstance(destinations, list)
            text = f'{{"type":"ActionMoveTo","square":{destinations[0]}}}'
        elif phase == "choose_fantasy":
            card = data["fantasy_event"]
            assert isinstance(card, dict)
            dear = money[str(active)] < card["card_cost"]
            shown = not dear and card["fantasy_type"] != "doubleOrNothing"
            text = f'{{"type":"ActionChooseCard","chosen_revealed_card":{str(shown).lower()}}}'
        elif phase == "management":
            here = positions[str(active)]
            rich = money[str(active)] > POOR
            if here in TRAMS or not rich:
                text = '{"type":"ActionNextPhase"}'
            else:
                text = f'{{"type":"ActionBuySquare","square":{here}}}'
        elif phase == "liquidation":
            text = '{"type":"ActionSurrender"}'
        else:
            text = '{"type":"ActionNextPhase"}'
        self._plan([(active, text.encode())])

    def close(self) -> None:
        """Cut all lines."""
        for seat in self.seats:
            seat.close()


def cpu(pid: int) -> float:
    """Return the seconds of processor time a process has used."""
    with open(f"/proc/{pid}/stat", encoding="ascii") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(pid: int) -> int:
    """Return the resident bytes of a process."""
    with open(f"/proc/{pid}/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
