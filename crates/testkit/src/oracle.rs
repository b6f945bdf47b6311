//! An oracle for BOMs over all levels: slow and plain answers, found by going from line to line with the rules as the guide
//! words them, to hold the fast ones against.

use std::collections::BTreeMap;

use partwright_domain::bom::{Aspect, BomLine, Dimension, Quantity, Stock, StructureLine, Unit, kilograms};
use partwright_domain::decimal::Decimal;
use partwright_domain::id::{PartId, RevisionId};
use partwright_domain::property::{MASS, PropertyName};
use partwright_domain::revision::Lifecycle;
use partwright_domain::store::{Snapshot, StoreError};
use partwright_domain::supplier_part::{Currency, LeadTime};

/// A place in an explosion, as it is met on the way down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// How deep it is, from 1.
    pub level: usize,
    /// The line that stands there.
    pub line: BomLine,
    /// Whether it is not fitted, by itself or because of a line above it.
    pub dnp: bool,
    /// The product of the quantities on the way, in the base unit.
    pub total: Decimal,
    /// The revision of the child that counts.
    pub counts: Option<RevisionId>,
    /// Whether that one has lines.
    pub has_lines: bool,
}

impl Place {
    /// What it measures.
    pub fn dimension(&self) -> Dimension {
        self.line.unit.dimension()
    }
}

/// The revision of its child that counts for a line: the one it is pinned to; below a frozen revision the latest that is
/// released, or the newest where none is; else the newest.
fn counting(snapshot: &dyn Snapshot, parent: RevisionId, line: &BomLine) -> Result<Option<RevisionId>, StoreError> {
    if line.pinned.is_some() {
        return Ok(line.pinned);
    }
    let is_frozen = snapshot.revisions().find(parent)?.is_some_and(|parent| parent.state.is_frozen());
    let revisions = snapshot.revisions().of(line.child)?;
    let released = revisions.iter().find(|revision| revision.state == Lifecycle::Released);
    let floats = if is_frozen { released.or(revisions.first()) } else { revisions.first() };
    Ok(floats.map(|revision| revision.id))
}

/// Every place below a revision, in the order in which one meets them.
pub fn places(snapshot: &dyn Snapshot, revision: RevisionId) -> Result<Vec<Place>, StoreError> {
    let mut places = Vec::new();
    go_down(snapshot, revision, 1, &Decimal::one(), false, &mut places)?;
    Ok(places)
}

fn go_down(
    snapshot: &dyn Snapshot,
    revision: RevisionId,
    level: usize,
    times: &Decimal,
    dnp: bool,
    places: &mut Vec<Place>,
) -> Result<(), StoreError> {
    for line in snapshot.boms().lines(revision)? {
        let counts = counting(snapshot, revision, &line)?;
        let dnp = dnp || line.dnp;
        let total = times.clone() * base(&line);
        let at = places.len();
        places.push(Place { level, line, dnp, total: total.clone(), counts, has_lines: false });
        if let Some(counts) = counts {
            go_down(snapshot, counts, level + 1, &total, dnp, places)?;
        }
        places[at].has_lines = places.len() > at + 1;
    }
    Ok(())
}

/// A line's quantity in the base unit of what it measures.
fn base(line: &BomLine) -> Decimal {
    line.unit.convert(&line.quantity.to_decimal(), line.unit.dimension().base()).expect("its own base")
}

/// The mass of a revision in kilograms, and how many places are weighed and have none; what it says of itself, else the
/// sum of what is fitted.
pub fn mass(snapshot: &dyn Snapshot, revision: RevisionId, is_top: bool) -> Result<(Decimal, Vec<PartId>), StoreError> {
    let name = PropertyName::parse(MASS).expect("a name");
    let own = snapshot.properties().find(revision, &name)?.and_then(|property| kilograms(&property.value));
    if let Some(own) = own.filter(|_| !is_top) {
        return Ok((own, Vec::new()));
    }
    let (mut sum, mut missing) = (Decimal::zero(), Vec::new());
    for line in snapshot.boms().lines(revision)?.into_iter().filter(|line| !line.dnp) {
        if line.unit.dimension() == Dimension::Mass {
            sum = sum + base(&line);
            continue;
        }
        let Some(counts) = counting(snapshot, revision, &line)? else { continue };
        let says =
            snapshot.properties().find(counts, &name)?.is_some_and(|property| kilograms(&property.value).is_some());
        if !says && snapshot.boms().lines(counts)?.is_empty() {
            missing.push(line.child);
        } else {
            let (one, without) = mass(snapshot, counts, false)?;
            sum = sum + one * base(&line);
            missing.extend(without);
        }
    }
    Ok((sum, missing))
}

/// An order, the price of one, and the lead time.
pub type Purchase = (Quantity, Decimal, Option<LeadTime>);

