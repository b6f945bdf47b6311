//! The order of a BOM: a line moves, and as few of the others as possible give way.

use crate::id::BomLineId;

/// The positions that lines get so that `line` stands before another one, or at the end; none where it stands there. `None`
/// where one of the two is not in the order.
///
/// Between two positions there is often room, because lines that were removed and moved leave some. Where there is none,
/// the lines above or those below give way by one, up to the next room: whichever are fewer.
pub(super) fn moved(
    order: &[(BomLineId, u32)],
    line: BomLineId,
    before: Option<BomLineId>,
) -> Option<Vec<(BomLineId, u32)>> {
    let place = |wanted: BomLineId| order.iter().position(|(id, _)| *id == wanted);
    let from = place(line)?;
    let to = match before {
        Some(before) => place(before)?,
        None => order.len(),
    };
    if to == from || to == from + 1 {
        return Some(Vec::new());
    }
    let (above, below) = order.split_at(to);
    let others = |part: &[(BomLineId, u32)]| part.iter().copied().filter(|(id, _)| *id != line).collect::<Vec<_>>();
    let (above, below) = (others(above), others(below));
    Some(room(line, &above, &below).unwrap_or_else(|| {
        let all = above.iter().map(|(id, _)| *id).chain([line]).chain(below.iter().map(|(id, _)| *id));
        all.zip(1..).collect()
    }))
}

/// A position between the lines above and those below, and what those get that give way; `None` where there is none.
fn room(line: BomLineId, above: &[(BomLineId, u32)], below: &[(BomLineId, u32)]) -> Option<Vec<(BomLineId, u32)>> {
    let (last, next) = (above.last().map(|(_, position)| *position), below.first().map(|(_, position)| *position));
    let least = last.map_or(Some(0), |last| last.checked_add(1));
    let greatest = next.map_or(Some(u32::MAX), |next| next.checked_sub(1));
    if let (Some(least), Some(greatest)) = (least, greatest)
        && least <= greatest
    {
        let middle = match (last, next) {
            (_, None) => least,
            (None, _) => greatest,
            _ => least + (greatest - least) / 2,
        };
        return Some(vec![(line, middle)]);
    }
    let up =
        greatest.and_then(|start| give_way(line, start, above.iter().rev(), u32::lt, |taken| taken.checked_sub(1)));
    let down = least.and_then(|start| give_way(line, start, below.iter(), u32::gt, |taken| taken.checked_add(1)));
    match (up, down) {
        (Some(up), Some(down)) => Some(if up.len() < down.len() { up } else { down }),
        (up, down) => up.or(down),
    }
}

/// The line at a position, and each of the others pushed on until one is free of it; `None` at the end of all positions.
fn give_way<'o>(
    line: BomLineId,
    start: u32,
    others: impl Iterator<Item = &'o (BomLineId, u32)>,
    is_free: impl Fn(&u32, &u32) -> bool,
    next: impl Fn(u32) -> Option<u32>,
) -> Option<Vec<(BomLineId, u32)>> {
    let (mut given, mut taken) = (vec![(line, start)], start);
    for (other, there) in others {
        if is_free(there, &taken) {
            break;
        }
        taken = next(taken)?;
        given.push((*other, taken));
    }
    Some(given)
}
