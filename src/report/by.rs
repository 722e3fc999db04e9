//! How the rows of a list are put together.

/// How the rows of a list are put together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// As the list does by itself: the due list by band, the others by person.
    #[default]
    Usual,
    /// By person.
    Person,
    /// By key worker.
    Worker,
    /// By the day to do it.
    Day,
}
