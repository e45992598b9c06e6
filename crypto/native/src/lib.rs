//! Batch operations on ristretto255 (RFC 9496) for `rembug_crypto.backends.native`.
//!
//! No protocol logic and no arithmetic of its own: everything is `curve25519-dalek`, run over vectors, on all
//! cores, with the interpreter's lock released.  Scalar operations and `*_times` are constant time; `msm`
//! and decoding errors are not.  The Python names and types are in `rembug_native.pyi`.

mod elements;
mod multiply;
mod scalars;
mod work;

use pyo3::prelude::*;

#[pymodule(gil_used = true)]
mod rembug_native {
    #[pymodule_export]
    use crate::elements::{
        elements_add, elements_check, elements_concat, elements_decode, elements_encode, elements_equal,
        elements_find_identity, elements_hash, elements_neg, elements_repeat, elements_slice, elements_sub,
        elements_sum, elements_take, elements_take_rows, ElementVector,
    };
    #[pymodule_export]
    use crate::multiply::{
        elements_small_sum, elements_times, elements_times_each, msm, msm_secret, table_new, table_times,
        tables_rows, tables_sum, BaseTable,
    };
    #[pymodule_export]
    use crate::scalars::{
        scalars_add, scalars_concat, scalars_decode, scalars_dot, scalars_encode, scalars_from_128,
        scalars_invert, scalars_linear_recurrence, scalars_mul, scalars_neg, scalars_product,
        scalars_reduce_wide, scalars_repeat, scalars_running_products, scalars_slice, scalars_sub,
        scalars_sum, scalars_take, ScalarVector,
    };
}
