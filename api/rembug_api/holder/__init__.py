"""What the device of a key holder computes: pure functions from a state and messages to signed events.

`state` is a `SignedState` folded from a log whose checkpoint the caller checked, `blobs` gives public blobs by name
(a `Record` is one), `number` is the holder's number, `secret` her `HolderSecret`, `random` the system's randomness.

    secret = HolderSecret.draw(random)
    event = register(election, number, name, secret)
    event, secret = commit(state, number, secret, random)               # keep the new secret
    event, blob = reveal(state, number, secret)
    step = share(state, blobs, number, secret, random)                  # step.event, step.sealed {receiver: bytes}
    verdict = confirm(state, blobs, number, secret, sealed)             # sealed {sender: bytes}; verdict.event
    secret = finish(state, blobs, number, secret, sealed)               # after keys.joined; keep the new secret
    event = rehearsal_factor(state, blobs, number, secret, random)
    event, output, proof = mix(state, contest, number, secret, data, random)
    event, factors, proof = open_list(state, blobs, contest, number, secret, random)
    secret = secret.having_opened(contest, list_hash(state.contest(contest)))       # keep it, then send

`share` and `confirm` may find somebody at fault: `complain(state, number, secret, fault)` says so on the log.

Refusals are `HolderRefusal`, with an Indonesian sentence.
"""

from rembug_api.holder.ceremony import (
    SharedStep,
    Verdict,
    commit,
    complain,
    confirm,
    finish,
    register,
    rehearsal_factor,
    reveal,
    share,
)
from rembug_api.holder.errors import HolderRefusal
from rembug_api.holder.secret import HolderSecret
from rembug_api.holder.signed_state import SignedState
from rembug_api.holder.tally import check_mixes, mix, open_list

__all__ = [
    "HolderRefusal",
    "HolderSecret",
    "SharedStep",
    "SignedState",
    "Verdict",
    "check_mixes",
    "commit",
    "complain",
    "confirm",
    "finish",
    "mix",
    "open_list",
    "register",
    "rehearsal_factor",
    "reveal",
    "share",
]
