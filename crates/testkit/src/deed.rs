//! Everything that can be done and undone, as deeds on a small workspace.

use partwright_domain::Result;
use partwright_domain::approval::Comment;
use partwright_domain::audit::AuditFilter;
use partwright_domain::bom::{BomLine, BomService, Note, Substitute, plan_replacement};
use partwright_domain::cancel::Cancel;
use partwright_domain::category::{
    Category, CategoryName, CategoryService, Code, NewCategory, NewSubcategory, SubcategoryContent,
};
use partwright_domain::file::{File, FileRole, FileService};
use partwright_domain::id::{ManufacturerPartId, SupplierPartId};
use partwright_domain::kicad::{KicadService, Library, Mapping};
use partwright_domain::manufacturer_part::ManufacturerPartService;
use partwright_domain::part::{Description, PartName, PartService};
use partwright_domain::person::{Actor, PersonName, PersonService, Role};
use partwright_domain::ports::Ports;
use partwright_domain::property::{PropertyName, PropertyService};
use partwright_domain::revision::{Act, LabelScheme, RevisionService, Sweep};
use partwright_domain::setting::{SettingService, Settings};
use partwright_domain::store::{Snapshot, StoreError};
use partwright_domain::supplier_part::SupplierPartService;
use partwright_domain::watch::Watch;

use crate::build::{self, Built};
use crate::rows;

/// A workspace in which everything can be done: a board in Draft with a line, a file and a property; a resistor that is
/// made by two makers and sold; a capacitor that nobody uses; a module that is released; KiCad is told of capacitors and fuses.
pub struct World {
    /// The ports on it.
    pub ports: Ports,
    /// Who acts: an Admin.
    pub admin: Actor,
    /// A Designer.
    pub grace: Actor,
    /// The board.
    pub board: Built,
    /// The resistor.
    pub resistor: Built,
    /// The capacitor.
    pub unused: Built,
    /// The module.
    pub module: Built,
    /// The board's file.
    pub file: File,
    /// Files, over a vault in memory.
    pub files: FileService,
}

impl std::fmt::Debug for World {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("World").finish_non_exhaustive()
    }
}

/// Fills an empty workspace with it.
pub fn world(ports: &Ports) -> World {
    let (ports, admin) = (ports.clone(), build::open(ports));
    let name = PersonName::parse("Grace Hopper").expect("a name");
    let grace = PersonService::new(ports.clone()).add(&admin, name, Role::Designer).expect("a person");
    for mapped in ["EL-CAP", "EL-FUS"].map(|codes| build::mapping(build::subcategory(&ports, codes))) {
        KicadService::new(ports.clone()).map(&admin, mapped).expect("a mapping");
    }
    let resistor = build::part("EL-RES").value("10k").mpn("Yageo", "RC0402").mpn("Vishay", "CRCW").add_to(&ports);
    let made = ports.store.read::<_, StoreError>("test", |seen| seen.manufacturer_parts().of(resistor.part.id));
    let sold = made.expect("manufacturer parts")[0].id;
    let offer = build::offer("Mouser", "603-RC", "1:0.10,100:0.05");
    SupplierPartService::new(ports.clone()).add(&admin, sold, offer).expect("a supplier part");
    let board = build::part("EL-PCA").property("Note", "first").add_to(&ports);
    let module = build::part("EL-RES").value("1k").released().add_to(&ports);
    let unused = build::part("EL-CAP").value("1uF").mpn("Murata", "GRM").add_to(&ports);
    build::line(&board, &resistor).at("R1 R2").or(&module).add_to(&ports);
    build::line(&board, &module).at("U1").add_to(&ports);
    let (files, _) = build::files(&ports);
    let file = attach(&files, &admin, &board, "a.pdf");
    World { ports, admin, grace: Actor::from(&grace), board, resistor, unused, module, file, files }
}

