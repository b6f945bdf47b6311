//! A revision on its way to its release, through the commands: people, settings, workflows, and what is released with it.

use partwright_domain::id::Uuid;
use serde_json::{Value, json};
use tauri::WebviewWindow;
use tauri::test::MockRuntime;

use super::ipc::{call, in_memory, on_file, refused, subcategory, window};

/// A window over each adapter, with a resistor in it; and whatever keeps the file.
fn each_with_a_resistor(test: impl Fn(&WebviewWindow<MockRuntime>, &str, &str)) {
    let folder = tempfile::tempdir().expect("a folder");
    for opener in [in_memory(), on_file(&folder.path().join("review.partwright"))] {
        let (_shell, main) = window(opener);
        let request = json!({
            "subcategory": subcategory(&main, "EL", "RES"), "name": "10k", "description": "",
            "manufacturer": null, "mpn": null,
        });
        let row = call(&main, "part_create", request).expect("a part")["row"].clone();
        let [part, revision] = [&row["id"], &row["revision"]["id"]].map(|id| id.as_str().expect("an id").to_owned());
        test(&main, &part, &revision);
    }
}

/// The acts that may be done with a revision now.
fn acts(status: &Value) -> Vec<&str> {
    let may = status["may"].as_array().expect("acts").iter();
    may.filter(|may| may["refusal"].is_null()).map(|may| may["act"].as_str().expect("an act")).collect()
}

#[test]
fn a_revision_is_released_through_the_ipc_by_two_people_and_not_by_one() {
    each_with_a_resistor(|main, part, revision| {
        let about = |comment: &str| json!({ "revision": revision, "comment": comment });
        let people = call(main, "person_add", json!({ "name": "Grace", "role": "Designer" })).expect("people");
        let grace = people.as_array().expect("a list").iter().find(|person| person["name"] == "Grace").expect("Grace");
        let property = json!({ "revision": revision, "name": "Value", "value": { "type": "text", "text": "10k" } });

        call(main, "property_set", property.clone()).expect("a Draft is edited");
        assert_eq!(refused(main, "approval_submit", about("please")), "release.property_missing");
        let footprint = json!({ "type": "text", "text": "0402" });
        call(main, "property_set", json!({ "revision": revision, "name": "Footprint", "value": footprint }))
            .expect("what its category demands");
        let status = call(main, "approval_submit", about("please")).expect("a request");
        assert_eq!(status["revision"]["state"], "In Review");
        assert_eq!(acts(&status), ["withdraw", "override"], "its author may not approve it");
        assert_eq!(refused(main, "approval_approve", about("")), "approval.own");
        assert_eq!(refused(main, "approval_reject", about("no")), "approval.own");
        assert_eq!(refused(main, "property_set", property.clone()), "revision.not_draft");
        let release = json!({ "revision": revision, "exception": "" });
        assert_eq!(refused(main, "release_make", release.clone()), "release.not_approved");

        call(main, "person_act", json!({ "person": grace["id"] })).expect("a hand-over");
        assert_eq!(refused(main, "approval_override", about("now")), "person.right_missing");
        assert_eq!(
            refused(main, "setting_change", json!({ "labels": "letters", "workflow": Uuid::nil().to_string() })),
            "person.right_missing"
        );
        assert_eq!(refused(main, "person_add", json!({ "name": "Eve", "role": "Admin" })), "person.right_missing");
        assert_eq!(refused(main, "approval_reject", about(" ")), "approval.reason_missing");
        let waiting = call(main, "approval_list", json!({})).expect("reviews");
        assert_eq!((&waiting[0]["waits_for_me"], &waiting[0]["mine"]), (&json!(true), &json!(false)));
        let status = call(main, "approval_approve", about("fine")).expect("a verdict");
        assert_eq!(status["reviews"][0]["verdicts"][0]["person"], "Grace");
        let status = call(main, "release_make", release).expect("a release");
        assert_eq!(status["revision"]["state"], "Released");
        assert_eq!(refused(main, "property_set", property.clone()), "revision.not_draft");
        let verified = call(main, "release_verify", json!({ "revision": revision })).expect("a look at it");
        assert_eq!((&verified["agrees"], &verified["hash"]), (&json!(true), &status["release"]["hash"]));
        let released = status["revision"]["released"].as_i64().expect("a moment");
        for (at, id) in [(released, json!(revision)), (released - 1, Value::Null)] {
            let found = call(main, "revision_as_of", json!({ "part": part, "at": at })).expect("an answer");
            assert_eq!(found.get("id").unwrap_or(&Value::Null), &id);
        }
        let next = call(main, "revision_revise", json!({ "part": part })).expect("a new revision");
        assert_eq!((&next["revision"]["label"], &next["revision"]["author"]), (&json!("2"), &json!("Grace")));
        assert_eq!(refused(main, "revision_revise", json!({ "part": part })), "revision.open_exists");
        let property =
            json!({ "revision": next["revision"]["id"], "name": "Value", "value": { "type": "text", "text": "11k" } });
        call(main, "property_set", property).expect("a Draft is edited");
        for (shown, value) in [(Value::Null, "11k"), (json!(revision), "10k")] {
            let view = call(main, "part_show", json!({ "part": part, "revision": shown })).expect("a part");
            assert_eq!(view["properties"][1]["value"]["text"], value);
        }
        let foreign = json!({ "part": part, "revision": Uuid::nil().to_string() });
        assert_eq!(refused(main, "part_show", foreign), "revision.not_found");
        let status = call(main, "revision_obsolete", json!({ "revision": revision })).expect("a step");
        assert_eq!(status["revision"]["state"], "Obsolete");
    });
}

