//! Whatever services do, as values that proptest makes up. A number stands for one of the things that are there.

use partwright_domain::Result;
use partwright_domain::approval::{ApprovalService, Comment};
use partwright_domain::audit::UndoService;
use partwright_domain::bom::{BomLine, BomService, Note, Substitute, plan_replacement};
use partwright_domain::cancel::Cancel;
use partwright_domain::category::{
    CategoryName, CategoryService, Code, NewCategory, NewSubcategory, Subcategory, SubcategoryContent,
};
use partwright_domain::file::{File, FileRole};
use partwright_domain::manufacturer_part::{ManufacturerPart, ManufacturerPartService};
use partwright_domain::part::{Description, NewPart, Part, PartName, PartService};
use partwright_domain::person::{PersonName, PersonService, Role};
use partwright_domain::property::{PropertyName, PropertyService};
use partwright_domain::release::{Exception, ReleaseService};
use partwright_domain::revision::{LabelScheme, Revision, RevisionService};
use partwright_domain::setting::{SettingService, Settings};
use partwright_domain::supplier_part::{SupplierPart, SupplierPartService};
use partwright_testkit::build::{self, Built};
use partwright_testkit::deed::World;
use partwright_testkit::dump;
use proptest::prelude::*;

type N = usize;

/// Something somebody does.
#[derive(Debug, Clone)]
pub(super) enum Act {
    Create { of: N, maker: bool },
    Describe { part: N, name: N },
    RemovePart { part: N },
    SetProperty { part: N, name: N, value: N },
    RemoveProperty { part: N, name: N },
    AddMaker { part: N, mpn: N },
    RemoveMaker { maker: N },
    AddSold { maker: N, code: N },
    ChangeSold { sold: N, code: N, prices: N },
    RemoveSold { sold: N },
    AddLine { part: N, child: N, at: N },
    ChangeLine { line: N, at: N },
    RemoveLine { line: N },
    Pin { line: N, revision: Option<N> },
    Move { line: N, before: Option<N> },
    Substitute { line: N, part: Option<N> },
    Replace { old: N, new: N },
    Revise { part: N },
    Submit { part: N },
    Withdraw { part: N },
    Approve { part: N, yes: bool },
    Override { part: N },
    Release { part: N },
    Obsolete { part: N },
    Succeed { part: N, by: Option<N> },
    Attach { part: N, name: N },
    ReplaceFile { file: N, content: N },
    ChangeRole { file: N, role: N },
    RemoveFile { file: N },
    AddCategory { code: N },
    AddSubcategory { category: N, code: N },
    ChangeSubcategory { subcategory: N, demands: N },
    RemoveSubcategory { subcategory: N },
    Rename { name: N },
    ChangePerson { role: N },
    AddPerson { name: N },
    HandOver { grace: bool },
    Set { labels: N },
    Undo { unit: N },
    Redo { unit: N },
}

