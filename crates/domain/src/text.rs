//! Bounded text: a value that was looked at once, at the edge, and is right from then on.

/// Why a text was not taken: shorter or longer than allowed, or with characters nobody can see.
pub(crate) fn check_line(text: &str, least: usize, most: usize) -> Option<String> {
    check(text, least, most, char::is_control)
}

/// Like [`check_line`], but line breaks and tabs are allowed.
pub(crate) fn check_paragraph(text: &str, least: usize, most: usize) -> Option<String> {
    check(text, least, most, |character| character.is_control() && !matches!(character, '\n' | '\r' | '\t'))
}

fn check(text: &str, least: usize, most: usize, forbidden: fn(char) -> bool) -> Option<String> {
    let length = text.chars().count();
    if length < least {
        return Some(if length == 0 { "it is empty".into() } else { format!("it has {length} characters") });
    }
    if length > most {
        return Some(format!("it has {length} characters"));
    }
    let bad = text.chars().find(|&character| forbidden(character))?;
    Some(format!("it contains the control character U+{:04X}", u32::from(bad)))
}

/// Declares a text value: trimmed, within a length, without control characters.
macro_rules! text_value {
    ($(#[$meta:meta])* $name:ident, $check:ident($least:literal..=$most:literal), $error:ident::$variant:ident) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            #[doc = concat!("Takes a text of ", $least, " to ", $most, " characters, without the white space round it.")]
            pub fn parse(text: &str) -> Result<Self, $error> {
                let text = text.trim();
                match $crate::text::$check(text, $least, $most) {
                    None => Ok(Self(text.to_owned())),
                    Some(found) => Err($error::$variant { found }),
                }
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        $crate::text::read_back!($name: String => |text| Self::parse(&text));

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(&self.0)
            }
        }
    };
}
pub(crate) use text_value;

/// Reads values back from what they are written as, through the check that everybody else's go through: what was kept
/// somewhere is looked at like what somebody typed.
macro_rules! read_back {
    ($($name:ty: $written:ty => $check:expr),* $(,)?) => {$(
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let check: fn($written) -> Result<Self, _> = $check;
                check(<$written>::deserialize(deserializer)?).map_err(serde::de::Error::custom)
            }
        }
    )*};
}
pub(crate) use read_back;
