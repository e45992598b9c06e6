//! Vectors of integers modulo the group order.  All operations are constant time; memory is wiped when dropped.

use curve25519_dalek::scalar::Scalar;
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use zeroize::{Zeroize, Zeroizing};

use crate::work::{
    alone, checked_count, chosen_indices, common_length, each_of, item, records, same_length, single,
    slice_indices,
};

/// Scalars worth a thread's attention together (a multiplication takes some 50 ns).
const BATCH: usize = 2048;

/// n scalars.  Opaque to Python.
#[pyclass(frozen, module = "rembug_native")]
pub struct ScalarVector {
    pub values: Vec<Scalar>,
}

impl Drop for ScalarVector {
    fn drop(&mut self) {
        self.values.zeroize();
    }
}

impl ScalarVector {
    pub fn new(values: Vec<Scalar>) -> Self {
        Self { values }
    }
}

#[pymethods]
impl ScalarVector {
    fn __len__(&self) -> usize {
        self.values.len()
    }

    fn __repr__(&self) -> String {
        format!("<ScalarVector of {}>", self.values.len())
    }
}

/// Scalars, or the index of the first record that is none.
#[derive(IntoPyObject)]
pub enum DecodedScalars {
    All(ScalarVector),
    BadIndex(usize),
}

#[pyfunction]
pub fn scalars_decode(py: Python<'_>, data: &[u8]) -> PyResult<DecodedScalars> {
    let records = records::<32>(data)?;
    alone(py, || {
        let mut values = Zeroizing::new(Vec::with_capacity(records.len()));
        for (index, record) in records.iter().enumerate() {
            match Option::<Scalar>::from(Scalar::from_canonical_bytes(*record)) {
                Some(value) => values.push(value),
                None => return DecodedScalars::BadIndex(index),
            }
        }
        DecodedScalars::All(ScalarVector::new(std::mem::take(&mut *values)))
    })
}

#[pyfunction]
pub fn scalars_reduce_wide(py: Python<'_>, data: &[u8]) -> PyResult<ScalarVector> {
    let records = records::<64>(data)?;
    each_of(py, records.len(), BATCH, |i| {
        Scalar::from_bytes_mod_order_wide(&records[i])
    })
    .map(ScalarVector::new)
}

#[pyfunction]
pub fn scalars_from_128(py: Python<'_>, data: &[u8]) -> PyResult<ScalarVector> {
    let records = records::<16>(data)?;
    each_of(py, records.len(), BATCH, |i| {
        Scalar::from(u128::from_le_bytes(records[i]))
    })
    .map(ScalarVector::new)
}

#[pyfunction]
pub fn scalars_encode<'py>(py: Python<'py>, vector: &ScalarVector) -> PyResult<Bound<'py, PyBytes>> {
    PyBytes::new_with(py, 32 * vector.values.len(), |buffer| {
        for (record, value) in buffer.chunks_exact_mut(32).zip(&vector.values) {
            record.copy_from_slice(value.as_bytes());
        }
        Ok(())
    })
}

#[pyfunction]
pub fn scalars_repeat(vector: &ScalarVector, count: usize) -> PyResult<ScalarVector> {
    let value = single(&vector.values)?;
    Ok(ScalarVector::new(vec![*value; checked_count(count)?]))
}

#[pyfunction]
pub fn scalars_concat(vectors: Vec<PyRef<'_, ScalarVector>>) -> PyResult<ScalarVector> {
    let mut values = Vec::with_capacity(vectors.iter().map(|v| v.values.len()).sum());
    for vector in &vectors {
        values.extend_from_slice(&vector.values);
    }
    Ok(ScalarVector::new(values))
}

#[pyfunction]
pub fn scalars_slice(
    vector: &ScalarVector,
    start: isize,
    step: isize,
    count: usize,
) -> PyResult<ScalarVector> {
    let indices = slice_indices(vector.values.len(), start, step, count)?;
    Ok(take(vector, &indices))
}

#[pyfunction]
pub fn scalars_take(vector: &ScalarVector, indices: Vec<isize>) -> PyResult<ScalarVector> {
    let indices = Zeroizing::new(indices);
    let chosen = Zeroizing::new(chosen_indices(vector.values.len(), &indices)?);
    Ok(take(vector, &chosen))
}

