"""What a store's URL may say; what it may not is refused without repeating it."""

from __future__ import annotations

from pathlib import Path

import pytest

from checkpoints.connect import connect
from checkpoints.errors import StoreUrlInvalid
from checkpoints.store_url import StoreUrl, Topology, parse_store_url

SERVER, SOCKET = Topology.SERVER, Topology.SOCKET
SENTINEL, CLUSTER = Topology.SENTINEL, Topology.CLUSTER

GOOD = {
    "redis://": StoreUrl(SERVER, nodes=(("localhost", 6379),)),
    "redis://cache.internal": StoreUrl(SERVER, nodes=(("cache.internal", 6379),)),
    "REDIS://h:7000/2": StoreUrl(SERVER, nodes=(("h", 7000),), db=2),
    "redis://[::1]:7000?db=3": StoreUrl(SERVER, nodes=(("::1", 7000),), db=3),
    "redis://:p%40ss%2F@h": StoreUrl(SERVER, nodes=(("h", 6379),), password="p@ss/"),
    "redis://h?password=a%2Bb&username=u": StoreUrl(
        SERVER, nodes=(("h", 6379),), username="u", password="a+b"
    ),
    "rediss://u:p@h/1?ssl_cert_reqs=none&ssl_check_hostname=no": StoreUrl(
        SERVER,
        tls=True,
        nodes=(("h", 6379),),
        db=1,
        username="u",
        password="p",
        options={"ssl_cert_reqs": "none", "ssl_check_hostname": False},
    ),
    "unix:///run/a%20b.sock?db=1&socket_timeout=0.5": StoreUrl(
        SOCKET, path="/run/a b.sock", db=1, options={"socket_timeout": 0.5}
    ),
    "unix://u:p@/run/redis.sock": StoreUrl(
        SOCKET, path="/run/redis.sock", username="u", password="p"
    ),
    "redis+sentinel://s1,s2:27000,[::1]:27001/main": StoreUrl(
        SENTINEL, nodes=(("s1", 26379), ("s2", 27000), ("::1", 27001)), service="main"
    ),
    "rediss+sentinel://u:p@s1/main/4?sentinel_password=w&sentinel_username=v": StoreUrl(
        SENTINEL,
        tls=True,
        nodes=(("s1", 26379),),
        service="main",
        db=4,
        username="u",
        password="p",
        sentinel_username="v",
        sentinel_password="w",
    ),
    "redis+cluster://n1:7000,n2:7001": StoreUrl(CLUSTER, nodes=(("n1", 7000), ("n2", 7001))),
    "rediss+cluster://:p@n1/0?max_connections=9": StoreUrl(
        CLUSTER, tls=True, nodes=(("n1", 6379),), password="p", options={"max_connections": 9}
    ),
}

BAD = {
    "hunter2": "begins with",
    "http://hunter2@h": "begins with",
    "redis+magic://hunter2@h": "begins with",
    "redis://:hunter2/@h": "%2F",
    "redis://:1?hunter2@h": "options",
    "redis://:x:hunter2@h:port": "%40",
    "redis://:hunter2@h:65536": "65535",
    "redis://:hunter2@a,b": "one host",
    "redis://:hunter2@h/one": "number",
    "redis://:hunter2@h/-1": "number",
    "redis://:hunter2@h/1/2": "path",
    "redis://:hunter2@h?db=hunter2": "number",
    "redis://:hunter2@h?hunter2=1": "options",
    "redis://:hunter2@h?decode_responses=true": "options",
    "redis://:hunter2@h?ssl_cert_reqs=none": "options",
    "redis://:hunter2@h?sentinel_password=x": "options",
    "redis://:hunter2@h?socket_timeout=0": "seconds",
    "redis://:hunter2@h?socket_timeout=hunter2": "seconds",
    "rediss://:hunter2@h?ssl_check_hostname=hunter2": "true or false",
    "rediss://:hunter2@h?ssl_cert_reqs=hunter2": "required",
    "rediss://:hunter2@h?ssl_ca_certs=/hunter2": "names no file",
    "unix://": "absolute path",
    "unix://hunter2": "absolute path",
    "redis+sentinel://:hunter2@s1,s2": "service",
    "redis+sentinel://:hunter2@s1/main/x": "number",
    "redis+cluster://:hunter2@n1/1": "no databases",
    "redis+cluster://:hunter2@n1?db=1": "no databases",
}


@pytest.mark.parametrize("url", GOOD)
def test_a_url_is_read(url: str) -> None:
    assert parse_store_url(url) == GOOD[url]


@pytest.mark.parametrize("url", BAD)
def test_a_bad_url_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(StoreUrlInvalid, match=BAD[url]) as caught:
        connect(url)
    assert caught.value.code == "store_url_invalid"
    assert "hunter2" not in str(caught.value)


def test_a_parsed_url_does_not_show_its_passwords() -> None:
    parsed = parse_store_url("redis+sentinel://u:hunter2@s/main?sentinel_password=hunter2")
    assert "hunter2" not in repr(parsed)


def test_files_of_certificates_are_looked_for_at_once(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").touch()
    parsed = parse_store_url(f"rediss://h?ssl_ca_certs={tmp_path}/ca.pem")
    assert parsed.options == {"ssl_ca_certs": f"{tmp_path}/ca.pem"}
