"""Writing the audit log: ids only, and of an address only its network."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from paillasse.access.credentials.limits import network
from paillasse.access.errors import AccessError, TooManyAttempts
from paillasse.access.protocols import AuditLog
from paillasse.access.types import Action, Actor, AuditEntry

DONE = "done"


class Auditor:
    """Dates entries and shortens addresses."""

    def __init__(self, log: AuditLog, clock: Callable[[], datetime]) -> None:
        self._log = log
        self._clock = clock

    async def note(self, actor: Actor, action: Action, target: str, outcome: str = DONE) -> None:
        """Write down what was done, or with the code of an error what was not."""
        where = network(actor.address, 24, 48)
        await self._log.record(AuditEntry(self._clock(), actor.user_id, action, target, where, outcome))

    async def note_refusal(self, address: str, target: str, error: AccessError) -> None:
        """Write down that somebody was not signed in; of a limit only that it was reached, or anybody fills the log."""
        if not isinstance(error, TooManyAttempts) or error.first:
            await self.note(Actor("", address), Action.SIGN_IN, target, error.code)