/// Any of them; undo and redo often, so that they meet each other and everything else.
pub(super) fn any() -> impl Strategy<Value = Act> {
    let n = || 0..12_usize;
    let of_parts = prop_oneof![
        (n(), any_bool()).prop_map(|(of, maker)| Act::Create { of, maker }),
        (n(), n()).prop_map(|(part, name)| Act::Describe { part, name }),
        n().prop_map(|part| Act::RemovePart { part }),
        (n(), n(), n()).prop_map(|(part, name, value)| Act::SetProperty { part, name, value }),
        (n(), n()).prop_map(|(part, name)| Act::RemoveProperty { part, name }),
        (n(), n()).prop_map(|(part, mpn)| Act::AddMaker { part, mpn }),
        n().prop_map(|maker| Act::RemoveMaker { maker }),
        (n(), n()).prop_map(|(maker, code)| Act::AddSold { maker, code }),
        (n(), n(), n()).prop_map(|(sold, code, prices)| Act::ChangeSold { sold, code, prices }),
        n().prop_map(|sold| Act::RemoveSold { sold }),
        (n(), n()).prop_map(|(part, name)| Act::Attach { part, name }),
        (n(), n()).prop_map(|(file, content)| Act::ReplaceFile { file, content }),
        (n(), n()).prop_map(|(file, role)| Act::ChangeRole { file, role }),
        n().prop_map(|file| Act::RemoveFile { file }),
    ];
    let of_boms = prop_oneof![
        (n(), n(), n()).prop_map(|(part, child, at)| Act::AddLine { part, child, at }),
        (n(), n()).prop_map(|(line, at)| Act::ChangeLine { line, at }),
        n().prop_map(|line| Act::RemoveLine { line }),
        (n(), proptest::option::of(n())).prop_map(|(line, revision)| Act::Pin { line, revision }),
        (n(), proptest::option::of(n())).prop_map(|(line, before)| Act::Move { line, before }),
        (n(), proptest::option::of(n())).prop_map(|(line, part)| Act::Substitute { line, part }),
        (n(), n()).prop_map(|(old, new)| Act::Replace { old, new }),
    ];
    let of_revisions = prop_oneof![
        n().prop_map(|part| Act::Revise { part }),
        n().prop_map(|part| Act::Submit { part }),
        n().prop_map(|part| Act::Withdraw { part }),
        (n(), any_bool()).prop_map(|(part, yes)| Act::Approve { part, yes }),
        n().prop_map(|part| Act::Override { part }),
        n().prop_map(|part| Act::Release { part }),
        n().prop_map(|part| Act::Obsolete { part }),
        (n(), proptest::option::of(n())).prop_map(|(part, by)| Act::Succeed { part, by }),
    ];
    let of_workspaces = prop_oneof![
        n().prop_map(|code| Act::AddCategory { code }),
        (n(), n()).prop_map(|(category, code)| Act::AddSubcategory { category, code }),
        (n(), n()).prop_map(|(subcategory, demands)| Act::ChangeSubcategory { subcategory, demands }),
        n().prop_map(|subcategory| Act::RemoveSubcategory { subcategory }),
        n().prop_map(|name| Act::Rename { name }),
        n().prop_map(|role| Act::ChangePerson { role }),
        n().prop_map(|name| Act::AddPerson { name }),
        any_bool().prop_map(|grace| Act::HandOver { grace }),
        n().prop_map(|labels| Act::Set { labels }),
    ];
    let of_history = prop_oneof![
        2 => n().prop_map(|unit| Act::Undo { unit }),
        1 => n().prop_map(|unit| Act::Redo { unit }),
    ];
    prop_oneof![5 => of_parts, 5 => of_boms, 4 => of_revisions, 2 => of_workspaces, 6 => of_history]
}

fn any_bool() -> impl Strategy<Value = bool> {
    proptest::bool::ANY
}

/// What is there to do something with.
struct There {
    parts: Vec<Part>,
    newest: Vec<Revision>,
    revisions: Vec<Revision>,
    lines: Vec<BomLine>,
    makers: Vec<ManufacturerPart>,
    sold: Vec<SupplierPart>,
    files: Vec<File>,
    subcategories: Vec<Subcategory>,
}

fn there(world: &World) -> There {
    world.read(|snapshot| {
        let parts = dump::parts(snapshot)?;
        let (mut revisions, mut newest, mut makers, mut sold) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for part in &parts {
            newest.extend(snapshot.revisions().newest(part.id)?);
            revisions.extend(snapshot.revisions().of(part.id)?);
            makers.extend(snapshot.manufacturer_parts().of(part.id)?);
        }
        for maker in &makers {
            sold.extend(snapshot.supplier_parts().of(maker.id)?);
        }
        let (mut lines, mut files) = (Vec::new(), Vec::new());
        for revision in &revisions {
            lines.extend(snapshot.boms().lines(revision.id)?);
            files.extend(snapshot.files().of(revision.id)?);
        }
        let subcategories = snapshot.categories().subcategories()?;
        Ok(There { parts, newest, revisions, lines, makers, sold, files, subcategories })
    })
}

