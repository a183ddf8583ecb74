"""In front of a table: a password that is proven and never sent, and the host's consent."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import unicodedata

from tests.conformance import shape
from tests.conformance.checks import check
from tests.conformance.client import ClosedError, Connection, Host, Json, ensure, hello, same
from tests.conformance.tables import new_room

WORD = "Puente de piedra ñ"
N = int(
    "ac6bdb41324a9a9bf166de5e1389582faf72b6651987ee07fc3192943db56050a37329cbb4a099ed"
    "8193e0757767a13dd52312ab4b03310dcd7f48a9da04fd50e8083969edb767b0cf6095179a163ab3"
    "661a05fbd5faaae82918a9962f0b93b855f97993ec975eeaa80d740adbf4ff747359d041d5c33ea7"
    "1d281e446b14773bca97b43a23fb801676bd207a436c6481f1d2b9078717461a5b9d32e688f87748"
    "544523b524b0d57d5ea77a2775d2ecfa032cfbdbf52fb3786160279004e57ae6af874e7303ce5329"
    "9ccc041c7bc308d82a5698f3a8d0c38271ae35f8e9dbfbb694b5c803d89f7ae435de236d525f5475"
    "9b65e372fcd68ef20fa7111f9e4aff73",
    16,
)
"""The 2048-bit group of RFC 5054."""


def is_hex(size: int) -> shape.Test:
    """So many bytes in lower-case hexadecimal."""
    return lambda value: (
        isinstance(value, str) and value == bytes.fromhex(value).hex() and (len(value) == 2 * size)
    )


CHALLENGE = {"salt": is_hex(16), "half": is_hex(256)}
KNOCKING = {"owner": shape.is_text, "remaining_ms": shape.whole(1)}
KNOCK = {"id": shape.whole(1), "username": shape.is_text, "watch": shape.is_bool}


def number_of(word: str, salt: str) -> int:
    """Make the secret number of a password as the contract says."""
    text = unicodedata.normalize("NFKC", word).strip().encode()
    made = hashlib.scrypt(text, salt=bytes.fromhex(salt), n=16384, r=8, p=1, maxmem=2**26, dklen=32)
    return int.from_bytes(made, "big")


def verifier_of(word: str, salt: str) -> str:
    """Make what stands for a password."""
    return f"{pow(2, number_of(word, salt), N):0512x}"


def hashed(*numbers: int) -> int:
    """Hash numbers, each in 256 bytes."""
    text = b"".join(number.to_bytes(256, "big") for number in numbers)
    return int.from_bytes(hashlib.sha256(text).digest(), "big")


def proof(key: bytes, role: str, place: str, token: str, host: str, guest: str) -> str:
    """Prove to know a key."""
    identity = hashlib.sha256(token.encode()).hexdigest()
    text = "\n".join(("magnate-door-1", role, place, identity, host, guest))
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


async def answer(
    guest: Connection, challenge: Json, place: str, key: str = "command", word: str = WORD
) -> tuple[Json, str]:
    """Answer a challenge; return what comes, and what the host has to prove in return."""
    a, x = secrets.randbits(256), number_of(word, challenge["salt"])
    half, other = f"{pow(2, a, N):0512x}", challenge["half"]
    u, k = hashed(int(half, 16), int(other, 16)), hashed(N, 2)
    shared = pow((int(other, 16) - k * pow(2, x, N)) % N, a + u * x, N)
    known = hashed(shared).to_bytes(32, "big")
    parts = (place, guest.token, other, half)
    told = await guest.ask({key: "proof", "half": half, "proof": proof(known, "guest", *parts)})
    return told, proof(known, "host", *parts)


async def locked_room(host: Host, **settings: object) -> tuple[Connection, str]:
    """Open a room and set its password; return its owner and its code."""
    owner, code = await new_room(host, **settings)
    salt = secrets.token_hex(16)
    verifier = verifier_of(WORD, salt)
    told = await owner.ask({"command": "set_password", "salt": salt, "verifier": verifier})
    same(told["action"], "settings_changed")
    same(told["settings"]["locked"], True)
    ensure(verifier not in json.dumps(told), "what stands for the password is told")
    return owner, code


async def knock(host: Host, code: str, **more: object) -> Connection:
    """Stand in front of a room and say hello."""
    guest = await host.room(code, extended=True, **more)
    await guest.send({"command": "hello", "protocol": 2, "app": "conformance"})
    return guest


@check("door")
async def password(host: Host) -> None:
    """A password is proven before the welcome, and the host proves it in return."""
    owner, code = await locked_room(host)
    guest = await knock(host, code)
    challenge = await guest.named("challenge")
    shape.check({k: v for k, v in challenge.items() if k != "action"}, CHALLENGE, "challenge", None)
    await owner.silent()
    told, _ = await answer(guest, challenge, f"room/{code}", word="Puente de hierro")
    same(told["code"], "wrong_password")
    again = await guest.named("challenge")
    ensure(again["half"] != challenge["half"], "the half of the host is used twice")
    told, expected = await answer(guest, again, f"room/{code}")
    same(told["action"], "proven")
    same(told["proof"], expected, "proof of the host:")
    await guest.named("welcome")
    await guest.named("joined")
    await owner.named("joined")


@check("door")
async def second_entry(host: Host) -> None:
    """Whoever was inside comes back without the password, somebody else does not."""
    owner, code = await locked_room(host)
    guest = await knock(host, code)
    told, _ = await answer(guest, await guest.named("challenge"), f"room/{code}")
    same(told["action"], "proven")
    await guest.until("joined")
    await guest.leave()
    await owner.until("player_left")
    back = await host.room(code, token=guest.token, name=guest.name, extended=True)
    await hello(back, "command")
    await back.named("joined")
    stranger = await knock(host, code)
    await stranger.named("challenge")


@check("door")
async def classic(host: Host) -> None:
    """A classic client cannot prove anything and is told so."""
    _, code = await locked_room(host)
    guest = await host.room(code)
    error = await guest.named("error")
    same(error["code"], "password_needed")
    same(error["error"], "Esta mesa tiene contraseña.")
    await guest.closed(4003, "password_needed")


@check("door")
async def listed(host: Host) -> None:
    """Listings tell that there is a password, and no longer when it is taken away."""
    owner, code = await locked_room(host)

    async def shown() -> bool:
        rooms = json.loads((await host.http("GET", "/api/rooms"))[2])["rooms"]
        (room,) = (room for room in rooms if room["room_code"] == code)
        return bool(room["locked"])

    same(await shown(), True)
    told = await owner.ask({"command": "set_password"})
    ensure("locked" not in told["settings"], "still locked:", told)
    same(await shown(), False)
    guest = await host.room(code)
    await guest.named("joined")
    await guest.refused({"command": "set_password"}, "not_extended")


@check("door")
async def form(host: Host) -> None:
    """Only the owner sets a password, and what stands for it has a form."""
    owner, code = await new_room(host)
    guest = await host.room(code, extended=True)
    await hello(guest, "command")
    await guest.named("joined")
    salt = secrets.token_hex(16)
    good = {"command": "set_password", "salt": salt, "verifier": "01" * 256}
    await guest.refused(good, "not_host")
    await owner.named("joined")
    for bad in ({"salt": salt}, {"verifier": "01" * 256}, {"salt": salt, "verifier": WORD}):
        await owner.refused({"command": "set_password", **bad}, "invalid_field")


@check("door")
async def spectators(host: Host) -> None:
    """Spectators prove the password on the socket of the game."""
    owner, _ = await locked_room(host)
    await owner.send({"command": "update_settings", "target_players": 2})
    await owner.send({"command": "ready_status", "is_ready": True})
    await owner.send({"command": "start_game"})
    game = (await owner.until("game_start"))["game_id"]
    mine = await host.game(game, token=owner.token, name=owner.name, extended=True)
    await hello(mine, "type")
    watcher = await host.game(game, extended=True, spectate="1")
    await watcher.send({"type": "hello", "protocol": 2, "app": "conformance"})
    told, expected = await answer(
        watcher, await watcher.named("challenge"), f"game/{game}", key="type"
    )
    same((told["event_type"], told["proof"]), ("proven", expected))
    await watcher.named("welcome")
    await watcher.named("game_state")
    old = await host.game(game, spectate="1")
    await old.closed(4003, "password_needed")


@check("door")
async def consent(host: Host) -> None:
    """A newcomer waits until the host has answered, a classic one in silence."""
    owner, code = await new_room(host, approval=True)
    guest = await knock(host, code)
    waiting = await guest.named("knocking")
    shape.check({k: v for k, v in waiting.items() if k != "action"}, KNOCKING, "knocking", None)
    same(waiting["owner"], owner.name)
    knocks = await owner.named("knocks")
    for one in knocks["people"]:
        shape.check(one, KNOCK, "knock", None)
    (first,) = knocks["people"]
    same((first["username"], first["watch"]), (guest.name, False))
    await owner.send({"command": "admit", "user_id": first["id"], "accept": True})
    await guest.named("welcome")
    await guest.named("joined")
    await owner.until("knocks")
    old = await host.room(code)
    await old.send({"command": "ready_status", "is_ready": True})
    await old.silent()
    (second,) = (await owner.until("knocks"))["people"]
    await guest.refused({"command": "admit", "user_id": second["id"], "accept": True}, "not_host")
    await owner.send({"command": "admit", "user_id": second["id"], "accept": False})
    error = await old.named("error")
    same(error["code"], "declined")
    await old.closed(4003, "declined")
    await owner.until("knocks")
    await owner.refused(
        {"command": "admit", "user_id": second["id"], "accept": True}, "not_waiting"
    )


@check("door")
async def handed_on(host: Host) -> None:
    """Whoever becomes host is told who waits, and a blocked one is not heard again."""
    owner, code = await new_room(host)
    heir = await host.room(code, extended=True)
    await hello(heir, "command")
    await owner.send({"command": "update_settings", "settings": {"approval": True}})
    await owner.until("settings_changed")
    guest = await knock(host, code)
    await guest.named("knocking")
    await owner.leave()
    (one,) = (await heir.until("knocks"))["people"]
    same(one["username"], guest.name)
    await heir.send({"command": "admit", "user_id": one["id"], "accept": False, "block": True})
    same((await guest.named("error"))["code"], "banned")
    await guest.closed(4003, "banned")
    again = await knock(host, code, token=guest.token)
    try:
        same((await again.named("error"))["code"], "banned")
        await again.closed(4003, "banned")
    except ClosedError as closed:
        same((closed.code, closed.reason), (4003, "banned"))
