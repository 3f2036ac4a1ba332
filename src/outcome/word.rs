//! One table per wire vocabulary: the enum, its words and what hangs on each word, in one place.
//!
//! Knows no vocabulary; [`wire_words!`] makes them.

/// Declares a closed wire vocabulary as one table: `Variant = "word"` or `Variant = "word" => row`.
///
/// Makes the enum, `ALL`, `as_str`, `row`, `Display`, `FromStr` and `Serialize`, so that no second
/// list can drift away from the first.
macro_rules! wire_words {
    (
        $(#[$enum_meta:meta])*
        pub enum $name:ident : $row:ty {
            $( $(#[$meta:meta])* $variant:ident = $word:literal => $value:expr, )+
        }
    ) => {
        $crate::outcome::word::wire_words! {
            $(#[$enum_meta])*
            pub enum $name { $( $(#[$meta])* $variant = $word, )+ }
        }

        impl $name {
            /// The row of the table that belongs to this word.
            #[must_use]
            pub const fn row(self) -> $row {
                match self { $( Self::$variant => $value, )+ }
            }
        }
    };
    (
        $(#[$enum_meta:meta])*
        pub enum $name:ident {
            $( $(#[$meta:meta])* $variant:ident = $word:literal, )+
        }
    ) => {
        $(#[$enum_meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name { $( $(#[$meta])* $variant, )+ }

        impl $name {
            /// Every word of this vocabulary, in the order of the table.
            pub const ALL: &'static [Self] = &[ $( Self::$variant, )+ ];

            /// The word on the wire.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $( Self::$variant => $word, )+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::outcome::UnknownWord;

            fn from_str(word: &str) -> Result<Self, Self::Err> {
                match word { $( $word => Ok(Self::$variant), )+ _ => Err($crate::outcome::UnknownWord) }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}

pub(crate) use wire_words;

/// A word that is not in the vocabulary it was looked up in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the word is not in this vocabulary")]
pub struct UnknownWord;
