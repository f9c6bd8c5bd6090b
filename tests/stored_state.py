"""All that a service over stores in memory keeps, to be compared before and after."""

from __future__ import annotations

from typing import Any

from service_bench import ServiceBench


def stored_state(bench: ServiceBench) -> dict[str, str]:
    """What is stored, by store; files by name. Counts of attempts and questions are left out: refusals count."""
    access, services, service = bench.access, bench.services, bench.service
    history: Any = service.history
    stores: dict[str, Any] = {
        "users": access.accounts._users,
        "refresh tokens": access.sessions._families,
        "keys": access.keys._keys,
        "collections": access.membership._collections,
        "audit": access.audit,
        "documents": services.documents,
        "index": services.index,
        "journal": services.journal,
        "jobs": bench.jobs.board._store,
        "history": history._store,
        "drift": service.drift.reports,
        "rollouts": service.rollouts._store,
    }
    told = {name: repr(_values(store)) for name, store in stores.items()}
    files = sorted(str(path.relative_to(bench.home)) for path in bench.home.rglob("*") if path.is_file())
    return told | {"files": repr(files)}


def _values(store: Any) -> dict[str, Any]:
    """Its fields; other stores that it stands on are looked at by themselves."""
    plain = (dict, list, set, tuple, str, int)
    found = {name: value for name, value in vars(store).items() if isinstance(value, plain)}
    assert found, f"Nothing is known of {type(store).__name__}."
    return found