/// Something that is done, as one unit of work, with what it is called.
pub type Deed = (&'static str, fn(&World) -> Result<()>);

impl World {
    /// Reads what cannot fail.
    pub fn read<T>(&self, work: impl FnOnce(&dyn Snapshot) -> Result<T, StoreError>) -> T {
        self.ports.store.read("test", work).expect("a read that succeeds")
    }

    /// The lines of the board.
    pub fn lines(&self) -> Vec<BomLine> {
        self.read(|snapshot| snapshot.boms().lines(self.board.revision.id))
    }

    /// The manufacturer parts of the resistor.
    pub fn makers(&self) -> Vec<ManufacturerPartId> {
        let of = self.read(|snapshot| snapshot.manufacturer_parts().of(self.resistor.part.id));
        of.into_iter().map(|of| of.id).collect()
    }

    /// The supplier part of the resistor.
    pub fn sold(&self) -> SupplierPartId {
        let of = self.makers()[0];
        self.read(|snapshot| snapshot.supplier_parts().of(of))[0].id
    }

    /// The place of the newest unit of work.
    pub fn newest(&self) -> u64 {
        self.read(|snapshot| {
            let filter = AuditFilter { limit: 1, ..AuditFilter::default() };
            Ok(snapshot.audit().list(&filter)?[0].sequence)
        })
    }

    /// Attaches a file to the board.
    pub fn attach(&self, name: &str) -> File {
        attach(&self.files, &self.admin, &self.board, name)
    }

    /// Sets a property of the board.
    pub fn set(&self, name: &str, value: &str) -> Result<()> {
        let properties = PropertyService::new(self.ports.clone());
        properties.set(&self.admin, self.board.revision.id, build::text(name, value))
    }

    fn first_category(&self) -> Category {
        self.read(|snapshot| snapshot.categories().categories()).remove(0)
    }
}

fn attach(files: &FileService, actor: &Actor, to: &Built, name: &str) -> File {
    let mut content = name.as_bytes();
    files.attach(actor, to.revision.id, build::new_file(name), &mut content, &Cancel::new()).expect("a file")
}

/// Every verb that can be undone; what takes something away comes after what changes it.
pub fn undoable() -> Vec<Deed> {
    [of_parts(), of_revisions(), of_workspaces(), taking_away()].concat()
}

/// What is said of parts, and who makes and sells them.
fn of_parts() -> Vec<Deed> {
    vec![
        ("part.create", |world| {
            build::part("EL-CAP").add_to(&world.ports);
            Ok(())
        }),
        ("part.describe", |world| {
            let (name, description) = (PartName::parse("Another")?, Description::parse("Two\nlines")?);
            PartService::new(world.ports.clone())
                .describe(&world.admin, world.resistor.part.id, name, description)
                .map(drop)
        }),
        ("part.duplicate", |world| {
            let parts = PartService::new(world.ports.clone());
            parts.duplicate(&world.admin, world.board.part.id, PartName::parse("Another board")?).map(drop)
        }),
        ("property.set_on_all", |world| {
            let parts = vec![world.resistor.part.id, world.module.part.id, world.unused.part.id];
            let tolerance = build::text("Tolerance", "1 %");
            PropertyService::new(world.ports.clone())
                .set_on_all(&world.admin, parts, tolerance, Watch::default())
                .map(drop)
        }),
        ("property.set, a new one", |world| world.set("Tolerance", "1 %")),
        ("property.set, another value", |world| world.set("Note", "second")),
        ("manufacturer_part.add", |world| {
            let new = build::manufacturer_part("Bourns", "CR0402");
            ManufacturerPartService::new(world.ports.clone()).add(&world.admin, world.resistor.part.id, new).map(drop)
        }),
        ("supplier_part.add", |world| {
            let (of, offer) = (world.makers()[0], build::offer("Farnell", "F1", "1:0.2"));
            SupplierPartService::new(world.ports.clone()).add(&world.admin, of, offer).map(drop)
        }),
        ("supplier_part.change", |world| {
            let offer = build::offer("Mouser", "603-RC", "1:0.09,10:0.08,100:0.04");
            SupplierPartService::new(world.ports.clone()).change(&world.admin, world.sold(), offer).map(drop)
        }),
    ]
}

/// What is done with BOMs, revisions and files.
fn of_revisions() -> Vec<Deed> {
    vec![
        ("bom.add_line", |world| {
            build::line(&world.board, &world.unused).at("C1-C3").add_to(&world.ports);
            Ok(())
        }),
        ("bom.change_line", |world| {
            let content =
                build::line(&world.board, &world.resistor).at("R1 R2 R3").dnp().property("Height", "2 mm").content();
            BomService::new(world.ports.clone()).change_line(&world.admin, world.lines()[0].id, content).map(drop)
        }),
        ("bom.move_line", |world| {
            BomService::new(world.ports.clone()).move_line(&world.admin, world.lines()[0].id, None).map(drop)
        }),
        ("bom.pin", |world| {
            let pinned = Some(world.module.revision.id);
            BomService::new(world.ports.clone()).pin(&world.admin, world.lines()[1].id, pinned).map(drop)
        }),
        ("bom.substitute", |world| {
            let note = Note::parse("only in winter")?;
            let substitutes = vec![Substitute { part: world.unused.part.id, note }];
            BomService::new(world.ports.clone()).substitute(&world.admin, world.lines()[0].id, substitutes).map(drop)
        }),
        ("bom.replace", |world| {
            let (old, new) = (world.resistor.part.id, world.unused.part.id);
            let plan = world.ports.store.read("test", |snapshot| {
                plan_replacement(snapshot.boms(), snapshot.parts(), snapshot.revisions(), old, new)
            })?;
            BomService::new(world.ports.clone()).replace(&world.admin, old, new, plan.fingerprint()).map(drop)
        }),
        ("revision.revise_all", |world| {
            let parts = vec![world.module.part.id, world.board.part.id];
            let sweep = Sweep::new(Act::Revise, None, Comment::parse("")?)?;
            let revisions = RevisionService::new(world.ports.clone());
            revisions.act_on_all(&world.admin, parts, sweep, Watch::default()).map(drop)
        }),
        ("revision.revise", |world| {
            RevisionService::new(world.ports.clone()).revise(&world.admin, world.module.part.id).map(drop)
        }),
        ("file.attach", |world| {
            world.attach("b.pdf");
            Ok(())
        }),
        ("file.replace", |world| {
            let mut content: &[u8] = b"other bytes";
            world.files.replace(&world.admin, world.file.id, &mut content, &Cancel::new()).map(drop)
        }),
        ("file.change_role", |world| world.files.change_role(&world.admin, world.file.id, FileRole::Drawing).map(drop)),
    ]
}

/// What is done with the workspace as a whole.
fn of_workspaces() -> Vec<Deed> {
    vec![
        ("category.add", |world| {
            let new = NewCategory { code: Code::parse("ZZ")?, name: CategoryName::parse("Last")? };
            CategoryService::new(world.ports.clone()).add(&world.admin, new).map(drop)
        }),
        ("category.rename", |world| {
            let category = world.first_category();
            let name = CategoryName::parse("Another name")?;
            CategoryService::new(world.ports.clone()).rename(&world.admin, category.id, name).map(drop)
        }),
        ("category.add_subcategory", |world| {
            let category = world.first_category();
            let content = SubcategoryContent { name: CategoryName::parse("Last")?, assembly: true, demands: vec![] };
            let new = NewSubcategory { code: Code::parse("ZZZ")?, content };
            CategoryService::new(world.ports.clone()).add_subcategory(&world.admin, category.id, new).map(drop)
        }),
        ("category.change_subcategory", |world| {
            let demands = vec![PropertyName::parse("Mass")?, PropertyName::parse("Datasheet")?];
            let content = SubcategoryContent { name: CategoryName::parse("Other")?, assembly: true, demands };
            let id = build::subcategory(&world.ports, "EL-RES");
            CategoryService::new(world.ports.clone()).change_subcategory(&world.admin, id, content).map(drop)
        }),
        ("category.remove_subcategory", |world| {
            let id = build::subcategory(&world.ports, "EL-FUS");
            CategoryService::new(world.ports.clone()).remove_subcategory(&world.admin, id).map(drop)
        }),
        ("person.rename", |world| {
            let name = PersonName::parse("Countess Lovelace")?;
            PersonService::new(world.ports.clone()).rename(&world.admin, name).map(drop)
        }),
        ("person.change", |world| {
            let name = PersonName::parse("Rear Admiral Hopper")?;
            PersonService::new(world.ports.clone()).change(&world.admin, world.grace.id, name, Role::Admin).map(drop)
        }),
        ("setting.change", |world| {
            let settings = Settings { labels: LabelScheme::Letters, ..Settings::default() };
            SettingService::new(world.ports.clone()).change(&world.admin, settings).map(drop)
        }),
        ("kicad.change", |world| {
            KicadService::new(world.ports.clone()).change(&world.admin, Library { drafts: true }).map(drop)
        }),
        ("kicad.map", |world| {
            let resistors = build::mapping(build::subcategory(&world.ports, "EL-RES"));
            KicadService::new(world.ports.clone()).map(&world.admin, resistors).map(drop)
        }),
        ("kicad.map", |world| {
            let capacitors = build::mapping(build::subcategory(&world.ports, "EL-CAP"));
            let hidden = Mapping { offered: false, fields: Vec::new(), ..capacitors };
            KicadService::new(world.ports.clone()).map(&world.admin, hidden).map(drop)
        }),
        ("kicad.unmap", |world| {
            let capacitors = build::subcategory(&world.ports, "EL-CAP");
            KicadService::new(world.ports.clone()).unmap(&world.admin, capacitors).map(drop)
        }),
        ("import.apply", |world| {
            let file =
                "Reference,Qty,Value,MPN,Manufacturer\nR1 R2,2,10k,RC0402,Yageo\nC1,1,1uF,NEW1,Murata\nU1,1,X,,\n";
            rows::import(&world.ports, &world.admin, &rows::rows(file), rows::into_board(&world.ports)).map(drop)
        }),
    ]
}

/// What takes something away.
fn taking_away() -> Vec<Deed> {
    vec![
        ("property.remove", |world| {
            let name = PropertyName::parse("Note")?;
            PropertyService::new(world.ports.clone()).remove(&world.admin, world.board.revision.id, name)
        }),
        ("supplier_part.remove", |world| {
            SupplierPartService::new(world.ports.clone()).remove(&world.admin, world.sold()).map(drop)
        }),
        ("manufacturer_part.remove, the first, which is sold", |world| {
            let first = world.makers()[0];
            ManufacturerPartService::new(world.ports.clone()).remove(&world.admin, first).map(drop)
        }),
        ("bom.remove_line", |world| {
            BomService::new(world.ports.clone()).remove_line(&world.admin, world.lines()[0].id).map(drop)
        }),
        ("file.remove", |world| world.files.remove(&world.admin, world.file.id).map(drop)),
        ("part.remove", |world| {
            PartService::new(world.ports.clone()).remove(&world.admin, world.unused.part.id).map(drop)
        }),
    ]
}
