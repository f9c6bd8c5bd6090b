"""Set the digest of the product's image in an overlay, as a release does it.

    python deploy/gates/image.py deploy/k8s/overlays/production docker.io/paillasse/paillasse@sha256:…

It changes one line of kustomization.yaml and leaves its comments alone. The canary is set with `--canary`.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

NAMES = {False: "docker.io/paillasse/paillasse", True: "docker.io/paillasse/paillasse-candidate"}
IMAGE = re.compile(r"^(?P<name>[a-z0-9./_-]+)@(?P<digest>sha256:[0-9a-f]{64})$")


def pinned(text: str, image: str, *, canary: bool) -> str:
    """The kustomization with this image.

    Raises:
        ValueError: that is no image by its digest, or there is no line for it.
    """
    found = IMAGE.match(image)
    if found is None:
        raise ValueError(f"“{image}” is not an image by its digest.")
    line = re.compile(rf"^(\s*- \{{name: {re.escape(NAMES[canary])}),.*\}}$", re.MULTILINE)
    changed, count = line.subn(rf"\1, newName: {found['name']}, digest: '{found['digest']}'}}", text)
    if count != 1:
        raise ValueError(f"There are {count} lines for {NAMES[canary]}.")
    return changed


if __name__ == "__main__":
    [folder, image] = [argument for argument in sys.argv[1:] if argument != "--canary"]
    file = Path(folder) / "kustomization.yaml"
    file.write_text(pinned(file.read_text("utf-8"), image, canary="--canary" in sys.argv), "utf-8")
