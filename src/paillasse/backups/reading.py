"""Reading an archive that anybody may have made: nothing of it is used before all of it was checked."""

from __future__ import annotations

import hashlib
import stat
import zlib
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from paillasse.backups.manifest import LARGEST, NAME, Manifest, Member, is_allowed
from paillasse.backups.steps import step
from paillasse.backups.writing import BLOCK
from paillasse.errors.backups import ArchiveDamaged, ArchiveRefused
from paillasse.errors.manuals import UnreadableFile
from paillasse.protocols.progress import Progress


class Archive:
    """An archive whose table of contents was checked; what it says holds once `verify` has returned."""

    def __init__(self, archive: ZipFile) -> None:
        """Read and check the table of contents.

        Raises:
            ArchiveDamaged: members are missing, or there are more than the manifest knows.
            ArchiveRefused: a member is no plain file, or has a name that no backup uses.
            ArchiveTooNew: a newer version made it.
        """
        self._archive = archive
        infos = {info.filename: info for info in archive.infolist()}
        if len(infos) != len(archive.infolist()):
            raise ArchiveRefused("The archive holds two files of the same name.")
        for info in infos.values():
            _refuse_strange(info)
        if NAME not in infos or infos[NAME].file_size > LARGEST:
            raise ArchiveDamaged("The archive has no manifest that could be read.")
        self.manifest = Manifest.parse(b"".join(self.blocks(NAME)))
        listed = {member.name: member.size for member in self.manifest.members}
        found = {name: info.file_size for name, info in infos.items() if name != NAME}
        if listed != found or len(listed) != len(self.manifest.members):
            raise ArchiveDamaged("The archive does not hold what its manifest says.")

    @property
    def size(self) -> int:
        """Bytes of all members, unpacked."""
        return sum(member.size for member in self.manifest.members)

    def names(self, folder: str) -> list[str]:
        """Names of the members in a folder of the archive, in order."""
        return [member.name for member in self.manifest.members if member.name.startswith(folder + "/")]

    def blocks(self, name: str) -> Iterator[bytes]:
        """The content of a member, in pieces; never more than the size that the table of contents gives.

        Raises:
            ArchiveDamaged: it cannot be unpacked.
        """
        with _own_errors(), self._archive.open(name) as stream:
            yield from _blocks(stream)

    async def verify(self, progress: Progress) -> None:
        """Read every member and compare it with the manifest; `progress` counts them under the stage name "verify".

        Raises:
            ArchiveDamaged: one is not what it was when the archive was made.
        """
        members = self.manifest.members
        for number, member in enumerate(members):
            progress("verify", number, len(members))
            await step(self._verify, member)
        progress("verify", len(members), len(members))

    def _verify(self, member: Member) -> None:
        digest, size = hashlib.sha256(), 0
        for block in self.blocks(member.name):
            digest.update(block)
            size += len(block)
        if (size, digest.hexdigest()) != (member.size, member.sha256):
            raise ArchiveDamaged(f"{member.name} in the archive is not what it was when the backup was made.")


@contextmanager
def opened(path: Path) -> Generator[Archive]:
    """Open an archive; raises what `Archive` raises.

    Raises:
        UnreadableFile: it cannot be opened.
    """
    try:
        stream = path.open("rb")
    except OSError as error:
        raise UnreadableFile(f"Cannot read {path}: {error.strerror}.") from error
    with stream:
        with _own_errors():
            archive = ZipFile(stream)
        with archive:
            yield Archive(archive)


def _refuse_strange(info: ZipInfo) -> None:
    mode = info.external_attr >> 16
    plain = not info.is_dir() and stat.S_IFMT(mode) in {0, stat.S_IFREG}
    if not plain or info.flag_bits & 1 or info.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        raise ArchiveRefused(
            f"{info.filename!r} in the archive is a link, a folder, encrypted or otherwise no plain file."
        )
    if info.filename != NAME and not (is_allowed(info.filename) and info.filename == info.orig_filename):
        raise ArchiveRefused(f"{info.filename!r} in the archive is no file of a backup.")


def _blocks(stream: IO[bytes]) -> Iterator[bytes]:
    while block := stream.read(BLOCK):
        yield block


@contextmanager
def _own_errors() -> Generator[None]:
    try:
        yield
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise ArchiveDamaged(f"The archive is damaged, or no backup: {error}") from error
    except OSError as error:
        raise UnreadableFile(f"Cannot read the archive: {error.strerror}.") from error
