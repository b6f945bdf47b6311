//! Keys of numbers: texts whose plain order is the order of the numbers, and the buckets that a range is covered with.

use crate::decimal::{Decimal, Sign};

/// How many digits a bucket tells apart, from the widest kind to the narrowest.
pub const BUCKETS: [usize; 4] = [0, 1, 2, 3];

/// A key tells at least as many, so that it begins with the text of each bucket of its number.
const MOST_BUCKET_DIGITS: usize = 3;

/// Where powers of ten begin to count from, so that none is written below zero.
const POWER_ZERO: i64 = 500;
const POWER_MOST: i64 = 999;

/// A text of digits and `~` for a number; the order of such texts is the order of their numbers.
pub fn key(number: &Decimal) -> String {
    let (sign, mut digits, power) = number.digits();
    if digits.len() < MOST_BUCKET_DIGITS {
        digits = format!("{digits:0<MOST_BUCKET_DIGITS$}");
    }
    match sign {
        Sign::Zero => head(sign, power),
        Sign::Above => head(sign, power) + &digits,
        // More digits are further below zero, so their end must sort after any of them.
        Sign::Below => head(sign, power) + &mirrored(&digits) + "~",
    }
}

/// The bucket of a number among those that tell so many of its digits apart. Buckets lie in the order of their numbers
/// without overlapping, and their texts sort likewise.
pub fn bucket(number: &Decimal, count: usize) -> String {
    let (sign, digits, power) = number.digits();
    let begin: String = digits.chars().chain(std::iter::repeat('0')).take(count).collect();
    match sign {
        Sign::Zero => head(sign, power),
        Sign::Above => head(sign, power) + &begin,
        Sign::Below => head(sign, power) + &mirrored(&begin),
    }
}

/// The sign and the power of ten of the first digit.
fn head(sign: Sign, power: i64) -> String {
    let power = power.saturating_add(POWER_ZERO).clamp(0, POWER_MOST);
    match sign {
        Sign::Below => format!("4{:03}", POWER_MOST - power),
        Sign::Zero => "5".to_owned(),
        Sign::Above => format!("6{power:03}"),
    }
}

fn mirrored(digits: &str) -> String {
    digits.bytes().map(|digit| char::from(b'0' + b'9' - digit)).collect()
}
