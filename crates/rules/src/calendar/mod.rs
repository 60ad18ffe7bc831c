//! The opening calendar: what each day is and why.
