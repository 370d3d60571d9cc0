"""A Prefect server for as long as this process lives, where the settings name none.

Prefect can start one itself, but then loads its whole server into this process first, which takes seconds, polls a port
that another may have taken, and leaves the server behind when this process is killed. Here the port is open before the
server starts, so that a request waits for it; and the server ends when the pipe from this process closes, however that
comes about.
"""

import atexit
import http.client
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from prefect.settings import PREFECT_API_URL, PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS, temporary_settings
from prefect.settings.context import get_current_settings

from regesta.errors import RunError

__all__ = ["reporting"]

HOST = "127.0.0.1"

GRACE = 5
"""Seconds that requests have to end when the server does."""

_AS_A_PART = {"PREFECT_UI_ENABLED": "0", "PREFECT__SERVER_EPHEMERAL": "1", "PREFECT__SERVER_FINAL": "1"}
"""As Prefect starts one: without pages, and without the services that only a lasting server needs."""


@contextmanager
def reporting() -> Iterator[None]:
    """Flows inside report to the server of the settings, or else to one that is started here.

    Raises:
        RunError: the server did not answer within PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS.
    """
    if PREFECT_API_URL.value():
        yield
        return
    with temporary_settings({PREFECT_API_URL: f"http://{HOST}:{_started()}/api"}):
        yield


def _started() -> int:
    """Start a server and wait until it answers; returns its port. It ends with this process."""
    with socket.create_server((HOST, 0)) as opened:
        port: int = opened.getsockname()[1]
        settings = get_current_settings().to_environment_variables(exclude_unset=True)
        server = subprocess.Popen(  # noqa: S603  (nothing of it comes from outside)
            [sys.executable, "-m", __name__, str(opened.fileno())],
            env={**os.environ, **settings, **_AS_A_PART},
            stdin=subprocess.PIPE,
            pass_fds=[opened.fileno()],
            start_new_session=True,  # Ctrl-C is for us: flows that end by it still have to say so
        )
    # registered before any flow runs, so that what Prefect has to tell at the very end still finds the server
    atexit.register(server.communicate)
    _wait(port, PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS.value())
    return port


def _wait(port: int, seconds: float) -> None:
    connection = http.client.HTTPConnection(HOST, port, timeout=seconds)
    try:
        connection.request("GET", "/api/health")
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        raise RunError(f"Prefect's server did not start: {str(error) or type(error).__name__}") from error
    finally:
        connection.close()
    if status != http.HTTPStatus.OK:
        raise RunError(f"Prefect's server did not start: it answers {status}")


def _serve(descriptor: int) -> None:
    """Serve at an open port until standard input ends."""
    import uvicorn

    app = "prefect.server.api.server:create_app"
    server = uvicorn.Server(uvicorn.Config(app, factory=True, log_level="error", timeout_graceful_shutdown=GRACE))

    def end() -> None:
        sys.stdin.buffer.read()
        server.should_exit = True

    threading.Thread(target=end, daemon=True).start()
    server.run([socket.socket(fileno=descriptor)])


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
