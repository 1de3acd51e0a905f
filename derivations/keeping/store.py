"""A folder of entries: each in one file, replaced as a whole, with the digest of its content."""

from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

_DIGEST = sha256().digest_size


class Store:
    """Entries by key, for any number of processes at once.

    A reader sees an entry as a whole or not at all. A file that is damaged is no entry: its content
    does not have its digest. Where nothing can be written nothing is kept, and nothing else fails.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     store = Store(Path(folder))
    ...     store.write("law", b"N**-b")
    ...     store.read("law"), store.read("another")
    (b'N**-b', None)
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, key: str) -> Path:
        """The file of an entry."""
        return self.folder / sha256(key.encode()).hexdigest()

    def read(self, key: str) -> bytes | None:
        """The content of an entry; None where there is none, or no whole one."""
        try:
            whole = self.path(key).read_bytes()
        except OSError:
            return None
        digest, content = whole[:_DIGEST], whole[_DIGEST:]
        return content if sha256(content).digest() == digest else None

    def write(self, key: str, content: bytes) -> None:
        """Keep an entry, in the place of one with the same key."""
        with suppress(OSError):
            with NamedTemporaryFile(dir=self.folder, suffix=".part", delete=False) as part:
                draft = Path(part.name)
            try:
                draft.write_bytes(sha256(content).digest() + content)
                draft.replace(self.path(key))
            except BaseException:
                draft.unlink(missing_ok=True)
                raise
