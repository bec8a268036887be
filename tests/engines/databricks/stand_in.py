"""Stands in for a Databricks SQL warehouse, which cannot be had: its protocol over HTTPS.

It knows two statements: one that answers with a row of every type, and one that never ends.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

from databricks.sql.thrift_api.TCLIService import TCLIService, ttypes
from thrift.protocol.TBinaryProtocol import TBinaryProtocol
from thrift.transport.TTransport import TMemoryBuffer

from tests.certificates import Certificates

ENDLESS = "SELECT 'endless'"
_COLUMNS = (
    ("day", ttypes.TTypeId.DATE_TYPE, "stringVal", ttypes.TStringColumn, "2024-02-29"),
    ("region", ttypes.TTypeId.STRING_TYPE, "stringVal", ttypes.TStringColumn, "North"),
    ("orders", ttypes.TTypeId.BIGINT_TYPE, "i64Val", ttypes.TI64Column, 2**53 + 1),
    ("revenue", ttypes.TTypeId.DECIMAL_TYPE, "stringVal", ttypes.TStringColumn, "12.50"),
    ("returned", ttypes.TTypeId.BOOLEAN_TYPE, "boolVal", ttypes.TBoolColumn, True),
)
_ROWS = 3
# As long as the real one lets a question about a statement wait.
_LONG_POLL_S = 5.0


class Warehouse:
    """`statements` are those that came, `settings` those of the last session.

    `closed`: some statement was.
    """

    def __init__(self) -> None:
        self.statements: list[str] = []
        self.settings: dict[str, str] = {}
        self.cancelled = Event()
        self.begun = Event()
        self.closed = Event()
        self.port = 0

    def OpenSession(self, request: Any) -> Any:  # noqa: N802
        self.settings = request.configuration
        return ttypes.TOpenSessionResp(
            status=_status(),
            serverProtocolVersion=ttypes.TProtocolVersion.SPARK_CLI_SERVICE_PROTOCOL_V7,
            sessionHandle=ttypes.TSessionHandle(sessionId=_handle(b"session")),
            initialNamespace=request.initialNamespace,
            canUseMultipleCatalogs=True,
        )

    def ExecuteStatement(self, request: Any) -> Any:  # noqa: N802
        self.statements.append(request.statement)
        if ENDLESS in request.statement:
            self.begun.set()
        return ttypes.TExecuteStatementResp(
            status=_status(), operationHandle=_operation(ENDLESS in request.statement)
        )

    def GetOperationStatus(self, request: Any) -> Any:  # noqa: N802
        state = ttypes.TOperationState.FINISHED_STATE
        if request.operationHandle.operationId.guid == _guid(b"endless"):
            stopped = self.cancelled.wait(_LONG_POLL_S)
            states = ttypes.TOperationState
            state = states.CANCELED_STATE if stopped else states.RUNNING_STATE
        return ttypes.TGetOperationStatusResp(status=_status(), operationState=state)

    def GetResultSetMetadata(self, _: Any) -> Any:  # noqa: N802
        described = [
            ttypes.TColumnDesc(
                columnName=name,
                position=place,
                typeDesc=ttypes.TTypeDesc(
                    types=[
                        ttypes.TTypeEntry(
                            primitiveEntry=ttypes.TPrimitiveTypeEntry(
                                type=type_, typeQualifiers=_qualifiers(type_)
                            )
                        )
                    ]
                ),
            )
            for place, (name, type_, *_) in enumerate(_COLUMNS, 1)
        ]
        return ttypes.TGetResultSetMetadataResp(
            status=_status(),
            schema=ttypes.TTableSchema(columns=described),
            resultFormat=ttypes.TSparkRowSetType.COLUMN_BASED_SET,
        )

    def FetchResults(self, request: Any) -> Any:  # noqa: N802
        if request.operationHandle.operationId.guid == _guid(b"endless"):
            error = ttypes.TStatusCode.ERROR_STATUS
            gone = ttypes.TStatus(statusCode=error, errorMessage="The statement was cancelled.")
            return ttypes.TFetchResultsResp(status=gone)
        columns = [
            ttypes.TColumn(**{kind: column(values=[value] * _ROWS, nulls=b"\x00")})
            for _, _, kind, column, value in _COLUMNS
        ]
        rows = ttypes.TRowSet(startRowOffset=0, rows=[], columns=columns)
        return ttypes.TFetchResultsResp(
            status=_status(),
            hasMoreRows=False,
            results=rows,
            resultSetMetadata=self.GetResultSetMetadata(request),
        )

    def CancelOperation(self, _: Any) -> Any:  # noqa: N802
        self.cancelled.set()
        return ttypes.TCancelOperationResp(status=_status())

    def CloseOperation(self, _: Any) -> Any:  # noqa: N802
        self.closed.set()
        return ttypes.TCloseOperationResp(status=_status())

    def CloseSession(self, _: Any) -> Any:  # noqa: N802
        return ttypes.TCloseSessionResp(status=_status())


@contextmanager
def serving(certificates: Certificates) -> Iterator[Warehouse]:
    warehouse = Warehouse()
    processor = TCLIService.Processor(warehouse)

    class Face(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            answer = TMemoryBuffer()
            processor.process(TBinaryProtocol(TMemoryBuffer(asked)), TBinaryProtocol(answer))
            body = answer.getvalue()
            self.send_response(200)
            self.send_header("Content-Type", "application/x-thrift")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Face)
    server.daemon_threads = True
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates.certificate, certificates.key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    warehouse.port = server.server_port
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield warehouse
    finally:
        warehouse.cancelled.set()
        server.shutdown()
        thread.join()
        server.server_close()


def _qualifiers(type_: int) -> Any:
    if type_ != ttypes.TTypeId.DECIMAL_TYPE:
        return None
    digits = {"precision": 12, "scale": 2}
    named = {name: ttypes.TTypeQualifierValue(i32Value=count) for name, count in digits.items()}
    return ttypes.TTypeQualifiers(qualifiers=named)


def _status() -> Any:
    return ttypes.TStatus(statusCode=ttypes.TStatusCode.SUCCESS_STATUS)


def _guid(name: bytes) -> bytes:
    return name.ljust(16, b"-")


def _handle(name: bytes) -> Any:
    return ttypes.THandleIdentifier(guid=_guid(name), secret=_guid(b"secret"))


def _operation(is_endless: bool) -> Any:
    return ttypes.TOperationHandle(
        operationId=_handle(b"endless" if is_endless else b"statement"),
        operationType=ttypes.TOperationType.EXECUTE_STATEMENT,
        hasResultSet=True,
    )
