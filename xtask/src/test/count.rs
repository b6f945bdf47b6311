//! How many tests passed and failed, as each runner says it in its own words.

/// A number of tests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
}

impl Tally {
    pub(crate) fn of(passed: usize, failed: usize) -> Self {
        Self { passed, failed }
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// Adds up every summary in the output. A runner that failed without counting why failed once:
/// a file that does not compile has no tests, and yet it is not well.
pub(crate) fn tests(output: &str, succeeded: bool) -> Tally {
    let mut total = Tally::default();
    for line in output.lines() {
        let line = without_colours(line);
        total.add(summary(line.trim()).unwrap_or_default());
    }
    if !succeeded && total.failed == 0 {
        total.failed = 1;
    }
    total
}

/// The tally in one line, if it is a summary of nextest, Cargo, Vitest or Node.
fn summary(line: &str) -> Option<Tally> {
    if line.starts_with("Summary [") {
        return line.split_once(" run: ").map(|(_, counts)| phrases(counts, ','));
    }
    if let Some(counts) = line.strip_prefix("test result: ").and_then(|rest| rest.split_once(". ")) {
        return Some(phrases(counts.1, ';'));
    }
    if let Some(counts) = line.strip_prefix("Tests  ") {
        return Some(phrases(counts, '|'));
    }
    let (word, number) = line.strip_prefix(['ℹ', '#'])?.trim().split_once(' ')?;
    match (word, number.parse().ok()?) {
        ("pass", passed) => Some(Tally::of(passed, 0)),
        ("fail" | "cancelled", failed) => Some(Tally::of(0, failed)),
        _ => None,
    }
}

/// Reads `3 passed (1 slow), 2 failed, 1 timed out`: what stands in brackets is counted already.
fn phrases(text: &str, separator: char) -> Tally {
    let mut tally = Tally::default();
    for phrase in without_brackets(text).split(separator) {
        let Some((number, what)) = phrase.trim().split_once(' ') else {
            continue;
        };
        let Ok(number) = number.parse::<usize>() else {
            continue;
        };
        match what.trim() {
            "passed" => tally.passed += number,
            "failed" | "timed out" | "exec failed" => tally.failed += number,
            _ => {}
        }
    }
    tally
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    text.chars()
        .filter(|letter| {
            match letter {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                _ => return depth == 0,
            }
            false
        })
        .collect()
}

/// Runners colour their words when we show them on a terminal.
fn without_colours(line: &str) -> String {
    let mut letters = line.chars();
    let mut plain = String::new();
    while let Some(letter) = letters.next() {
        if letter == '\u{1b}' {
            // An escape sequence ends with a letter.
            letters.by_ref().find(char::is_ascii_alphabetic);
        } else {
            plain.push(letter);
        }
    }
    plain
}

#[cfg(test)]
mod examples {
    use super::*;

    #[test]
    fn each_runner_is_understood() {
        let table = [
            ("     Summary [   0.005s] 3 tests run: 3 passed, 0 skipped", (3, 0)),
            (
                "     Summary [   9.1s] 10 tests run: 7 passed (2 slow, 1 flaky), 2 failed, 1 timed out, 4 skipped",
                (7, 3),
            ),
            ("     Summary [   9.1s] 4/10 tests run: 3 passed, 1 failed (1 due to being leaky), 0 skipped", (3, 1)),
            (
                "\u{1b}[32;1m     Summary\u{1b}[0m [   0.1s] \u{1b}[1m2\u{1b}[0m tests run: \u{1b}[1m2\u{1b}[0m \u{1b}[32;1mpassed\u{1b}[0m, \u{1b}[1m0\u{1b}[0m skipped",
                (2, 0),
            ),
            ("test result: ok. 5 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s", (5, 0)),
            ("test result: FAILED. 5 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out", (5, 2)),
            ("      Tests  1 failed | 12 passed (13)", (12, 1)),
            (
                "\u{1b}[2m      Tests \u{1b}[22m \u{1b}[1m\u{1b}[32m12 passed\u{1b}[39m\u{1b}[22m\u{1b}[90m (12)\u{1b}[39m",
                (12, 0),
            ),
            ("      Tests  2 passed | 1 skipped (3)", (2, 0)),
            (" Test Files  1 passed (1)", (0, 0)),
            ("ℹ pass 4\nℹ fail 0\nℹ cancelled 0", (4, 0)),
            ("# pass 4\n# fail 1", (4, 1)),
        ];
        for (output, (passed, failed)) in table {
            assert_eq!(tests(output, failed == 0), Tally::of(passed, failed), "{output}");
        }
    }

    #[test]
    fn several_summaries_add_up() {
        let output = "test result: ok. 2 passed; 0 failed\nwords\ntest result: ok. 3 passed; 0 failed\n";
        assert_eq!(tests(output, true), Tally::of(5, 0));
    }

    #[test]
    fn a_runner_that_fails_without_a_count_failed_once() {
        assert_eq!(tests("error: could not compile", false), Tally::of(0, 1));
        assert_eq!(tests("Tests  3 passed (3)", false), Tally::of(3, 1));
    }
}
