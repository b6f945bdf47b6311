//! Ranges: `R1, R2, R3` told as `R1-R3`, so that reading it back gives the same designators.

/// The most designators that reading takes for a range.
const LONGEST: usize = 1000;

/// The designators with runs of three or more told as ranges. A run counts up by one under the same letters, in the width of
/// its first number: what [`parse_list`](crate::bom::designator::parse_list) makes of it is what it was made from.
pub fn ranges(designators: &[String]) -> Vec<String> {
    let mut told = Vec::new();
    let mut rest = designators;
    while let Some(first) = rest.first() {
        let run = run_length(rest);
        let (taken, left) = rest.split_at(run);
        match taken {
            [_, .., last] if run >= 3 => told.push(format!("{first}-{last}")),
            few => told.extend_from_slice(few),
        }
        rest = left;
    }
    told
}

/// How many designators from the first on are a run; at least one.
fn run_length(designators: &[String]) -> usize {
    let Some((letters, digits)) = designators.first().and_then(|first| split(first)) else { return 1 };
    let (width, Ok(start)) = (digits.len(), digits.parse::<u32>()) else { return 1 };
    let goes_on = |(designator, number): &(&String, u32)| **designator == format!("{letters}{number:0width$}");
    designators.iter().zip(start..=u32::MAX).take(LONGEST).take_while(goes_on).count().max(1)
}

/// Letters and the number at their end, where reading would tell them apart again.
fn split(designator: &str) -> Option<(&str, &str)> {
    let letters = designator.trim_end_matches(|character: char| character.is_ascii_digit());
    let digits = designator.get(letters.len()..)?;
    (!letters.is_empty() && !letters.contains('-') && !digits.is_empty()).then_some((letters, digits))
}
