//! Closed sets of words: an enum, its words in files, and back.

/// A closed set of words that a key may hold.
pub trait Word: Copy + 'static {
    /// Every word with its meaning, in the order in which a hint lists them.
    const WORDS: &'static [(&'static str, Self)];
}

/// Declares a closed set of words: the enum, its words in files, and back.
macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($(#[$meaning:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$about])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
        )]
        pub enum $name {
            $($(#[$meaning])* $variant,)+
        }

        impl $crate::reading::Word for $name {
            const WORDS: &'static [(&'static str, Self)] = &[$(($word, $name::$variant),)+];
        }

        impl $name {
            /// The word as files write it.
            pub fn word(self) -> &'static str {
                match self {
                    $($name::$variant => $word,)+
                }
            }
        }
    };
}

pub(crate) use words;
