"""What the drawing process writes and its reader takes."""

from __future__ import annotations

import struct
from typing import NamedTuple

SIZE = struct.Struct(">II")
"""Width and height in pixels."""
MAX_SIDE = 4000
"""Pixels; a page that would be higher is drawn narrower than asked."""


LENGTH = struct.Struct(">Q")
"""Bytes of a reading copy."""
MAX_LENGTH = 256 << 20
"""Bytes: far above the copy of the longest text that is taken."""


class Pixels(NamedTuple):
    """A picture, raw."""

    width: int
    height: int
    rgb: bytes
    """Three bytes a pixel, row by row from the top; 3 x width x height of them."""
