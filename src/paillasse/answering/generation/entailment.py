"""A model as a judge: do these quotes say this?"""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence

from paillasse.answering.generation import instructions
from paillasse.answering.models.consultation import Consultation, GuardedModel
from paillasse.protocols.language_model import ModelRequest

_YES = re.compile(r"\W*(?:yes|oui)\W*", re.IGNORECASE)


async def entailed(claim: str, quotes: Sequence[str], judge: GuardedModel, consultation: Consultation) -> bool:
    """Whether the judge says yes, and nothing but yes.

    Raises:
        LanguageModelError: the judge failed.
    """
    mark = uuid.uuid4().hex[:8]
    lines = "\n".join(quotes)
    user = f"<<<DATA {mark}\n{lines}\nEND {mark}>>>\n\nClaim: {claim}"
    reply = await consultation.text(judge, ModelRequest(instructions.ENTAILMENT.render("en"), user))
    return _YES.fullmatch(reply) is not None
