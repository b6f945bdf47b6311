//! Labels: what people call a revision, counted in numbers or in letters.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How revisions are labelled. The order of revisions is that of their ordinals, never that of their labels.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum LabelScheme {
    /// 1, 2, 3 … 10, 11.
    #[default]
    Numeric,
    /// A, B, C … Z, AA, AB.
    Letters,
    /// A, B, C … Y, AA, AB, without I, O, Q, S, X and Z, which are taken for digits or for one another.
    #[serde(rename = "Clear letters")]
    ClearLetters,
}

const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const CLEAR_LETTERS: &[u8] = b"ABCDEFGHJKLMNPRTUVWY";

impl LabelScheme {
    /// Every scheme.
    pub const ALL: [Self; 3] = [Self::Numeric, Self::Letters, Self::ClearLetters];

    /// The scheme's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Numeric => "Numeric",
            Self::Letters => "Letters",
            Self::ClearLetters => "Clear letters",
        }
    }

    /// The scheme of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scheme| scheme.name() == name)
    }

    /// The label of the how-manieth revision, counted from 1.
    pub fn label(self, ordinal: u32) -> String {
        match self {
            Self::Numeric => ordinal.to_string(),
            Self::Letters => in_letters(ordinal, LETTERS),
            Self::ClearLetters => in_letters(ordinal, CLEAR_LETTERS),
        }
    }

    /// Which revision's label that is; `None` for what is no label of this scheme.
    pub fn ordinal(self, label: &str) -> Option<u32> {
        let ordinal = match self {
            Self::Numeric => label.parse().ok()?,
            Self::Letters => from_letters(label, LETTERS)?,
            Self::ClearLetters => from_letters(label, CLEAR_LETTERS)?,
        };
        // Neither 0 nor 007 is a label, and "+7" parses as a number too.
        (ordinal > 0 && self.label(ordinal) == label).then_some(ordinal)
    }

    /// The label of a part's next revision: that of its ordinal, or where the scheme was changed and the label is taken,
    /// the first one after it that is free.
    pub fn next_label(self, ordinal: u32, taken: &[&str]) -> String {
        let mut candidates = (ordinal..=u32::MAX).map(|candidate| self.label(candidate));
        candidates.find(|label| !taken.contains(&label.as_str())).unwrap_or_else(|| self.label(ordinal))
    }
}

impl fmt::Display for LabelScheme {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// Counts as the columns of a spreadsheet do: there is no letter for nothing, so AA comes after the last one.
fn in_letters(ordinal: u32, letters: &[u8]) -> String {
    let base = letters.len();
    let mut rest = ordinal as usize;
    let mut reversed = Vec::new();
    while rest > 0 {
        rest -= 1;
        reversed.push(char::from(letters[rest % base]));
        rest /= base;
    }
    reversed.iter().rev().collect()
}

fn from_letters(label: &str, letters: &[u8]) -> Option<u32> {
    label.bytes().try_fold(0_u32, |sum, byte| {
        let digit = letters.iter().position(|letter| *letter == byte)?;
        sum.checked_mul(u32::try_from(letters.len()).ok()?)?.checked_add(u32::try_from(digit + 1).ok()?)
    })
}
