// The one list of commands. It feeds the dispatcher, the access list (build.rs) and the TypeScript types (codegen).
commands! {
    workspace_show: workspace::show(Empty) -> WorkspaceView;
    workspace_open: workspace::open(WorkspaceOpenRequest) -> WorkspaceView;
    person_rename: person::rename(PersonRenameRequest) -> PersonView;
    category_list: category::list(Empty) -> Vec<CategoryView>;
    part_list: part::list(PartListRequest) -> PartPage;
    part_show: part::show(PartShowRequest) -> PartView;
    part_create: part::create(PartCreateRequest) -> PartView;
    part_change: part::change(PartChangeRequest) -> PartView;
    property_set: property::set(PropertySetRequest) -> Vec<PropertyView>;
    property_remove: property::remove(PropertyRemoveRequest) -> Vec<PropertyView>;
    manufacturer_part_add: manufacturer_part::add(ManufacturerPartAddRequest) -> Vec<ManufacturerPartView>;
    manufacturer_part_remove: manufacturer_part::remove(ManufacturerPartRemoveRequest) -> Vec<ManufacturerPartView>;
    bom_show: bom::show(BomShowRequest) -> BomView;
    bom_line_add: bom::add_line(BomLineAddRequest) -> BomView;
    bom_line_change: bom::change_line(BomLineChangeRequest) -> BomView;
    bom_line_remove: bom::remove_line(BomLineRemoveRequest) -> BomView;
    import_preview: import::preview(ImportPreviewRequest) -> ImportPreview;
    import_apply: import::apply(ImportApplyRequest) -> ImportDone;
    audit_list: audit::list(AuditListRequest) -> AuditPage;
    window_ready: window::ready(WindowReadyRequest) -> Empty;
}
