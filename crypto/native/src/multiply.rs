//! Scalar multiplications: elementwise, by a fixed base's table, and as one sum.

use curve25519_dalek::constants::{RISTRETTO_BASEPOINT_POINT, RISTRETTO_BASEPOINT_TABLE};
use curve25519_dalek::ristretto::{RistrettoBasepointTable, RistrettoPoint};
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::{Identity, MultiscalarMul, VartimeMultiscalarMul};
use pyo3::prelude::*;
use rayon::prelude::*;
use zeroize::Zeroizing;

use crate::elements::ElementVector;
use crate::scalars::ScalarVector;
use crate::work::{alone, common_length, each_of, item, same_length, single, spread};

/// Multiplications worth a thread's attention together (13 to 25 us each).
const MULTIPLICATIONS: usize = 4;
/// Sums of small multiples worth a thread's attention together (1 us each).
const SMALL_SUMS: usize = 64;
/// Doubles that are encoded together: they share an inversion.
const DOUBLES: usize = 256;
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

/// scalar_i * base_k for all i and k, row i by row, in constant time.
#[pyfunction]
pub fn tables_rows(
    py: Python<'_>,
    tables: Vec<PyRef<'_, BaseTable>>,
    scalars: &ScalarVector,
) -> PyResult<ElementVector> {
    let tables: Vec<&RistrettoBasepointTable> = tables.iter().map(|each| &*each.table).collect();
    let width = tables.len();
    each_of(py, scalars.values.len() * width, MULTIPLICATIONS, |place| {
        tables[place % width] * &scalars.values[place / width]
    })
    .map(ElementVector::new)
}

/// sum_k scalar_{k,i} * base_k for all i, in constant time.
#[pyfunction]
pub fn tables_sum(
    py: Python<'_>,
    tables: Vec<PyRef<'_, BaseTable>>,
    scalars: Vec<PyRef<'_, ScalarVector>>,
) -> PyResult<ElementVector> {
    same_length(tables.len(), scalars.len())?;
    let length = scalars.first().map_or(0, |first| first.values.len());
    for each in &scalars {
        same_length(length, each.values.len())?;
    }
    let pairs: Vec<(&RistrettoBasepointTable, &[Scalar])> = tables
        .iter()
        .zip(&scalars)
        .map(|(table, scalars)| (&*table.table, scalars.values.as_slice()))
        .collect();
    let half = half();
    let halves = each_of(py, length, MULTIPLICATIONS, |i| {
        let mut sum = RistrettoPoint::identity();
        for (table, scalars) in &pairs {
            sum += *table * &*Zeroizing::new(scalars[i] * half);
        }
        sum
    })?;
    doubled(py, halves)
}

/// scalar_k * element_i for all i and k, row i by row, in constant time.
#[pyfunction]
pub fn elements_times_each(
    py: Python<'_>,
    elements: &ElementVector,
    scalars: &ScalarVector,
) -> PyResult<ElementVector> {
    let half = half();
    let halved = Zeroizing::new(
        scalars
            .values
            .iter()
            .map(|scalar| scalar * half)
            .collect::<Vec<_>>(),
    );
    let width = halved.len();
    let points = &elements.points;
    let halves = each_of(py, points.len() * width, MULTIPLICATIONS, |place| {
        points[place / width] * halved[place % width]
    })?;
    doubled(py, halves)
}

/// 1/2: what is to be encoded at once is computed by halves, because the encoding of a double needs no square root.
fn half() -> Scalar {
    Scalar::from(2_u8).invert()
}

/// The doubles of points, with their encodings.
fn doubled(py: Python<'_>, mut halves: Vec<RistrettoPoint>) -> PyResult<ElementVector> {
    let (points, encodings) = spread(py, || {
        let mut encodings = vec![[0; 32]; halves.len()];
        halves
            .par_chunks_mut(DOUBLES)
            .zip(encodings.par_chunks_mut(DOUBLES))
            .for_each(|(points, encodings)| {
                let compressed = RistrettoPoint::double_and_compress_batch(points.iter());
                for ((point, encoding), known) in points.iter_mut().zip(encodings).zip(compressed) {
                    *point += *point;
                    *encoding = known.to_bytes();
                }
            });
        (halves, encodings)
    })?;
    Ok(ElementVector::with_encodings(points, encodings))
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

/// sum_k factor_k * vector_k, elementwise, for small public integers: a few additions each.
#[pyfunction]
pub fn elements_small_sum(
    py: Python<'_>,
    vectors: Vec<PyRef<'_, ElementVector>>,
    factors: Vec<i64>,
) -> PyResult<ElementVector> {
    same_length(vectors.len(), factors.len())?;
    let length = vectors.first().map_or(0, |first| first.points.len());
    for each in &vectors {
        same_length(length, each.points.len())?;
    }
    let lists: Vec<&[RistrettoPoint]> = vectors.iter().map(|each| each.points.as_slice()).collect();
    let bits = factors
        .iter()
        .map(|f| u64::BITS - f.unsigned_abs().leading_zeros());
    let bits = bits.max().unwrap_or(0);
    each_of(py, length, SMALL_SUMS, |i| {
        let mut sum = RistrettoPoint::identity();
        for bit in (0..bits).rev() {
            if bit + 1 != bits {
                sum += sum;
            }
            for (list, factor) in lists.iter().zip(&factors) {
                match (factor.unsigned_abs() >> bit & 1, *factor < 0) {
                    (0, _) => {}
                    (_, false) => sum += list[i],
                    (_, true) => sum -= list[i],
                }
            }
        }
        sum
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
