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

use super::cell;
use super::channel::damaged;
use super::origin::{Bytes, Origin};
use super::survey::Survey;
use component::{Building, Component};

/// The columns that every netlist has.
const COLUMNS: [&str; 7] = ["Reference", "Value", "Footprint", "Datasheet", "Description", "Symbol", "DNP"];

/// Opens a netlist at its first component.
pub(super) fn open(origin: &Origin, survey: &Survey, reading: &Reading) -> Result<Box<dyn RowSource>, ImportError> {
    let mut header: Vec<String> = COLUMNS.map(str::to_owned).into();
    let mut variants: Vec<String> = Vec::new();
    let mut components = Components::open(origin)?;
    while let Some(component) = components.next()? {
        for name in component.fields.iter().map(|(name, _)| name).chain(component.varied_fields()) {
            if !header.contains(name) {
                header.push(name.clone());
            }
        }
        for (name, _) in component.variants {
            if !variants.contains(&name) {
                variants.push(name);
            }
        }
    }
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
        Ok(Some(Row { number: line, cells, aside }))
    }

    fn read(&self) -> Read {
        Read { done: self.components.xml.get_ref().done.min(self.total), total: self.total }
    }
}

/// The components of a netlist, one after the other.
struct Components {
    xml: Reader<Counting>,
    buffer: Vec<u8>,
    is_over: bool,
}

impl Components {
    fn open(origin: &Origin) -> Result<Self, ImportError> {
        let bytes = BufReader::new(origin.open()?);
        let xml = Reader::from_reader(Counting { bytes, lines: 1, done: 0 });
        Ok(Self { xml, buffer: Vec::new(), is_over: false })
    }

    fn next(&mut self) -> Result<Option<Component>, ImportError> {
        let mut building: Option<Building> = None;
        let broken = |detail: String| damaged(format!("it is a damaged netlist ({detail})"));
        while !self.is_over {
            self.buffer.clear();
            let event = self.xml.read_event_into(&mut self.buffer).map_err(|error| broken(error.to_string()))?;
            let line = self.xml.get_ref().lines;
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

/// Bytes that are counted, and their lines, the first being 1.
struct Counting {
    bytes: BufReader<Box<dyn Bytes>>,
    lines: u64,
    done: u64,
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
        self.bytes.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        let taken = self.bytes.buffer().get(..amount).unwrap_or_default();
        self.lines += taken.split(|byte| *byte == b'\n').skip(1).count() as u64;
        self.done += amount as u64;
        self.bytes.consume(amount);
    }
}
