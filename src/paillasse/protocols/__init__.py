"""The seams: what each part must do, whatever stands behind it. I/O is async; pure logic is not here."""