/// One of a list; `None` when it is empty, and then there is nothing to do.
fn one<T: Clone>(list: &[T], number: N) -> Option<T> {
    list.get(number.checked_rem(list.len())?).cloned()
}

const NAMES: [&str; 3] = ["Value", "Note", "Tolerance"];
const PRICES: [&str; 3] = ["", "1:0.10", "1:0.20,100:0.15"];
const CODES: [&str; 3] = ["ZZ", "YY", "XX"];
const PLACES: [&str; 4] = ["", "R1", "R1 R2", "C1-C3"];

impl Act {
    /// Does it. The units from `start` on are those that undo and redo choose among.
    pub(super) fn run(&self, world: &World, start: u64) -> Result<()> {
        let there = there(world);
        match self.clone() {
            Self::Undo { unit } | Self::Redo { unit } => self.history(world, start, unit),
            _ => self.of_part(world, &there).or_else(|| self.of_bom(world, &there)).unwrap_or_else(|| {
                let of_revision = self.of_revision(world, &there);
                of_revision.or_else(|| self.of_workspace(world, &there)).unwrap_or(Ok(()))
            }),
        }
    }

    fn history(&self, world: &World, start: u64, unit: N) -> Result<()> {
        let undo = UndoService::new(world.ports.clone());
        // The newest ones most often.
        let unit = world.newest().saturating_sub(unit as u64).max(start);
        if matches!(self, Self::Undo { .. }) { undo.undo(&world.admin, unit) } else { undo.redo(&world.admin, unit) }
            .map(drop)
    }

    fn of_part(&self, world: &World, there: &There) -> Option<Result<()>> {
        let (on, admin) = (world.ports.clone(), &world.admin);
        let (parts, properties) = (PartService::new(on.clone()), PropertyService::new(on.clone()));
        let (makers, sold) = (ManufacturerPartService::new(on.clone()), SupplierPartService::new(on));
        let part_name = |name: N| PartName::parse(&format!("Part {name}")).expect("a name");
        let nothing = || Description::parse("").expect("none");
        let name = |name: N| PropertyName::parse(NAMES[name % NAMES.len()]).expect("a name");
        Some(match *self {
            Self::Create { of, maker } => {
                let manufacturer_part = maker.then(|| build::manufacturer_part("Maker", "M"));
                let subcategory = one(&there.subcategories, of)?.id;
                let new = NewPart { subcategory, name: part_name(of), description: nothing(), manufacturer_part };
                parts.create(admin, new).map(drop)
            }
            Self::Describe { part, name } => {
                parts.describe(admin, one(&there.parts, part)?.id, part_name(name), nothing()).map(drop)
            }
            Self::Succeed { part, by } => {
                let successor = by.and_then(|by| one(&there.parts, by)).map(|part| part.id);
                parts.succeed(admin, one(&there.parts, part)?.id, successor).map(drop)
            }
            Self::RemovePart { part } => parts.remove(admin, one(&there.parts, part)?.id).map(drop),
            Self::SetProperty { part, name: of, value } => {
                let property = build::text(NAMES[of % NAMES.len()], &format!("{value}"));
                properties.set(admin, one(&there.newest, part)?.id, property)
            }
            Self::RemoveProperty { part, name: of } => properties.remove(admin, one(&there.newest, part)?.id, name(of)),
            Self::AddMaker { part, mpn } => {
                let new = build::manufacturer_part("Maker", &format!("M{mpn}"));
                makers.add(admin, one(&there.parts, part)?.id, new).map(drop)
            }
            Self::RemoveMaker { maker } => makers.remove(admin, one(&there.makers, maker)?.id).map(drop),
            Self::AddSold { maker, code } => {
                let offer = build::offer("Supplier", &format!("S{code}"), "1:1");
                sold.add(admin, one(&there.makers, maker)?.id, offer).map(drop)
            }
            Self::ChangeSold { sold: of, code, prices } => {
                let offer = build::offer("Supplier", &format!("S{code}"), PRICES[prices % PRICES.len()]);
                sold.change(admin, one(&there.sold, of)?.id, offer).map(drop)
            }
            Self::RemoveSold { sold: of } => sold.remove(admin, one(&there.sold, of)?.id).map(drop),
            _ => return self.of_file(world, there),
        })
    }