#[test]
fn settings_come_back_as_they_were_set_and_what_lacks_is_not_submitted() {
    each_with_a_resistor(|main, _, revision| {
        let workflow = &call(main, "workflow_list", json!({})).expect("workflows")[0]["id"];
        let nothing = json!({ "labels": "letters", "workflow": Uuid::nil().to_string() });
        assert_eq!(refused(main, "setting_change", nothing), "store.missing");
        let settings = json!({ "labels": "clear_letters", "workflow": workflow });
        assert_eq!(call(main, "setting_change", settings.clone()), Ok(settings.clone()));
        assert_eq!(call(main, "setting_show", json!({})), Ok(settings));
        let about = json!({ "revision": revision, "comment": "" });
        assert_eq!(refused(main, "approval_submit", about), "release.property_missing");
    });
}

#[test]
fn a_workflow_is_drawn_checked_saved_and_followed() {
    each_with_a_resistor(|main, _, revision| {
        let all = call(main, "workflow_list", json!({})).expect("workflows");
        let [standard] = all.as_array().expect("a list").as_slice() else { panic!("one workflow: {all}") };
        assert_eq!((&standard["version"], &standard["current"]), (&json!(1), &json!(true)));
        let mut design = standard["design"].clone();
        assert_eq!(call(main, "workflow_check", design.clone()), Ok(json!([])));
        design["transitions"][1]["approvals"] = json!(0);
        design["states"][3]["name"] = json!(" ");
        let defects = call(main, "workflow_check", design.clone()).expect("defects");
        assert_eq!(
            (&defects[0]["state"], &defects[0]["error"]["code"]),
            (&json!(3), &json!("workflow.state_name_invalid"))
        );
        assert_eq!(refused(main, "workflow_save", design.clone()), "workflow.state_name_invalid");
        design["states"][3]["name"] = json!("Obsolete");
        let defects = call(main, "workflow_check", design.clone()).expect("defects");
        let at = (&defects[0]["transition"], &defects[0]["error"]["code"]);
        assert_eq!(at, (&json!(1), &json!("workflow.approvals_out_of_range")));
        assert_eq!(refused(main, "workflow_save", design.clone()), "workflow.defective");
        design["transitions"][1]["approvals"] = json!(2);
        design["states"].as_array_mut().expect("states").push(json!({ "name": "Concept", "phase": "Draft" }));
        let to_concept = json!({
            "from": "Draft", "to": "Concept", "name": "Begin again", "role": "Admin", "approvals": 0, "checks": ["file"]
        });
        let back = json!({
            "from": "Concept", "to": "Draft", "name": "Elaborate", "role": "Designer", "approvals": 0, "checks": []
        });
        design["transitions"].as_array_mut().expect("transitions").extend([to_concept, back]);
        let all = call(main, "workflow_save", design.clone()).expect("a version");
        assert_eq!((&all[0]["version"], &all[0]["current"], &all[0]["design"]), (&json!(2), &json!(true), &design));
        assert_eq!((&all[0]["revisions"], &all[1]["current"]), (&json!(0), &json!(false)));
        let before = all[1]["revisions"].as_u64().expect("a count");

        let status = call(main, "revision_status", json!({ "revision": revision })).expect("a revision");
        assert_eq!((&status["workflow"], &status["workflow_version"]), (&json!("Standard"), &json!(1)));
        let new = json!({
            "subcategory": subcategory(main, "EL", "RES"), "name": "20k", "description": "",
            "manufacturer": null, "mpn": null,
        });
        let made = call(main, "part_create", new).expect("a part");
        let id = made["row"]["revision"]["id"].as_str().expect("an id").to_owned();
        let status = call(main, "revision_status", json!({ "revision": id })).expect("a revision");
        let ways: Vec<_> =
            status["may"].as_array().expect("a list").iter().filter(|may| may["act"] == "advance").collect();
        assert_eq!(ways.len(), 1);
        assert_eq!((&ways[0]["to"], &ways[0]["name"]), (&json!("Concept"), &json!("Begin again")));
        assert_eq!(ways[0]["refusal"]["code"], "workflow.file_missing");
        let back = json!({ "revision": id, "to": "Draft" });
        assert_eq!(refused(main, "revision_advance", back), "workflow.no_transition");

        let first = all[1]["id"].clone();
        let all = call(main, "workflow_take", json!({ "workflow": first })).expect("the first version again");
        assert_eq!((&all[0]["current"], &all[1]["current"]), (&json!(false), &json!(true)));
        assert_eq!((&all[0]["revisions"], &all[1]["revisions"]), (&json!(1), &json!(before)));
    });
}

