//! How often a test that repeats itself does so: the ordinary number, or the full one where soak asks for it.

/// `ordinary`, or `full` where `ZHANCHENG_SOAK` is set.
pub(crate) fn count(ordinary: usize, full: usize) -> usize {
    if std::env::var_os("ZHANCHENG_SOAK").is_some() { full } else { ordinary }
}
