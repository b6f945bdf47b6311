//! Lines of BOMs.

use partwright_domain::bom::{
    BomLine, BomService, FindNumber, LineContent, LineOrigin, LineProperty, Note, Quantity, Substitute, Unit,
    designator,
};
use partwright_domain::id::{BomLineId, ImportFileId, RevisionId};
use partwright_domain::part::Part;
use partwright_domain::ports::Ports;
use partwright_domain::property::{PropertyName, PropertyText};

use super::{Built, acting};

/// A BOM line in the making; see [`line()`].
#[derive(Debug, Clone)]
pub struct LineBuilder {
    revision: RevisionId,
    position: u32,
    child: Part,
    content: LineContent,
    pinned: Option<RevisionId>,
    substitutes: Vec<Substitute>,
}

/// Begins a line of one piece: `line(&board, &resistor).at("R1 R2").add_to(&ports)`.
pub fn line(parent: &Built, child: &Built) -> LineBuilder {
    let content = LineContent {
        quantity: Quantity::ONE,
        unit: Unit::Each,
        designators: Vec::new(),
        quantity_intended: false,
        dnp: false,
        find_number: FindNumber::parse("").expect("an empty find number"),
        note: Note::parse("").expect("an empty note"),
        properties: Vec::new(),
        origin: None,
    };
    let (revision, child) = (parent.revision.id, child.part.clone());
    LineBuilder { revision, position: 1, child, content, pinned: None, substitutes: Vec::new() }
}

impl LineBuilder {
    /// Places it: the designators, and their count as the quantity.
    #[must_use]
    pub fn at(mut self, designators: &str) -> Self {
        self.content.designators = designator::parse_list(designators).expect("designators");
        self.content.quantity = Quantity::pieces(self.content.designators.len());
        self
    }

    /// Says how many, or how much.
    #[must_use]
    pub fn quantity(mut self, quantity: &str, unit: Unit) -> Self {
        self.content.quantity = Quantity::parse(quantity).expect("a quantity");
        self.content.unit = unit;
        self
    }

    /// Marks the quantity as meant to differ from the count of designators.
    #[must_use]
    pub fn intended(mut self) -> Self {
        self.content.quantity_intended = true;
        self
    }

    /// Gives it a find number.
    #[must_use]
    pub fn numbered(mut self, number: &str) -> Self {
        self.content.find_number = FindNumber::parse(number).expect("a find number");
        self
    }

    /// Marks it as not populated.
    #[must_use]
    pub fn dnp(mut self) -> Self {
        self.content.dnp = true;
        self
    }

    /// Says so of it.
    #[must_use]
    pub fn noted(mut self, note: &str) -> Self {
        self.content.note = Note::parse(note).expect("a note");
        self
    }

    /// Says that of it by name.
    #[must_use]
    pub fn property(mut self, name: &str, text: &str) -> Self {
        let (name, text) = (PropertyName::parse(name).expect("a name"), PropertyText::parse(text).expect("a text"));
        self.content.properties.push(LineProperty { name, text });
        self
    }

    /// Says that it came from these rows of a file.
    #[must_use]
    pub fn from(mut self, file: ImportFileId, rows: &[u64]) -> Self {
        self.content.origin = Some(LineOrigin { file, rows: rows.to_vec() });
        self
    }

    /// Pins it to a revision.
    #[must_use]
    pub fn pinned(mut self, to: &Built) -> Self {
        self.pinned = Some(to.revision.id);
        self
    }

    /// Names one more part that may be used instead, after those named before.
    #[must_use]
    pub fn or(mut self, part: &Built) -> Self {
        self.substitutes.push(Substitute { part: part.part.id, note: Note::parse("").expect("an empty note") });
        self
    }

    /// Puts it at a place of the BOM, where it is written past the service.
    #[must_use]
    pub fn position(mut self, position: u32) -> Self {
        self.position = position;
        self
    }

    /// What it says.
    pub fn content(self) -> LineContent {
        self.content
    }

    /// The line itself, not yet in any store.
    pub fn row(self, ports: &Ports) -> BomLine {
        let Self { revision, position, child, content, pinned, substitutes } = self;
        let LineContent { quantity, unit, designators, quantity_intended, dnp, find_number, note, properties, origin } =
            content;
        let (id, child) = (BomLineId(ports.ids.next()), child.id);
        BomLine {
            id,
            revision,
            position,
            child,
            quantity,
            unit,
            designators,
            quantity_intended,
            dnp,
            find_number,
            note,
            pinned,
            substitutes,
            properties,
            origin,
        }
    }

    /// Adds it at the end of the parent's BOM.
    pub fn add_to(self, ports: &Ports) -> BomLine {
        let (service, actor) = (BomService::new(ports.clone()), acting(ports));
        let Self { revision, position: _, child, content, pinned, substitutes } = self;
        let mut line = service.add_line(&actor, revision, child.id, content).expect("a line that is added");
        if pinned.is_some() {
            line = service.pin(&actor, line.id, pinned).expect("a line that is pinned");
        }
        if !substitutes.is_empty() {
            line = service.substitute(&actor, line.id, substitutes).expect("substitutes");
        }
        line
    }
}
