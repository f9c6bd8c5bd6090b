"""The branch of the error tree (`paillasse.errors`) for who talks to a server.

ClientError
├── ServerUnreachable          no connection, or none that lasts
│   └── ServerTooSlow
├── RequestRefused             with a code that is no error of ours: a path or a body that the server does not know
└── UnexpectedAnswer           what answers is no Paillasse server, or one of another version

Every other error is the one that the server names: see `problems`.
"""

from __future__ import annotations

from paillasse.errors.root import PaillasseError


class ClientError(PaillasseError):
    """Something between this program and the server."""

    code = "client_error"


class ServerUnreachable(ClientError):
    """No connection to the server, or one that broke."""

    code = "server_unreachable"
    hint = "Check the address and that the server runs."


class ServerTooSlow(ServerUnreachable):
    """The server did not answer in time; what was sent may have been done."""

    code = "server_too_slow"
    hint = "Try again in a moment, or give the client more time."


class RequestRefused(ClientError):
    """The server does not know the path, the method or something in the request."""

    code = "request_refused"
    hint = "The client and the server may be of different versions."


class UnexpectedAnswer(ClientError):
    """What answered is no Paillasse server, or one that says things this client does not know."""

    code = "unexpected_answer"
    hint = "Check the address; the client and the server may be of different versions."
