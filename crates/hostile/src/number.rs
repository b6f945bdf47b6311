//! Part numbers, and the other texts that are numbers: what is taken is what was written, and nothing is too long.

use partwright_domain::bom::Quantity;
use partwright_domain::decimal::Decimal;
use partwright_domain::part::PartNumber;

/// Tries bytes as each of them.
pub fn body(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    match text.parse::<PartNumber>() {
        Ok(number) => {
            assert_eq!(number.to_string(), text.trim().to_ascii_uppercase());
            assert!(is_part_number(&number.to_string()), "{number} is taken");
        }
        Err(error) => {
            assert!(!is_part_number(&text.trim().to_ascii_uppercase()), "{text:?} is refused");
            assert!(error.to_string().len() < 1_000, "the refusal of a long text is short");
        }
    }
    if let Ok(number) = Decimal::parse(&text) {
        assert_eq!(Decimal::parse(&number.to_string()), Ok(number.clone()), "{text:?}");
        assert!(number.to_string().len() < 100, "{text:?} is written shortly");
    }
    if let Ok(quantity) = Quantity::parse(&text) {
        assert_eq!(Quantity::parse(&quantity.to_string()), Ok(quantity), "{text:?}");
    }
}

/// What a part number is, said once more: a code of 2 to 5 letters and digits that begins with a letter, and another one,
/// and a number from 100000 on.
fn is_part_number(text: &str) -> bool {
    let is_code = |code: &str| {
        (2..=5).contains(&code.len())
            && code.starts_with(|first: char| first.is_ascii_uppercase())
            && code.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
    };
    let is_number =
        |digits: &str| !digits.starts_with(['0', '+']) && digits.parse::<u32>().is_ok_and(|number| number >= 100_000);
    let [category, subcategory, number] = text.split('-').collect::<Vec<_>>()[..] else { return false };
    is_code(category) && is_code(subcategory) && is_number(number)
}
