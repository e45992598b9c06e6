//! Where the work runs: with the interpreter's lock released, on all cores, and with no panic getting out.

use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::{Arc, Mutex};

use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use rayon::prelude::*;
use rayon::ThreadPool;

/// The threads and the process that they belong to.  A forked child inherits the memory but not the
/// threads, so it must make its own pool, or it would wait for ever.
static POOL: Mutex<Option<(u32, Arc<ThreadPool>)>> = Mutex::new(None);

fn internal(what: &str) -> PyErr {
    PyRuntimeError::new_err(format!("rembug_native: {what}"))
}

/// The pool of this process.  Called while the interpreter's lock is held: a fork, which also holds it,
/// can then never copy a locked mutex.
fn pool() -> PyResult<Arc<ThreadPool>> {
    let mut slot = POOL.lock().map_err(|_| internal("the thread pool is poisoned"))?;
    let process = std::process::id();
    if let Some((owner, threads)) = slot.as_ref() {
        if *owner == process {
            return Ok(Arc::clone(threads));
        }
    }
    // Zero threads asked for means RAYON_NUM_THREADS, or else one a core.
    let threads = rayon::ThreadPoolBuilder::new()
        .thread_name(|index| format!("rembug-{index}"))
        .build()
        .map_err(|error| internal(&format!("no threads: {error}")))?;
    let threads = Arc::new(threads);
    if let Some(inherited) = slot.replace((process, Arc::clone(&threads))) {
        // The parent's threads do not exist here; dropping their pool would wait for them.
        std::mem::forget(inherited);
    }
    Ok(threads)
}

/// Run `job` on this thread with the interpreter's lock released.
pub fn alone<T: Send>(py: Python<'_>, job: impl FnOnce() -> T + Send) -> PyResult<T> {
    py.detach(|| catch_unwind(AssertUnwindSafe(job)))
        .map_err(|_| internal("a computation failed"))
}

/// Run `job` on the pool's threads with the interpreter's lock released.
pub fn spread<T: Send>(py: Python<'_>, job: impl FnOnce() -> T + Send) -> PyResult<T> {
    let threads = pool()?;
    py.detach(|| catch_unwind(AssertUnwindSafe(|| threads.install(job))))
        .map_err(|_| internal("a computation failed"))
}

/// Compute `each(0), ..., each(length - 1)`, over the cores when there are at least two batches.
///
/// `batch` is the least number of items that is worth handing to another thread (some 50 microseconds).
pub fn each_of<T: Send>(
    py: Python<'_>,
    length: usize,
    batch: usize,
    each: impl Fn(usize) -> T + Send + Sync,
) -> PyResult<Vec<T>> {
    if length < 2 * batch {
        return alone(py, || {
            let mut results = Vec::with_capacity(length);
            results.extend((0..length).map(&each));
            results
        });
    }
    spread(py, || {
        let mut results = Vec::with_capacity(length);
        (0..length)
            .into_par_iter()
            .with_min_len(batch)
            .map(&each)
            .collect_into_vec(&mut results);
        results
    })
}

/// The length of an elementwise result: equal lengths, or one of them 1, which is then repeated.
pub fn common_length(left: usize, right: usize) -> PyResult<usize> {
    match (left, right) {
        (l, r) if l == r => Ok(l),
        (1, r) => Ok(r),
        (l, 1) => Ok(l),
        (l, r) => Err(PyValueError::new_err(format!(
            "the lengths {l} and {r} do not fit together"
        ))),
    }
}

/// Item `index` of a vector, or its only item.
pub fn item<T>(values: &[T], index: usize) -> &T {
    if values.len() == 1 {
        &values[0]
    } else {
        &values[index]
    }
}

/// Refuse vectors that must have the same length.
pub fn same_length(left: usize, right: usize) -> PyResult<()> {
    if left == right {
        return Ok(());
    }
    Err(PyValueError::new_err(format!(
        "the lengths {left} and {right} differ"
    )))
}

/// What is said of a vector that is not made of rows.
pub fn rows_expected(length: usize, size: usize) -> PyErr {
    PyValueError::new_err(format!("{length} items are no rows of {size}"))
}

/// Refuse anything but one item.
pub fn single<T>(values: &[T]) -> PyResult<&T> {
    match values {
        [only] => Ok(only),
        _ => Err(PyValueError::new_err(format!(
            "one value expected, not {}",
            values.len()
        ))),
    }
}

/// Refuse to repeat one item so often that the memory cannot hold it: running out of it would abort.
pub fn checked_count(count: usize) -> PyResult<usize> {
    if count <= 1 << 26 {
        return Ok(count);
    }
    Err(PyValueError::new_err(format!("{count} items are too many")))
}

/// Cut `data` into records of `N` bytes.
pub fn records<const N: usize>(data: &[u8]) -> PyResult<&[[u8; N]]> {
    let (records, rest) = data.as_chunks::<N>();
    if rest.is_empty() {
        return Ok(records);
    }
    Err(PyValueError::new_err(format!(
        "{} bytes are no multiple of {N}",
        data.len()
    )))
}

/// The indices of the slice `start, start + step, ...` of `count` items, each within `length`.
pub fn slice_indices(length: usize, start: isize, step: isize, count: usize) -> PyResult<Vec<usize>> {
    if count > length {
        return Err(PyValueError::new_err(format!(
            "a slice of {count} from a vector of {length}"
        )));
    }
    let mut indices = Vec::with_capacity(count);
    let mut position = start;
    for _ in 0..count {
        indices.push(checked_index(length, position)?);
        position = position.saturating_add(step);
    }
    Ok(indices)
}

/// The indices given, each within `length`.
pub fn chosen_indices(length: usize, indices: &[isize]) -> PyResult<Vec<usize>> {
    indices
        .iter()
        .map(|&index| checked_index(length, index))
        .collect()
}

fn checked_index(length: usize, index: isize) -> PyResult<usize> {
    match usize::try_from(index) {
        Ok(index) if index < length => Ok(index),
        _ => Err(PyValueError::new_err(format!(
            "index {index} is outside a vector of {length}"
        ))),
    }
}