fn take(vector: &ScalarVector, indices: &[usize]) -> ScalarVector {
    ScalarVector::new(indices.iter().map(|&index| vector.values[index]).collect())
}

fn pairwise(
    py: Python<'_>,
    left: &ScalarVector,
    right: &ScalarVector,
    operation: impl Fn(&Scalar, &Scalar) -> Scalar + Send + Sync,
) -> PyResult<ScalarVector> {
    let length = common_length(left.values.len(), right.values.len())?;
    each_of(py, length, BATCH, |i| {
        operation(item(&left.values, i), item(&right.values, i))
    })
    .map(ScalarVector::new)
}

#[pyfunction]
pub fn scalars_add(py: Python<'_>, left: &ScalarVector, right: &ScalarVector) -> PyResult<ScalarVector> {
    pairwise(py, left, right, |a, b| a + b)
}

#[pyfunction]
pub fn scalars_sub(py: Python<'_>, left: &ScalarVector, right: &ScalarVector) -> PyResult<ScalarVector> {
    pairwise(py, left, right, |a, b| a - b)
}

#[pyfunction]
pub fn scalars_mul(py: Python<'_>, left: &ScalarVector, right: &ScalarVector) -> PyResult<ScalarVector> {
    pairwise(py, left, right, |a, b| a * b)
}

#[pyfunction]
pub fn scalars_neg(py: Python<'_>, vector: &ScalarVector) -> PyResult<ScalarVector> {
    each_of(py, vector.values.len(), BATCH, |i| -vector.values[i]).map(ScalarVector::new)
}

#[pyfunction]
pub fn scalars_invert(py: Python<'_>, vector: &ScalarVector) -> PyResult<DecodedScalars> {
    let zero = vector.values.iter().position(|value| *value == Scalar::ZERO);
    if let Some(index) = zero {
        return Ok(DecodedScalars::BadIndex(index));
    }
    each_of(py, vector.values.len(), 16, |i| vector.values[i].invert())
        .map(|values| DecodedScalars::All(ScalarVector::new(values)))
}

#[pyfunction]
pub fn scalars_sum(py: Python<'_>, vector: &ScalarVector) -> PyResult<ScalarVector> {
    alone(py, || ScalarVector::new(vec![vector.values.iter().sum()]))
}

#[pyfunction]
pub fn scalars_dot(py: Python<'_>, left: &ScalarVector, right: &ScalarVector) -> PyResult<ScalarVector> {
    same_length(left.values.len(), right.values.len())?;
    alone(py, || {
        let total = left.values.iter().zip(&right.values).map(|(a, b)| a * b).sum();
        ScalarVector::new(vec![total])
    })
}

#[pyfunction]
pub fn scalars_product(py: Python<'_>, vector: &ScalarVector) -> PyResult<ScalarVector> {
    alone(py, || ScalarVector::new(vec![vector.values.iter().product()]))
}

#[pyfunction]
pub fn scalars_running_products(py: Python<'_>, vector: &ScalarVector) -> PyResult<ScalarVector> {
    alone(py, || {
        let mut last = Scalar::ONE;
        let mut products = Vec::with_capacity(vector.values.len());
        for value in &vector.values {
            last *= value;
            products.push(last);
        }
        ScalarVector::new(products)
    })
}

/// r_j = summand_j + multiplier_j * r_{j-1}, from r_{-1} = start.
#[pyfunction]
pub fn scalars_linear_recurrence(
    py: Python<'_>,
    summands: &ScalarVector,
    multipliers: &ScalarVector,
    start: &ScalarVector,
) -> PyResult<ScalarVector> {
    same_length(summands.values.len(), multipliers.values.len())?;
    let start = single(&start.values)?;
    alone(py, || {
        let mut last = Zeroizing::new(*start);
        let mut results = Vec::with_capacity(summands.values.len());
        for (summand, multiplier) in summands.values.iter().zip(&multipliers.values) {
            *last = summand + multiplier * *last;
            results.push(*last);
        }
        ScalarVector::new(results)
    })
}