#[test]
fn what_is_ready_below_an_assembly_is_released_with_it_and_what_is_obsolete_names_what_is_used_instead() {
    each_with_a_resistor(|main, resistor, below| {
        let made = |name: &str, codes: [&str; 2]| {
            let request = json!({
                "subcategory": subcategory(main, codes[0], codes[1]), "name": name, "description": "",
                "manufacturer": null, "mpn": null,
            });
            call(main, "part_create", request).expect("a part")["row"].clone()
        };
        let (board, other) = (made("Board", ["EL", "PCA"]), made("Another", ["EL", "RES"]));
        let top = board["revision"]["id"].as_str().expect("an id");
        let line = json!({
            "revision": top, "child": resistor, "quantity": "1", "unit": "each", "designators": "R1",
            "quantity_intended": false, "dnp": false, "find_number": "", "note": "",
        });
        call(main, "bom_line_add", line).expect("a line");
        for name in ["Value", "Footprint"] {
            let value = json!({ "type": "text", "text": "x" });
            call(main, "property_set", json!({ "revision": below, "name": name, "value": value })).expect("a property");
        }
        for revision in [below, top] {
            let about = json!({ "revision": revision, "comment": "alone here" });
            call(main, "approval_submit", about.clone()).expect("a request");
            if revision == below {
                call(main, "approval_override", about).expect("an override");
            }
        }
        let plan = call(main, "release_plan", json!({ "revision": top })).expect("a plan");
        let told: Vec<_> = plan.as_array().expect("members").iter().map(|member| &member["refusal"]["code"]).collect();
        assert_eq!(told, [&Value::Null, &json!("release.not_approved")], "{plan}");
        let together = json!({ "revision": top, "members": [below, top] });
        assert_eq!(refused(main, "release_together", together.clone()), "release.not_approved");
        call(main, "approval_override", json!({ "revision": top, "comment": "alone here" })).expect("an override");
        let other_way = json!({ "revision": top, "members": [top] });
        assert_eq!(refused(main, "release_together", other_way), "release.plan_changed");
        let status = call(main, "release_together", together).expect("a release of both");
        assert_eq!((&status["revision"]["state"], &status["release"]["form"]), (&json!("Released"), &json!(3)));
        let verified = call(main, "release_verify", json!({ "revision": top })).expect("a look at it");
        assert_eq!((&verified["agrees"], &verified["count"]), (&json!(true), &json!(2)));

        let successor = |named: &Value| json!({ "revision": below, "successor": named });
        assert_eq!(refused(main, "revision_obsolete", successor(&json!(resistor))), "part.successor_loop");
        let status = call(main, "revision_obsolete", successor(&other["number"])).expect("a step");
        assert_eq!(status["revision"]["state"], "Obsolete");
        let view = call(main, "part_show", json!({ "part": resistor })).expect("a part");
        for named in ["successor", "use_instead"] {
            assert_eq!(view[named]["number"], other["number"], "{named}");
        }
        let none = json!({ "part": resistor, "successor": null });
        let view = call(main, "part_succeed", none).expect("a successor that is taken back");
        assert_eq!((&view["successor"], &view["use_instead"]), (&Value::Null, &Value::Null));
        let early = json!({ "part": other["id"], "successor": resistor });
        assert_eq!(refused(main, "part_succeed", early), "part.not_obsolete");
    });
}
