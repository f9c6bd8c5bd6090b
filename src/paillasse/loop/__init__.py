"""What measures, tries, promotes and watches releases, joined over an open home."""
