"""A file is written whole or not at all."""

from pathlib import Path


def put(path: Path, content: bytes) -> Path:
    """Write a file under a temporary name, then give it its own.

    Raises:
        OSError: it cannot be written.

    """
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    return path
