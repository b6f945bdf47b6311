//! KiCad's generic netlist in XML, versions D and E: a row a component.
//!
//! The file is gone through twice: once for the names of the fields, which become columns, and once for the rows. What
//! comes after the components is not looked at.

mod component;

use std::io::{self, BufRead, BufReader};

use partwright_domain::import::ImportError;
use partwright_domain::import::source::{Aside, Read, Reading, Row, RowSource, Source};
use quick_xml::Reader;
use quick_xml::events::Event;

use super::bound::{self, MOST_KILOBYTES, Names};
use super::channel::damaged;
use super::origin::{Bytes, Origin};
use super::survey::Survey;
use super::{Raw, cell};
use component::{Building, Component};

/// The columns that every netlist has.
const COLUMNS: [&str; 7] = ["Reference", "Value", "Footprint", "Datasheet", "Description", "Symbol", "DNP"];

/// Opens a netlist at its first component.
pub(super) fn open(origin: &Origin, survey: &Survey, reading: &Reading) -> Result<Box<dyn RowSource>, ImportError> {
    let (mut header, mut variants) = (Names::default(), Names::default());
    COLUMNS.iter().try_for_each(|name| header.take(1, name))?;
    let mut components = Components::open(origin)?;
    while let Some(component) = components.next()? {
        for name in component.fields.iter().map(|(name, _)| name).chain(component.varied_fields()) {
            header.take(component.line, name)?;
        }
        component.variants.iter().try_for_each(|(name, _)| variants.take(component.line, name))?;
    }
    let (header, variants) = (header.in_order, variants.in_order);
    if let Some(part) = &reading.part
        && !variants.contains(part)
    {
        return Err(ImportError::SheetUnknown { name: part.clone() });
    }
    let source = Source {
        format: "kicad-netlist",
        encoding: None,
        delimiter: None,
        header_row: None,
        part: reading.part.clone(),
        parts: variants,
    };
    Ok(Box::new(Netlist { source, header, components: Components::open(origin)?, total: survey.length }))
}

struct Netlist {
    source: Source,
    header: Vec<String>,
    components: Components,
    total: u64,
}

impl RowSource for Netlist {
    fn source(&self) -> &Source {
        &self.source
    }

    fn header(&self) -> &[String] {
        &self.header
    }

    fn next_row(&mut self) -> Result<Option<Row>, ImportError> {
        let Some(component) = self.components.next()? else { return Ok(None) };
        let Component { line, reference, fields, symbol, dnp, excluded, variants: _ } =
            component.of_variant(self.source.part.as_deref());
        // KiCad's own BOM leaves out what is excluded, and power flags, which are called #PWR01.
        let aside = (excluded || reference.starts_with('#')).then_some(Aside::Excluded);
        let cell_of = |name: &String| match name.as_str() {
            "Reference" => reference.clone(),
            "Symbol" if !symbol.is_empty() => symbol.clone(),
            "DNP" if dnp => "DNP".to_owned(),
            name => fields.iter().find(|(field, _)| field == name).map_or_else(String::new, |(_, text)| cell(text)),
        };
        let cells =
            self.header.iter().map(cell_of).map(|text| if text == "~" { String::new() } else { text }).collect();
        let Raw { number, cells } = bound::row(line, cells)?;
        Ok(Some(Row { number, cells, aside }))
    }

    fn read(&self) -> Read {
        Read { done: self.components.xml.get_ref().done.min(self.total), total: self.total }
    }
}

/// The components of a netlist, one after the other.
struct Components {
    xml: Reader<Counting>,
    buffer: Vec<u8>,
    /// How many elements are open.
    depth: usize,
    is_over: bool,
}

/// How deep the elements may stand in each other; the parser keeps the names of all that are open.
const MOST_DEPTH: usize = 256;

impl Components {
    fn open(origin: &Origin) -> Result<Self, ImportError> {
        let bytes = BufReader::new(origin.open()?);
        let xml = Reader::from_reader(Counting { bytes, lines: 1, done: 0, since: 0 });
        Ok(Self { xml, buffer: Vec::new(), depth: 0, is_over: false })
    }

    fn next(&mut self) -> Result<Option<Component>, ImportError> {
        let mut building: Option<Building> = None;
        let broken = |detail: String| damaged(format!("it is a damaged netlist ({detail})"));
        while !self.is_over {
            self.buffer.clear();
            if building.is_none() {
                self.xml.get_mut().since = 0;
            }
            let event = match self.xml.read_event_into(&mut self.buffer) {
                Ok(event) => event,
                Err(quick_xml::Error::Io(_)) if self.xml.get_ref().is_over() => {
                    return Err(bound::too_long(self.xml.get_ref().lines));
                }
                Err(error) => return Err(broken(error.to_string())),
            };
            let line = self.xml.get_ref().lines;
            match &event {
                Event::Start(_) if self.depth == MOST_DEPTH => {
                    return Err(broken(format!("its elements stand in each other more than {MOST_DEPTH} deep")));
                }
                Event::Start(_) => self.depth += 1,
                Event::End(_) => self.depth -= 1,
                _ => {}
            }
            match event {
                Event::Start(element) if element.name().as_ref() == "comp" => {
                    building = Some(Building::new(line, &element).map_err(broken)?);
                }
                Event::Start(element) => {
                    if let Some(building) = &mut building {
                        building.begin(&element).map_err(broken)?;
                    }
                }
                Event::Empty(element) => {
                    if let Some(building) = &mut building {
                        building.begin(&element).map_err(broken)?;
                        building.end(element.name().as_ref());
                    }
                }
                Event::Text(text) => building.iter_mut().for_each(|building| building.text(&text.xml10_content())),
                Event::CData(text) => building.iter_mut().for_each(|building| building.text(&text.xml10_content())),
                Event::GeneralRef(reference) => {
                    if let Some(building) = &mut building {
                        building.reference(&reference).map_err(broken)?;
                    }
                }
                Event::End(element) if element.name().as_ref() == "comp" => {
                    if let Some(building) = building {
                        return Ok(Some(building.finish()));
                    }
                }
                Event::End(element) if element.name().as_ref() == "components" => self.is_over = true,
                Event::End(element) => {
                    if let Some(building) = &mut building {
                        building.end(element.name().as_ref());
                    }
                }
                Event::Eof if building.is_some() => return Err(broken("it ends in the middle".to_owned())),
                Event::Eof => self.is_over = true,
                Event::Decl(_) | Event::Comment(_) | Event::PI(_) | Event::DocType(_) => {}
            }
        }
        Ok(None)
    }
}

/// Bytes that are counted, and their lines, the first being 1. They come to an end where a component does not.
struct Counting {
    bytes: BufReader<Box<dyn Bytes>>,
    lines: u64,
    done: u64,
    /// How many bytes came since a component began, or outside of any since a tag or a text did.
    since: usize,
}

impl Counting {
    fn is_over(&self) -> bool {
        self.since > MOST_KILOBYTES * 1024
    }
}

impl io::Read for Counting {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(into)?;
        self.consume(read);
        Ok(read)
    }
}

impl BufRead for Counting {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.is_over() { Err(io::Error::other("a component does not end")) } else { self.bytes.fill_buf() }
    }

    fn consume(&mut self, amount: usize) {
        let taken = self.bytes.buffer().get(..amount).unwrap_or_default();
        self.lines += taken.split(|byte| *byte == b'\n').skip(1).count() as u64;
        self.done += amount as u64;
        self.since += amount;
        self.bytes.consume(amount);
    }
}
