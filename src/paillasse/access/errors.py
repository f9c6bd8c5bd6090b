"""The branch of the error tree (`paillasse.errors`) about who may do what.

AccessError
├── NotSignedIn                no token, or one that is no longer good
│   ├── RefreshSuperseded      another tab refreshed a moment ago
│   └── SignInRefused          by the identity provider, or what it sent is not good
├── NoIdentityProvider         none is configured
├── IdentityProviderError      what it says cannot be used
│   └── IdentityProviderUnavailable
├── UnsuitableDestination      where to go on after signing in
├── WrongCredentials
├── TooManyAttempts
├── Forbidden
├── SetupRefused
├── UnsuitablePassword
├── UnsuitableName             of a user, a collection or a key
├── UnsuitableKey              an API key that would have to be more than its maker may give
├── UserExists
├── UserNotFound
├── LastAdministrator
├── CollectionExists
├── CollectionNotFound
└── ApiKeyNotFound
"""

from __future__ import annotations

from paillasse.errors.root import PaillasseError


class AccessError(PaillasseError):
    """Something about accounts or rights."""

    code = "access_error"


class NotSignedIn(AccessError):
    """No token, or one that is malformed, forged, expired, revoked, or of a user who is suspended.

    Which of these is not said: it would help only those who try.
    """

    code = "not_signed_in"
    hint = "Sign in again, or give an API key that is neither expired nor revoked."


class RefreshSuperseded(NotSignedIn):
    """The refresh token was replaced a moment ago, most likely by another tab of the same browser."""

    code = "refresh_superseded"
    hint = "Use the refresh token that replaced it; the session goes on."


class SignInRefused(NotSignedIn):
    """The identity provider did not let somebody pass, or what it sent belongs to no sign-in of this browser."""

    code = "sign_in_refused"
    hint = "Begin again. Sign in within ten minutes, in one tab of one browser, with cookies."


class NoIdentityProvider(AccessError):
    """Nobody signs in elsewhere: no identity provider is configured."""

    code = "no_identity_provider"
    hint = "Sign in with a password, or set PAILLASSE_OIDC_ISSUER (docs/how-to/sign-in-with-an-identity-provider.md)."


class IdentityProviderError(AccessError):
    """What the identity provider says cannot be used: it is no provider, another one, or configured otherwise."""

    code = "identity_provider_error"
    hint = "Check PAILLASSE_OIDC_ISSUER, PAILLASSE_OIDC_CLIENT_ID and PAILLASSE_OIDC_CLIENT_SECRET."


class IdentityProviderUnavailable(IdentityProviderError):
    """The identity provider cannot be reached, fails, or does not answer in time; later it may."""

    code = "identity_provider_unavailable"
    hint = "Try again in a moment. Who is signed in stays so, and passwords and API keys work without it."


class UnsuitableDestination(AccessError):
    """Where to go on after signing in is not on this server."""

    code = "unsuitable_destination"
    hint = "Give a path that begins with one slash, as in /ask."


class WrongCredentials(AccessError):
    """The name or the password is wrong, or the account is suspended: which of them is not said."""

    code = "wrong_credentials"
    hint = "Check the user name and the password; an administrator can reset the password or lift a suspension."


class TooManyAttempts(AccessError):
    """Too many attempts to sign in that failed, at one account or from one address.

    Attributes:
        retry_after: seconds to wait, at least 1.
        first: whether it is the first one over the limit in this window of time.
    """

    code = "too_many_attempts"
    hint = "Wait and try again; an administrator can reset a forgotten password."

    def __init__(self, message: str, *, retry_after: int, first: bool = False) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        self.first = first


class Forbidden(AccessError):
    """Signed in, but the role does not suffice."""

    code = "forbidden"
    hint = "Ask an administrator to do it, or for a higher role."


class SetupRefused(AccessError):
    """The one-time token is wrong, expired or used, or there is a user already."""

    code = "setup_refused"
    hint = "Start the server again for a new token, or run `paillasse users create NAME --admin` beside it."


class UnsuitablePassword(AccessError):
    """A password that is too short, too long, or the name of the user."""

    code = "unsuitable_password"
    hint = "Take at least 12 characters: a few words that do not belong together are easy to remember."


class UnsuitableName(AccessError):
    """A user name, e-mail address, or name of a collection or key that cannot be one."""

    code = "unsuitable_name"


class UnsuitableKey(AccessError):
    """An API key with a higher role, other collections or a longer life than its maker may give."""

    code = "unsuitable_key"
    hint = "Give a role not above your own, collections that you are a member of, and a life of 1 to 366 days."


class UserExists(AccessError):
    """The user name or e-mail address is taken; upper and lower case are the same."""

    code = "user_exists"
    hint = "Choose another user name and e-mail address."


class UserNotFound(AccessError):
    """No such user."""

    code = "user_not_found"
    hint = "`paillasse users list` shows who there is."


class LastAdministrator(AccessError):
    """Nobody would be left to administer."""

    code = "last_administrator"
    hint = "Make somebody else an administrator first."


class CollectionExists(AccessError):
    """The name is taken."""

    code = "collection_exists"
    hint = "Choose another name: `paillasse collections list` shows those there are."


class CollectionNotFound(AccessError):
    """No such collection, or none that this user may know of."""

    code = "collection_not_found"
    hint = "`paillasse collections list` shows those there are."


class ApiKeyNotFound(AccessError):
    """No such key, or somebody else's."""

    code = "api_key_not_found"
    hint = "The list of your API keys shows their ids."
