//! What looks like chance and is the same for one seed, so that what was found once can be found again.

use partwright_domain::id::{IdSource, TimeOrderedIds};

/// Numbers of a seed: `SplitMix64`.
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    /// The numbers of this seed.
    pub fn of(seed: u64) -> Self {
        Self(seed)
    }

    /// A seed that is another one each time; whoever uses it says which it was.
    pub fn seed() -> u64 {
        let (high, low) = TimeOrderedIds.next().as_u64_pair();
        high ^ low
    }

    /// The next number.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `many`; 0 when there is none.
    pub fn below(&mut self, many: usize) -> usize {
        usize::try_from(self.draw() % many.max(1) as u64).expect("below a usize")
    }

    /// So many bytes.
    pub fn bytes(&mut self, many: usize) -> Vec<u8> {
        (0..many).map(|_| self.draw().to_le_bytes()[0]).collect()
    }
}