    fn of_file(&self, world: &World, there: &There) -> Option<Result<()>> {
        let (files, admin, cancel) = (&world.files, &world.admin, Cancel::new());
        Some(match *self {
            Self::Attach { part, name } => {
                let (revision, new) = (one(&there.newest, part)?.id, build::new_file(&format!("{}.pdf", name % 3)));
                files.attach(admin, revision, new, &mut &b"bytes"[..], &cancel).map(drop)
            }
            Self::ReplaceFile { file, content } => {
                let bytes = format!("content {content}");
                files.replace(admin, one(&there.files, file)?.id, &mut bytes.as_bytes(), &cancel).map(drop)
            }
            Self::ChangeRole { file, role } => {
                let role = FileRole::ALL[role % FileRole::ALL.len()];
                files.change_role(admin, one(&there.files, file)?.id, role).map(drop)
            }
            Self::RemoveFile { file } => files.remove(admin, one(&there.files, file)?.id).map(drop),
            _ => return None,
        })
    }

    fn of_bom(&self, world: &World, there: &There) -> Option<Result<()>> {
        let (boms, admin) = (BomService::new(world.ports.clone()), &world.admin);
        let built = |part: Part| Built { part, revision: there.newest[0].clone() };
        let content = |part: Part, at: N| {
            let part = built(part);
            build::line(&part, &part).at(PLACES[at % PLACES.len()]).content()
        };
        let content = |part, at: N| {
            let mut content = content(part, at);
            content.quantity_intended = at.is_multiple_of(PLACES.len());
            content.quantity = partwright_domain::bom::Quantity::pieces(content.designators.len().max(1));
            content
        };
        Some(match *self {
            Self::AddLine { part, child, at } => {
                let child = one(&there.parts, child)?;
                boms.add_line(admin, one(&there.newest, part)?.id, child.id, content(child, at)).map(drop)
            }
            Self::ChangeLine { line, at } => {
                let content = content(there.parts.first()?.clone(), at);
                boms.change_line(admin, one(&there.lines, line)?.id, content).map(drop)
            }
            Self::RemoveLine { line } => boms.remove_line(admin, one(&there.lines, line)?.id).map(drop),
            Self::Pin { line, revision } => {
                let line = one(&there.lines, line)?;
                let of_child: Vec<_> =
                    there.revisions.iter().filter(|revision| revision.part == line.child).cloned().collect();
                let pinned = revision.and_then(|revision| one(&of_child, revision)).map(|revision| revision.id);
                boms.pin(admin, line.id, pinned).map(drop)
            }
            Self::Move { line, before } => {
                let before = before.and_then(|before| one(&there.lines, before)).map(|line| line.id);
                boms.move_line(admin, one(&there.lines, line)?.id, before).map(drop)
            }
            Self::Substitute { line, part } => {
                let part = part.and_then(|part| one(&there.parts, part));
                let note = Note::parse("instead").expect("a note");
                let substitutes = part.into_iter().map(|part| Substitute { part: part.id, note: note.clone() });
                boms.substitute(admin, one(&there.lines, line)?.id, substitutes.collect::<Vec<_>>()).map(drop)
            }
            Self::Replace { old, new } => {
                let (old, new) = (one(&there.parts, old)?.id, one(&there.parts, new)?.id);
                let plan = world.ports.store.read("test", |snapshot| {
                    plan_replacement(snapshot.boms(), snapshot.parts(), snapshot.revisions(), old, new)
                });
                plan.and_then(|plan| boms.replace(admin, old, new, plan.fingerprint())).map(drop)
            }
            _ => return None,
        })
    }

