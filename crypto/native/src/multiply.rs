//! Scalar multiplications: elementwise, by a fixed base's table, and as one sum.

use curve25519_dalek::constants::{RISTRETTO_BASEPOINT_POINT, RISTRETTO_BASEPOINT_TABLE};
use curve25519_dalek::ristretto::{RistrettoBasepointTable, RistrettoPoint};
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::{Identity, MultiscalarMul, VartimeMultiscalarMul};
use pyo3::prelude::*;
use rayon::prelude::*;

use crate::elements::ElementVector;
use crate::scalars::ScalarVector;
use crate::work::{alone, common_length, each_of, item, same_length, single, spread};

/// Multiplications worth a thread's attention together (13 to 25 us each).
const MULTIPLICATIONS: usize = 4;
/// Terms of a public sum below which one thread does it (some 10 us a term at this size).
const PUBLIC_ALONE: usize = 64;
/// Most terms of one public sum: its points and digits should stay within a core's cache.
const PUBLIC_CHUNK: usize = 8192;
/// Terms of one secret sum: its tables (1,280 bytes a term) should stay within a core's cache.
const SECRET_CHUNK: usize = 192;

/// Precomputed multiples of one element.
#[pyclass(frozen, module = "rembug_native")]
pub struct BaseTable {
    table: Box<RistrettoBasepointTable>,
}

#[pyfunction]
pub fn table_new(py: Python<'_>, base: &ElementVector) -> PyResult<BaseTable> {
    let base = single(&base.points)?;
    alone(py, || {
        let table = if *base == RISTRETTO_BASEPOINT_POINT {
            // The library has this one already (1 ms otherwise).
            RISTRETTO_BASEPOINT_TABLE.clone()
        } else {
            RistrettoBasepointTable::create(base)
        };
        BaseTable {
            table: Box::new(table),
        }
    })
}

/// scalar_i * base, in constant time.
#[pyfunction]
pub fn table_times(py: Python<'_>, table: &BaseTable, scalars: &ScalarVector) -> PyResult<ElementVector> {
    each_of(py, scalars.values.len(), MULTIPLICATIONS, |i| {
        &*table.table * &scalars.values[i]
    })
    .map(ElementVector::new)
}

/// scalar_i * element_i, in constant time.
#[pyfunction]
pub fn elements_times(
    py: Python<'_>,
    elements: &ElementVector,
    scalars: &ScalarVector,
) -> PyResult<ElementVector> {
    let length = common_length(elements.points.len(), scalars.values.len())?;
    each_of(py, length, MULTIPLICATIONS, |i| {
        item(&elements.points, i) * item(&scalars.values, i)
    })
    .map(ElementVector::new)
}

fn total(parts: impl Iterator<Item = RistrettoPoint>) -> RistrettoPoint {
    parts.fold(RistrettoPoint::identity(), |sum, part| sum + part)
}

/// Add up the sums of chunks of `size` terms, over the cores.
fn chunked(
    py: Python<'_>,
    scalars: &ScalarVector,
    elements: &ElementVector,
    size: usize,
    sum: impl Fn(&[Scalar], &[RistrettoPoint]) -> RistrettoPoint + Send + Sync,
) -> PyResult<ElementVector> {
    let point = spread(py, || {
        let parts: Vec<RistrettoPoint> = scalars
            .values
            .par_chunks(size)
            .zip(elements.points.par_chunks(size))
            .map(|(s, p)| sum(s, p))
            .collect();
        total(parts.into_iter())
    })?;
    Ok(ElementVector::new(vec![point]))
}

/// sum_i scalar_i * element_i in variable time: for public scalars only.
#[pyfunction]
pub fn msm(py: Python<'_>, scalars: &ScalarVector, elements: &ElementVector) -> PyResult<ElementVector> {
    let length = scalars.values.len();
    same_length(length, elements.points.len())?;
    let sum = |s: &[Scalar], p: &[RistrettoPoint]| RistrettoPoint::vartime_multiscalar_mul(s, p);
    if length < PUBLIC_ALONE {
        return alone(py, || {
            ElementVector::new(vec![sum(&scalars.values, &elements.points)])
        });
    }
    let cores = spread(py, rayon::current_num_threads)?;
    let rounds = length.div_ceil(cores * PUBLIC_CHUNK);
    chunked(py, scalars, elements, length.div_ceil(cores * rounds), sum)
}

/// sum_i scalar_i * element_i in constant time: for secret scalars.
#[pyfunction]
pub fn msm_secret(
    py: Python<'_>,
    scalars: &ScalarVector,
    elements: &ElementVector,
) -> PyResult<ElementVector> {
    let length = scalars.values.len();
    same_length(length, elements.points.len())?;
    let sum = |s: &[Scalar], p: &[RistrettoPoint]| RistrettoPoint::multiscalar_mul(s, p);
    if length < 2 * MULTIPLICATIONS {
        return alone(py, || {
            ElementVector::new(vec![sum(&scalars.values, &elements.points)])
        });
    }
    let cores = spread(py, rayon::current_num_threads)?;
    let size = length.div_ceil(cores).min(SECRET_CHUNK);
    chunked(py, scalars, elements, size, sum)
}
