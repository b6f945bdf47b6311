//! Seeded pseudo-random numbers (`SplitMix64`), so that every machine measures the same company.

/// The numbers that follow a seed.
pub struct Random(u64);

impl Random {
    /// From that seed on.
    pub fn seeded(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `limit`, each as likely as the other.
    pub fn below(&mut self, limit: usize) -> usize {
        (self.next() % (limit.max(1) as u64)) as usize
    }

    /// A number below `limit` that prefers the small ones: a few screws are used everywhere.
    pub fn popular(&mut self, limit: usize) -> usize {
        let first = self.below(limit);
        let second = self.below(first + 1);
        self.below(second + 1)
    }

    /// A number below `limit` that prefers the small ones much: one capacitor stands on nearly every board.
    pub fn common(&mut self, limit: usize) -> usize {
        let share = self.next() as f64 / 2_f64.powi(64);
        ((limit as f64 * share.powi(4)) as usize).min(limit.saturating_sub(1))
    }

    /// Ten bytes, as a UUID has them beside its time.
    pub fn bytes(&mut self) -> [u8; 10] {
        let mut bytes = [0; 10];
        bytes[..8].copy_from_slice(&self.next().to_le_bytes());
        bytes[8..].copy_from_slice(&self.next().to_le_bytes()[..2]);
        bytes
    }
}
