"""Signing in at an identity provider, from the first click to a session here."""

from __future__ import annotations

from collections.abc import Mapping
from hmac import compare_digest
from urllib.parse import urlsplit

from paillasse.access.auditing import Auditor
from paillasse.access.credentials.attempt_tickets import AttemptTickets
from paillasse.access.credentials.limits import SignInLimits
from paillasse.access.credentials.rotation import new_secret
from paillasse.access.errors import AccessError, SignInRefused, UnsuitableDestination
from paillasse.access.federation.provider import IdentityProvider
from paillasse.access.federation.users import Federation
from paillasse.access.sessions import Sessions
from paillasse.access.types import Action, Actor, SignInAttempt, TokenPair

_LONGEST_DESTINATION = 1024
"""Characters: it travels in a cookie, and browsers keep 4096 bytes of one."""


class FederatedSignIn:
    """Binds three parties: the browser that begins, the provider that knows who it is, and the account here."""

    def __init__(
        self,
        provider: IdentityProvider,
        tickets: AttemptTickets,
        federation: Federation,
        sessions: Sessions,
        limits: SignInLimits,
        auditor: Auditor,
    ) -> None:
        self._provider = provider
        self._tickets = tickets
        self._federation = federation
        self._sessions = sessions
        self._limits = limits
        self._auditor = auditor

    @property
    def provider_name(self) -> str:
        """What people know the provider by: its host."""
        return urlsplit(self._provider.issuer).hostname or ""

    async def begin(self, destination: str) -> tuple[str, str]:
        """Send a browser to the provider.

        Args:
            destination: path here to go on at afterwards.

        Returns:
            The address to go to, and the ticket that this browser keeps until it comes back.

        Raises:
            UnsuitableDestination: it is no path here.
            IdentityProviderUnavailable: it does not answer.
            IdentityProviderError: what it says cannot be used.
        """
        attempt = SignInAttempt(new_secret(), new_secret(), new_secret(), _local(destination))
        return await self._provider.authorization_url(attempt), self._tickets.seal(attempt)

    async def finish(self, ticket: str, answer: Mapping[str, str], address: str) -> tuple[TokenPair, str]:
        """Start a session for who comes back.

        Args:
            ticket: what this browser kept.
            answer: the query that the provider sent it back with.
            address: IP address of who asks.

        Returns:
            The tokens, and the path to go on at.

        Raises:
            SignInRefused: the answer belongs to no attempt of this browser, the provider did not let it pass, or what
                it issued is not good.
            IdentityProviderUnavailable: it does not answer.
            IdentityProviderError: what it says cannot be used.
            TooManyAttempts: from this address.
            AccessError: what `users.Federation.user_of` raises.
        """
        # Nothing is counted or written down before: other sites can send browsers here, but without their ticket.
        attempt = self._tickets.open(ticket)
        try:
            await self._limits.enter_federated(address)
            claims = await self._provider.redeem(attempt, self._code(attempt, answer))
            user = await self._federation.user_of(claims, address)
            pair = await self._sessions.start(user)
        except AccessError as error:
            await self._auditor.note_refusal(address, "", error)
            raise
        await self._limits.passed_federated(address)
        await self._auditor.note(Actor(user.id, address), Action.SIGN_IN, user.id)
        return pair, attempt.destination

    def _code(self, attempt: SignInAttempt, answer: Mapping[str, str]) -> str:
        """The code of an answer to this attempt."""
        if not compare_digest(answer.get("state", "").encode(errors="replace"), attempt.state.encode()):
            raise SignInRefused("The answer belongs to another sign-in.")
        if answer.get("iss", self._provider.issuer) != self._provider.issuer:  # RFC 9207
            raise SignInRefused("The answer comes from another identity provider.")
        if "error" in answer or not answer.get("code"):
            raise SignInRefused("The identity provider did not let it pass.")
        return answer["code"]


def _local(destination: str) -> str:
    """A path on this server, whatever a browser makes of it: it takes a backslash for a slash and drops tabs."""
    plain = destination.isascii() and destination.isprintable() and "\\" not in destination
    if not (plain and destination.startswith("/") and len(destination) <= _LONGEST_DESTINATION):
        raise UnsuitableDestination("That is no path on this server.")
    parts = urlsplit(destination)
    if parts.scheme or parts.netloc or destination.startswith("//"):
        raise UnsuitableDestination("That is no path on this server.")
    return destination
