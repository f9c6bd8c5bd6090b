"""The error tree. Every error carries a stable code, a sentence for a person and what to do about it.

It grows from `root.PaillasseError`; what concerns one part of the product alone stands with that part:

access.errors       who may do what
asking.errors       a question that gets no answer now
drift.errors        drift that cannot be looked for
history.errors      what was asked and answered
idempotency         a key that cannot be taken
library.errors      what cannot be done with a document
"""
