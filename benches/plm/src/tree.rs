//! The product that is exploded: twelve levels of lines, whose sub-assemblies are shared.

/// How many levels of lines a product has.
pub(crate) const LEVELS: usize = 12;

/// The most different assemblies there are on one level: where more are needed, they are used again.
const WIDEST: usize = 24;

/// About how many lines one BOM has.
const LINES_A_BOM: usize = 24;

/// An assembly of the product.
pub(crate) struct Assembly {
    /// Which assemblies of the level below it calls for, by their places there.
    pub(crate) below: Vec<usize>,
    /// For how many bought parts it calls besides.
    pub(crate) bought: usize,
}

/// A product: on each level its assemblies; on the top level there is one, the product itself.
///
/// The explosion of a product of `lines` has exactly so many rows: each line counts once for every way that leads to it.
pub(crate) struct Tree {
    pub(crate) levels: Vec<Vec<Assembly>>,
}

impl Tree {
    /// Each assembly calls for two of the level below, down to where that suffices; from there on for one.
    pub(crate) fn of(lines: usize) -> Self {
        let mut doublings = LEVELS - 1;
        while doublings > 0 && boms(doublings) * LINES_A_BOM > lines + lines / 8 {
            doublings -= 1;
        }
        let occurrences: Vec<usize> = (0..LEVELS).map(|level| 1 << level.min(doublings)).collect();
        let calls: usize = occurrences[1..].iter().sum();
        let mut left = lines.saturating_sub(calls);
        let everywhere = left / boms(doublings);
        left -= everywhere * boms(doublings);
        // What is left goes where a further line occurs as often as there is something left, the widest level first.
        let mut bought = [everywhere; LEVELS];
        for level in (0..LEVELS).rev() {
            let more = if level == 0 { left } else { usize::from(occurrences[level] <= left) };
            bought[level] += more;
            left -= more * occurrences[level];
        }
        let width = |level: usize| occurrences[level].min(WIDEST);
        let assembly = |level: usize, place: usize| {
            let below = if level + 1 == LEVELS {
                Vec::new()
            } else if occurrences[level + 1] > occurrences[level] {
                vec![(2 * place) % width(level + 1), (2 * place + 1) % width(level + 1)]
            } else {
                vec![place % width(level + 1)]
            };
            Assembly { below, bought: bought[level] }
        };
        let level = |level: usize| (0..width(level)).map(|place| assembly(level, place)).collect();
        Self { levels: (0..LEVELS).map(level).collect() }
    }
}

/// How many BOMs an explosion goes through.
fn boms(doublings: usize) -> usize {
    (0..LEVELS).map(|level| 1_usize << level.min(doublings)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many rows the explosion of an assembly has.
    fn explosion(tree: &Tree, level: usize, place: usize) -> usize {
        let Assembly { below, bought } = &tree.levels[level][place];
        bought + below.iter().map(|place| 1 + explosion(tree, level + 1, *place)).sum::<usize>()
    }

    #[test]
    fn a_product_explodes_to_as_many_lines_as_it_was_asked_for() {
        for lines in [500, 1_000, 25_000, 50_000, 100_000] {
            let tree = Tree::of(lines);
            assert_eq!(explosion(&tree, 0, 0), lines);
            assert!(tree.levels.iter().skip(1).all(|level| !level.is_empty()));
        }
    }
}