    fn of_revision(&self, world: &World, there: &There) -> Option<Result<()>> {
        let (ports, admin, grace) = (world.ports.clone(), &world.admin, &world.grace);
        let (revisions, approvals) = (RevisionService::new(ports.clone()), ApprovalService::new(ports.clone()));
        let because = || Comment::parse("because").expect("a reason");
        let newest = |part| Some(one(&there.newest, part)?.id);
        Some(match *self {
            Self::Revise { part } => revisions.revise(admin, one(&there.parts, part)?.id).map(drop),
            Self::Submit { part } => approvals.submit(admin, newest(part)?, because()).map(drop),
            Self::Withdraw { part } => approvals.withdraw(admin, newest(part)?).map(drop),
            Self::Approve { part, yes: true } => approvals.approve(grace, newest(part)?, because()).map(drop),
            Self::Approve { part, yes: false } => approvals.reject(grace, newest(part)?, because()).map(drop),
            Self::Override { part } => approvals.overrule(admin, newest(part)?, because()).map(drop),
            Self::Release { part } => {
                let exception = Exception::parse("because").expect("a reason");
                ReleaseService::new(ports).release(admin, newest(part)?, exception).map(drop)
            }
            Self::Obsolete { part } => revisions.obsolete(admin, newest(part)?, None).map(drop),
            _ => return None,
        })
    }

    fn of_workspace(&self, world: &World, there: &There) -> Option<Result<()>> {
        let (ports, admin) = (world.ports.clone(), &world.admin);
        let (categories, people) = (CategoryService::new(ports.clone()), PersonService::new(ports.clone()));
        let code = |code: N| Code::parse(CODES[code % CODES.len()]).expect("a code");
        let called = |name: N| PersonName::parse(&format!("Person {name}")).expect("a name");
        let content = |demands: N| SubcategoryContent {
            name: CategoryName::parse(&format!("Kind {demands}")).expect("a name"),
            assembly: demands.is_multiple_of(2),
            demands: Vec::new(),
        };
        Some(match *self {
            Self::AddCategory { code: of } => {
                let name = CategoryName::parse("New").expect("a name");
                categories.add(admin, NewCategory { code: code(of), name }).map(drop)
            }
            Self::AddSubcategory { category, code: of } => {
                let all = world.read(|snapshot| snapshot.categories().categories());
                let new = NewSubcategory { code: code(of), content: content(of) };
                categories.add_subcategory(admin, one(&all, category)?.id, new).map(drop)
            }
            Self::ChangeSubcategory { subcategory, demands } => {
                let id = one(&there.subcategories, subcategory)?.id;
                categories.change_subcategory(admin, id, content(demands)).map(drop)
            }
            Self::RemoveSubcategory { subcategory } => {
                categories.remove_subcategory(admin, one(&there.subcategories, subcategory)?.id).map(drop)
            }
            Self::Rename { name } => people.rename(admin, called(name)).map(drop),
            Self::ChangePerson { role } => {
                let role = [Role::Designer, Role::Admin][role % 2];
                people.change(admin, world.grace.id, called(role as N), role).map(drop)
            }
            Self::AddPerson { name } => people.add(admin, called(name), Role::Viewer).map(drop),
            Self::HandOver { grace } => {
                let who = if grace { world.grace.id } else { world.admin.id };
                people.act(admin, who).map(drop)
            }
            Self::Set { labels } => {
                let labels = LabelScheme::ALL[labels % LabelScheme::ALL.len()];
                SettingService::new(ports).change(admin, Settings { labels, ..Settings::default() }).map(drop)
            }
            _ => return None,
        })
    }
}
