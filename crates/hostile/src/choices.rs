//! Choices that bytes make: a fuzzer that changes a byte changes one of them.

/// Reads bytes as choices. When they are used up, each choice is the first one.
#[derive(Debug)]
pub struct Choices<'b> {
    bytes: &'b [u8],
}

impl<'b> Choices<'b> {
    /// The choices that these bytes make.
    pub fn new(bytes: &'b [u8]) -> Self {
        Self { bytes }
    }

    /// A number below `many`, which is at least 1.
    pub fn below(&mut self, many: usize) -> usize {
        let width = if many > 256 { 2 } else { 1 };
        let (taken, rest) = self.bytes.split_at(width.min(self.bytes.len()));
        self.bytes = rest;
        taken.iter().fold(0, |number, byte| number << 8 | usize::from(*byte)) % many
    }

    /// Whether something that happens once in so many times does.
    pub fn once_in(&mut self, many: usize) -> bool {
        self.below(many) == many - 1
    }

    /// One of these.
    pub fn of<'t, T>(&mut self, these: &'t [T]) -> &'t T {
        &these[self.below(these.len())]
    }

    /// As many bytes as follow, up to so many, as text.
    pub fn text(&mut self, most: usize) -> String {
        let length = self.below(most + 1);
        let (taken, rest) = self.bytes.split_at(length.min(self.bytes.len()));
        self.bytes = rest;
        String::from_utf8_lossy(taken).into_owned()
    }
}
