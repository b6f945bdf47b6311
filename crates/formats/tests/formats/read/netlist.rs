//! KiCad's generic netlist.

use partwright_domain::import::ImportError;
use partwright_domain::import::source::Reading;

use super::{read, read_as, refused};

const NETLIST: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<export version="E">
  <design><source>board.kicad_sch</source><sheet number="1" name="/"/></design>
  <components>
    <comp ref="C1">
      <value>100n &amp; more</value>
      <footprint>Capacitor_SMD:C_0402_1005Metric</footprint>
      <datasheet>~</datasheet>
      <description>Unpolarized capacitor</description>
      <fields>
        <field name="Footprint">Capacitor_SMD:C_0402_1005Metric</field>
        <field name="Datasheet"/>
        <field name="MPN">GRM155</field>
      </fields>
      <libsource lib="Device" part="C" description="Unpolarized capacitor"/>
      <property name="Sheetname" value="Root"/>
      <property name="ki_keywords" value="cap capacitor"/>
      <sheetpath names="/" tstamps="/"/>
      <tstamps>0000-1111</tstamps>
    </comp>
    <comp ref="R1">
      <value>~</value>
      <libsource lib="Device" part="R" description="Resistor"/>
      <property name="dnp"/>
      <property name="Tolerance" value="1%"/>
      <variants>
        <variant name="Full">
          <property name="dnp" value="0"/>
          <field name="Value">4k7</field>
        </variant>
        <variant name="Bare"><property name="exclude_from_bom" value="1"/></variant>
      </variants>
    </comp>
    <comp ref="H1">
      <value>Hole</value>
      <property name="exclude_from_bom"/>
      <property name="exclude_from_board"/>
    </comp>
  </components>
  <libparts><libpart lib="Device" part="C"><fields><field name="Nothing">x</field></fields></libpart></libparts>
</export>
"#;

const HEADER: [&str; 9] =
    ["Reference", "Value", "Footprint", "Datasheet", "Description", "Symbol", "DNP", "MPN", "Tolerance"];

#[test]
fn each_component_is_a_row_with_its_fields_and_flags() {
    let whole = read(NETLIST);
    assert_eq!((whole.source.format, whole.source.encoding, whole.source.header_row), ("kicad-netlist", None, None));
    assert_eq!(whole.header, HEADER);
    assert_eq!(
        whole.lines(),
        [
            "5: C1|100n & more|Capacitor_SMD:C_0402_1005Metric||Unpolarized capacitor|Device:C||GRM155|",
            "21: R1||||Resistor|Device:R|DNP||1%",
            "34: H1|Hole||||||| (Excluded)",
        ]
    );
}

#[test]
fn a_variant_sets_and_takes_back() {
    let part = |name: &str| Reading { part: Some(name.to_owned()), ..Reading::default() };
    let full = read_as(NETLIST.as_bytes(), &part("Full")).expect("rows");
    assert_eq!((full.source.part.as_deref(), full.source.parts.join(",")), (Some("Full"), "Full,Bare".to_owned()));
    assert_eq!(full.lines()[1], "21: R1|4k7|||Resistor|Device:R|||1%");
    let bare = read_as(NETLIST.as_bytes(), &part("Bare")).expect("rows");
    assert_eq!(bare.lines()[1], "21: R1||||Resistor|Device:R|DNP||1% (Excluded)");
    let error = read_as(NETLIST.as_bytes(), &part("Other")).expect_err("no such variant");
    assert_eq!(error, ImportError::SheetUnknown { name: "Other".to_owned() });
}

#[test]
fn version_d_is_read_as_well() {
    let whole = read(
        "<export version=\"D\"><components><comp ref=\"U&#49;\"><value><![CDATA[A<B]]></value>\
         <fields><field name=\"Mfr\">A</field></fields><libsource lib=\"x-cache\" part=\"Y\"/></comp></components></export>",
    );
    assert_eq!(whole.lines(), ["1: U1|A<B||||x-cache:Y||A"]);
}

#[test]
fn a_netlist_that_ends_early_is_refused() {
    let cut = NETLIST.split_at(NETLIST.find("<tstamps>").expect("a place")).0;
    assert_eq!(refused(cut).code(), "import.not_text");
    assert_eq!(refused(NETLIST.replace("&amp;", "&nothing;")).code(), "import.not_text");
}
