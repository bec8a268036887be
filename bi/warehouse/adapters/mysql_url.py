"""From a URL of MariaDB or MySQL to the arguments of PyMySQL, without any that loosen it."""

from __future__ import annotations

import ssl
from inspect import signature
from typing import Any

from bi.model.errors import UserError

_USUAL: dict[str, Any] = {"charset": "utf8mb4", "connect_timeout": 5}
# What a URL cannot change.
_FIXED: dict[str, Any] = {
    "autocommit": True,
    "client_flag": 0,
    "local_infile": False,
    "init_command": None,
}


class UnknownUrlOption(UserError):
    """details: `unknown`, the options of the URL that nothing is known of."""

    code = "url_option_unknown"


def connection_arguments(url: str) -> dict[str, Any]:
    """Raises UnknownUrlOption."""
    from pymysql.connections import Connection
    from sqlalchemy.dialects.mysql.pymysql import dialect
    from sqlalchemy.engine import make_url

    given = dict(dialect().create_connect_args(make_url(url))[1])
    known = signature(Connection.__init__).parameters
    if unknown := sorted(given.keys() - known.keys()):
        raise UnknownUrlOption(
            f"The url has options that the driver does not know: {', '.join(unknown)}.",
            unknown=unknown,
        )
    return {**_USUAL, **_with_tls(given), **_FIXED}


def _with_tls(given: dict[str, Any]) -> dict[str, Any]:
    """SQLAlchemy puts the files into one argument, which the driver would drop beside these."""
    from sqlalchemy.util import asbool

    if "ssl_disabled" in given:
        given["ssl_disabled"] = asbool(given["ssl_disabled"])
    certificate, name = (given.pop(f"ssl_verify_{what}", None) for what in ("cert", "identity"))
    password = given.pop("ssl_key_password", None)
    if certificate is None and name is None and password is None:
        return given
    tls = given.setdefault("ssl", {})
    if password is not None:
        tls["password"] = password
    checks = asbool(certificate) if certificate is not None else name is None or asbool(name)
    tls["verify_mode"] = checks
    tls["check_hostname"] = checks and (name is None or asbool(name))
    if "ca" not in tls:
        # Without a place for authorities the driver checks no name of a host.
        tls.setdefault("capath", ssl.get_default_verify_paths().openssl_capath)
    return given