/// What is ordered of a part and at which price, looked for among all offers.
pub fn purchase(
    snapshot: &dyn Snapshot,
    part: PartId,
    needed: Quantity,
    currency: &Currency,
) -> Result<Option<Purchase>, StoreError> {
    let mut best: Option<(u8, Decimal, Purchase)> = None;
    for made in snapshot.manufacturer_parts().of(part)? {
        for sold in snapshot.supplier_parts().of(made.id)? {
            let offer = &sold.offer;
            let Some(order) = offer.order_for(needed).filter(|_| offer.currency == *currency) else { continue };
            let Some(holds) = offer.prices.breaks().iter().rev().find(|each| each.quantity <= order) else { continue };
            let (place, price) = (made.status.preference(), holds.price.to_decimal());
            let total = order.to_decimal() * price.clone();
            let is_better = best.as_ref().is_none_or(|(first, least, _)| (place, &total) < (*first, least));
            if is_better {
                best = Some((place, total, (order, price, offer.lead_time)));
            }
        }
    }
    Ok(best.map(|(_, _, taken)| taken))
}

/// How much has to be built of a revision, for so many of the top: what all lines above it call for, less what is on hand.
/// Every part on hand is needed in one revision.
pub fn build_of(
    boms: &BTreeMap<RevisionId, Vec<StructureLine>>,
    top: RevisionId,
    times: &Decimal,
    revision: RevisionId,
    stock: &Stock,
) -> Decimal {
    if revision == top {
        return times.clone();
    }
    let needed =
        needed(boms, top, times, stock, |entry| entry.counts.is_some_and(|counts| counts.revision == revision));
    let nothing = Decimal::zero();
    needed.iter().map(|(of, amount)| amount.without(stock.get(of).unwrap_or(&nothing))).sum()
}

/// How much the lines that fit need, of each part in each dimension.
pub fn needed(
    boms: &BTreeMap<RevisionId, Vec<StructureLine>>,
    top: RevisionId,
    times: &Decimal,
    stock: &Stock,
    fits: impl Fn(&StructureLine) -> bool + Copy,
) -> Stock {
    let mut sums = Stock::new();
    for (parent, lines) in boms {
        for entry in lines.iter().filter(|entry| !entry.line.dnp && fits(entry)) {
            let amount = build_of(boms, top, times, *parent, stock) * base(&entry.line);
            let sum = sums.entry((entry.line.child, entry.line.unit.dimension())).or_insert_with(Decimal::zero);
            *sum = sum.clone() + amount;
        }
    }
    sums
}

/// Two lines that were paired.
pub type Pair<'l> = (&'l StructureLine, &'l StructureLine);

/// Finds the like of a line of the second BOM among those of the first.
type Rule = dyn Fn(&[&StructureLine], &StructureLine) -> Option<usize>;

/// Which lines of two BOMs belong together: rule after rule, and for each line of the second BOM the first that fits.
pub fn pairs<'l>(before: &'l [StructureLine], after: &'l [StructureLine]) -> Vec<Pair<'l>> {
    fn alike(one: &StructureLine, other: &StructureLine) -> bool {
        one.line.child == other.line.child && aspects(one, other).is_empty()
    }
    fn same(one: &StructureLine, other: &StructureLine) -> bool {
        one.line.child == other.line.child
    }
    fn numbered(one: &StructureLine, other: &StructureLine) -> bool {
        let number = &one.line.find_number;
        same(one, other) && !number.as_str().is_empty() && *number == other.line.find_number
    }
    // Of the designators of a line, the first that can be found decides.
    let at = |only: bool| {
        move |before: &[&StructureLine], after: &StructureLine| {
            after.line.designators.iter().find_map(|designator| {
                let fits = |entry: &&StructureLine| !only || entry.line.child == after.line.child;
                before.iter().position(|entry| fits(entry) && entry.line.designators.contains(designator))
            })
        }
    };
    let first = |rule: fn(&StructureLine, &StructureLine) -> bool| {
        move |before: &[&StructureLine], after: &StructureLine| before.iter().position(|before| rule(before, after))
    };
    let rules: [&Rule; 5] = [&first(alike), &at(true), &first(numbered), &first(same), &at(false)];
    let (mut before, mut after): (Vec<_>, Vec<_>) = (before.iter().collect(), after.iter().collect());
    let mut found = Vec::new();
    for rule in rules {
        after.retain(|after| {
            let Some(place) = rule(&before, after) else { return true };
            found.push((before.remove(place), *after));
            false
        });
    }
    found
}

/// In what two lines differ.
pub fn aspects(before: &StructureLine, after: &StructureLine) -> Vec<Aspect> {
    let (one, other) = (&before.line, &after.line);
    let sorted = |line: &BomLine| {
        let mut designators = line.designators.clone();
        designators.sort();
        designators
    };
    let counts = |entry: &StructureLine| entry.counts.map(|counts| counts.revision);
    let same_part = one.child == other.child;
    let dimensions = [one, other].map(|line: &BomLine| -> Unit { line.unit.dimension().base() });
    [
        (Aspect::Part, same_part),
        (Aspect::Revision, !same_part || (counts(before) == counts(after) && one.pinned == other.pinned)),
        (Aspect::Quantity, dimensions[0] == dimensions[1] && base(one) == base(other)),
        (Aspect::Designators, sorted(one) == sorted(other)),
        (Aspect::Intended, one.quantity_intended == other.quantity_intended),
        (Aspect::Dnp, one.dnp == other.dnp),
        (Aspect::Substitutes, one.substitutes == other.substitutes),
        (Aspect::FindNumber, one.find_number == other.find_number),
        (Aspect::Note, one.note == other.note),
    ]
    .into_iter()
    .filter_map(|(aspect, same)| (!same).then_some(aspect))
    .collect()
}
