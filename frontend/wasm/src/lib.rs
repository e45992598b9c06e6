//! ristretto255 (RFC 9496) for the browser: `frontend/src/crypto/wasm_group.ts` is the other side.
//!
//! No protocol logic and no arithmetic of its own: everything is `curve25519-dalek`, run over vectors.  Elements are
//! handed out as blocks of `point_size` bytes, opaque to the caller, who keeps them in memory of his own; each call
//! reads its arguments from one work area (`reserve`) and writes its results there.  Nothing else is kept but tables.
//!
//! # Safety
//!
//! Every pointer lies in the work area, aligned to 16 bytes, with room for what the function names; blocks of elements
//! are those that this instance made.  The one caller sees to it.
#![allow(clippy::missing_safety_doc)]

mod elements;
mod memory;
mod multiply;
