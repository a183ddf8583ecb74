from __future__ import annotations

from magnate_app.net import room_codes
from magnate_app.protocol import room_code


def _free(_: str) -> bool:
    return False


def test_there_is_one_code_for_each_address_worth_trying() -> None:
    addresses = ["192.168.1.37", "fe80::1", "10.1.2.3"]
    codes = room_codes.fresh(addresses, 47800, _free)
    assert [room_code.parse(code).address for code in codes] == ["192.168.1.37", "10.1.2.3"]
    assert len(room_codes.fresh([f"192.168.1.{n}" for n in range(9)], 47800, _free)) == 4


def test_a_host_no_code_can_name_gets_one_to_be_looked_up() -> None:
    for addresses, port in (([], 47800), (["192.168.1.37"], None), (["192.168.1.37"], 80)):
        (code,) = room_codes.fresh(addresses, port, _free)
        assert room_code.parse(code).address is None


def test_a_code_that_is_taken_is_not_given_again() -> None:
    (first,) = room_codes.fresh(["192.168.1.37"], 47800, _free)
    (second,) = room_codes.fresh(["192.168.1.37"], 47800, lambda code: code == first)
    assert first != second
    assert room_codes.lead_to(second, ["192.168.1.37"], 47800)


def test_a_code_leads_to_its_address_and_port_only() -> None:
    (code,) = room_codes.fresh(["192.168.1.37"], 47800, _free)
    assert not room_codes.lead_to(code, ["192.168.1.38"], 47800)
    assert not room_codes.lead_to(code, ["192.168.1.37"], 47801)
    assert not room_codes.lead_to("nonsense", ["192.168.1.37"], 47800)
