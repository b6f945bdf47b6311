//! The contract of the store: every promise that the ports make, each a function whose name is the promise.
//!
//! An adapter passes it with one line, [`store_contract!`](crate::store_contract); an adapter can't forget a promise,
//! because the list is here. A bug found in one adapter becomes a promise here first.

pub mod approval;
pub mod audit;
pub mod audit_chain;
pub mod audit_filter;
pub mod audit_refusal;
pub mod audit_undo;
pub mod bom;
pub mod bom_level;
pub mod bom_page;
pub mod bom_property;
pub mod bom_rule;
pub mod bom_structure;
pub mod cancel;
pub mod category;
pub mod change;
pub mod file;
pub mod frozen;
pub mod import;
pub mod import_kept;
pub mod kicad;
pub mod listing;
pub mod look_up;
pub mod manufacturer_part;
pub mod nesting;
pub mod observer;
pub mod part;
pub mod person;
pub mod property;
pub mod release;
pub mod revision;
pub mod search;
pub mod setting;
pub mod snapshot;
pub mod step;
pub mod supplier_part;
pub mod unit;
pub mod workflow;

use std::cell::RefCell;
use std::fmt;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use partwright_domain::change::Room;
use partwright_domain::id::{PersonId, Uuid};
use partwright_domain::person::Actor;
use partwright_domain::ports::Ports;
use partwright_domain::store::{Snapshot, Store, StoreError, UnitOfWork};

use crate::build::{self, Audited};

/// What an adapter gives the contract: a fresh store with nothing in it, and whatever keeps it alive.
pub trait Fixture {
    /// The store.
    fn store(&self) -> Arc<dyn Store>;

    /// Closes the store and opens the same data again; `None` where data lives only as long as its store.
    fn reopen(&mut self) -> Option<Arc<dyn Store>> {
        None
    }
}

/// A store under test, with a clock and ids.
pub struct TestStore {
    fixture: RefCell<Box<dyn Fixture>>,
    ports: Ports,
}

impl fmt::Debug for TestStore {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("TestStore").finish_non_exhaustive()
    }
}

impl TestStore {
    /// The store of a fixture.
    pub fn new(fixture: impl Fixture + 'static) -> Self {
        let ports = build::ports_on(fixture.store());
        Self { fixture: RefCell::new(Box::new(fixture)), ports }
    }

    /// The store.
    pub fn store(&self) -> Arc<dyn Store> {
        Arc::clone(&self.ports.store)
    }

    /// The ports on it.
    pub fn ports(&self) -> &Ports {
        &self.ports
    }

    /// Starts the workspace in it: the starter categories, and the first person, who acts.
    pub fn open(&self) -> Actor {
        build::open(&self.ports)
    }

    /// See [`Fixture::reopen`].
    pub fn reopen(&self) -> Option<Arc<dyn Store>> {
        self.fixture.borrow_mut().reopen()
    }

    /// A new id.
    pub fn id(&self) -> Uuid {
        self.ports.ids.next()
    }

    /// Reads what cannot fail.
    pub fn read<T>(&self, work: impl FnOnce(&dyn Snapshot) -> Result<T, StoreError>) -> T {
        self.ports.store.read("test", work).expect("a read that succeeds")
    }

    /// Tries something that the store should refuse. It comes without an audit entry, so that a store which lets it
    /// pass is found out as well.
    pub fn attempt(
        &self,
        work: impl Fn(&dyn UnitOfWork) -> Result<(), StoreError> + Send + 'static,
    ) -> Result<(), StoreError> {
        self.ports.store.write("test.attempt", work)
    }

    /// Writes past the services what the store should take; `work` notes in the audit what it changes.
    pub fn write<T: Send + 'static>(
        &self,
        person: PersonId,
        work: impl Fn(&Audited<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> T {
        build::write(&self.ports, person, work).expect("a unit that commits")
    }

    /// Like [`TestStore::write`], for one thing.
    pub fn write_one(
        &self,
        person: PersonId,
        room: Room,
        id: impl Into<Uuid>,
        work: impl Fn(&dyn UnitOfWork) -> Result<(), StoreError> + Send + 'static,
    ) {
        let id = id.into();
        self.write(person, move |unit| {
            work(&**unit)?;
            unit.note(room, id)
        });
    }
}

/// Waits for another thread, but not for ever: a store that waits where it should not is a failed test, not a hang.
pub(crate) fn wait<T>(receiver: &Receiver<T>) -> Result<T, RecvTimeoutError> {
    receiver.recv_timeout(Duration::from_secs(20))
}

/// Makes a module's worth of tests of an adapter: one `#[test]` for each promise of the contract.
///
/// ```text
/// mod contract {
///     partwright_testkit::store_contract!(crate::fresh); // fn fresh() -> impl Fixture
/// }
/// ```
#[macro_export]
macro_rules! store_contract {
    ($factory:path) => {
        $crate::store_contract! { $factory;
            unit:
                what_a_unit_commits_is_there_for_the_next_read,
                a_unit_sees_its_own_changes,
                a_unit_that_answers_an_error_keeps_nothing,
                a_unit_whose_verdict_is_rollback_answers_no_changes,
                a_unit_answers_exactly_what_it_changed,
                a_unit_that_panics_keeps_nothing_and_the_panic_goes_on,
                the_store_works_on_after_errors_and_panics,
                a_refused_change_leaves_nothing_behind_and_its_unit_goes_on,
                units_of_many_threads_happen_whole,
                what_is_committed_is_there_after_reopening;
            snapshot:
                a_read_sees_one_state_while_another_thread_commits,
                a_read_does_not_wait_for_an_open_unit_and_sees_nothing_of_it,
                reads_run_side_by_side,
                a_read_answers_its_own_error;
            step:
                a_step_that_answers_an_error_leaves_the_rest_of_its_unit,
                a_step_that_succeeds_stays,
                steps_stand_in_each_other,
                a_unit_that_fails_undoes_its_steps,
                a_panic_in_a_step_undoes_the_whole_unit,
                what_a_step_undid_is_not_told,
                the_audit_of_an_undone_step_is_undone,
                a_step_that_is_undone_takes_no_number;
            cancel:
                a_read_that_is_cancelled_before_it_begins_fails,
                a_read_is_cancelled_from_another_thread,
                a_cancel_ends_its_own_read_only,
                a_read_that_is_cancelled_too_late_answers,
                a_unit_that_is_cancelled_before_it_begins_is_not_run,
                a_unit_is_cancelled_in_its_middle_and_keeps_nothing,
                a_unit_that_is_cancelled_when_it_has_said_all_is_not_committed,
                a_unit_that_is_cancelled_after_its_commit_stays;
            nesting:
                a_read_inside_a_read_is_refused,
                a_write_inside_a_read_is_refused,
                a_read_inside_a_write_is_refused,
                a_write_inside_a_write_is_refused,
                a_unit_outlives_a_refused_nesting,
                after_a_refused_nesting_the_thread_is_free,
                another_thread_is_not_inside;
            observer:
                every_observer_is_told_of_every_commit,
                observers_are_told_in_the_order_of_commits,
                observers_are_not_told_of_what_was_not_kept,
                observers_are_told_after_the_commit,
                an_observer_that_panics_harms_nobody;
            change:
                no_repository_writes_past_the_audit,
                each_write_is_told_as_its_room_and_id,
                an_id_stands_once;
            audit:
                a_change_without_its_own_entry_is_refused,
                every_changed_thing_needs_an_entry,
                a_unit_by_nobody_is_refused,
                units_stand_newest_first_without_gaps,
                the_audit_is_read_in_pages,
                entries_come_back_as_they_were_written,
                a_unit_has_one_head,
                a_unit_by_nobody_harms_no_other,
                a_parts_history_holds_what_concerns_it,
                history_shows_the_name_of_today,
                a_unit_that_changes_nothing_leaves_no_trace;
            audit_filter:
                history_is_narrowed_to_a_person,
                history_is_narrowed_to_what_was_done,
                history_is_narrowed_to_a_time,
                filters_of_history_hold_together,
                few_that_fit_are_found_page_by_page,
                parts_are_known_by_when_they_changed_last;
            category:
                categories_are_listed_by_code,
                subcategories_are_listed_by_their_codes,
                a_subcategory_is_found_by_id_and_by_codes,
                a_categorys_code_stands_once,
                a_subcategorys_code_stands_once_in_its_category,
                a_subcategory_needs_its_category,
                demands_come_back_in_their_order,
                a_category_is_renamed_and_keeps_its_code,
                a_subcategory_is_changed_and_keeps_its_codes,
                a_category_with_subcategories_stays,
                a_subcategory_with_parts_stays,
                a_subcategory_demands_each_property_once,
                removing_no_category_is_no_change;
            person:
                nobody_acts_in_a_fresh_store,
                the_first_person_acts,
                who_acts_is_known_inside_the_unit,
                a_person_comes_back_as_written,
                a_person_is_replaced,
                a_person_who_is_not_there_is_not_replaced,
                everybody_is_listed_by_name,
                the_last_admin_keeps_the_role,
                one_person_acts_at_a_time,
                a_workspace_opened_by_many_at_once_starts_once;
            part:
                numbers_begin_at_100000_and_are_dense,
                the_next_number_is_told_before_it_is_taken,
                a_unit_that_does_not_commit_takes_no_number,
                taking_a_number_is_no_change,
                threads_that_make_parts_get_different_dense_numbers,
                a_part_comes_back_as_written,
                a_part_is_found_by_id_and_by_number,
                a_part_number_stands_once,
                a_part_keeps_its_number,
                a_part_is_described_anew,
                a_part_needs_what_it_refers_to,
                a_part_has_a_number_that_was_given,
                a_successor_is_kept_and_never_leads_back,
                parts_and_assemblies_are_counted,
                a_summary_says_what_the_other_rooms_know,
                a_removed_parts_number_is_its_own_for_ever,
                a_part_in_use_stays,
                removing_no_part_is_no_change;
            listing:
                pages_walk_through_every_part_once,
                lists_stand_in_the_order_of_their_sort,
                the_last_page_says_so,
                a_limit_is_brought_into_bounds,
                a_list_goes_on_after_a_row_that_changed,
                a_list_keeps_to_its_category,
                a_list_keeps_to_assemblies,
                a_row_of_a_list_is_the_parts_summary,
                a_list_is_entered_in_its_middle,
                parts_are_tallied_by_their_newest_revisions,
                what_is_obsolete_and_still_called_for_is_told;
            revision:
                revisions_stand_newest_first,
                a_revision_comes_back_as_written,
                an_ordinal_and_a_label_stand_once_on_a_part,
                a_part_has_one_revision_in_work,
                a_revision_begins_as_a_draft,
                a_revision_takes_only_the_steps_of_the_lifecycle,
                the_moments_of_release_and_obsolescence_are_kept,
                the_latest_released_is_the_newest_that_is_released_now,
                the_released_one_of_a_moment_is_found,
                a_revision_needs_what_it_refers_to,
                a_draft_is_removed_and_comes_back,
                a_revision_with_content_stays,
                a_revision_that_was_submitted_stays;
            search:
                every_field_is_found,
                a_value_is_found_in_every_spelling,
                the_last_word_may_be_a_beginning,
                every_word_must_be_found,
                whatever_is_typed_is_text,
                filters_narrow_a_search,
                a_property_lies_in_a_range,
                hits_stand_in_the_order_of_their_ranks,
                pages_of_hits_walk_through_every_hit_once,
                hits_are_sorted_by_a_column,
                a_hit_says_where_it_was_found,
                the_search_follows_every_change,
                the_newest_revision_is_searched,
                what_is_undone_is_not_found,
                a_removed_part_is_found_when_it_comes_back;
            property:
                every_type_of_property_comes_back_as_written,
                properties_stand_in_natural_order,
                setting_a_property_replaces_it,
                a_property_is_removed,
                a_property_needs_its_revision,
                names_in_use_are_told_with_how_often;
            frozen:
                the_bom_of_a_frozen_revision_never_changes,
                the_properties_of_a_frozen_revision_never_change,
                the_files_of_a_frozen_revision_never_change,
                no_line_moves_to_another_revision,
                a_revision_is_frozen_within_the_unit_that_releases_it,
                the_content_of_a_revision_in_review_does_not_change,
                other_revisions_of_a_frozen_part_are_free,
                removing_nothing_is_no_change;
            manufacturer_part:
                a_manufacturer_part_comes_back_as_written,
                manufacturer_parts_stand_in_the_order_of_their_ids,
                manufacturer_parts_are_matched_by_the_key_of_their_number,
                a_manufacturer_part_stands_once_on_a_part,
                a_manufacturer_part_is_replaced_on_its_part,
                removing_no_manufacturer_part_is_no_change,
                a_manufacturer_part_needs_its_part;
            supplier_part:
                a_supplier_part_comes_back_as_written,
                supplier_parts_stand_in_the_order_of_their_ids,
                a_supplier_part_is_replaced_with_its_prices,
                a_supplier_part_stands_once_on_a_manufacturer_part,
                a_supplier_part_stays_on_its_manufacturer_part,
                a_supplier_part_needs_its_manufacturer_part,
                a_manufacturer_part_that_is_sold_stays,
                removing_no_supplier_part_is_no_change;
            file:
                a_file_comes_back_as_written,
                files_stand_in_natural_order,
                a_files_name_stands_once_in_a_revision,
                a_file_is_replaced,
                a_file_that_is_not_there_is_not_replaced,
                removing_no_file_is_no_change,
                a_file_needs_what_it_refers_to,
                a_content_is_known_for_ever,
                a_unit_that_is_undone_names_no_content,
                a_content_has_one_size;
            bom:
                a_line_comes_back_as_written,
                lines_stand_in_the_order_of_their_positions,
                a_line_is_replaced,
                a_line_is_removed,
                uses_stand_by_part_number_revision_and_position,
                a_part_contains_what_stands_below_it_at_any_depth,
                a_part_contains_what_any_of_its_revisions_does,
                a_lattice_is_searched_by_parts_and_not_by_paths,
                many_lines_are_added_at_once_or_not_at_all;
            bom_rule:
                a_part_never_contains_itself,
                a_cycle_is_found_through_any_revision,
                changing_the_child_of_a_line_makes_no_cycle,
                a_cycle_within_one_unit_is_found,
                two_threads_never_make_a_cycle_together,
                a_designator_stands_once_in_a_bom,
                a_quantity_agrees_with_its_designators,
                a_line_needs_what_it_refers_to;
            bom_structure:
                lines_are_found_by_their_ids,
                the_revision_that_counts_is_pinned_released_or_newest,
                a_pin_is_to_a_revision_of_the_child,
                substitutes_come_back_in_their_order,
                a_substitute_is_another_part_and_stands_once,
                no_cycle_goes_through_a_substitute,
                pins_and_substitutes_are_frozen,
                totals_are_taken_from_lines_and_not_from_places,
                there_is_nothing_above_the_top_and_below_the_bottom;
            bom_page:
                pages_are_the_lines_in_their_order,
                sums_are_what_adding_up_line_by_line_says,
                sums_know_whether_anything_below_has_lines,
                designators_are_held_by_their_lines;
            bom_level:
                an_explosion_is_what_going_down_step_by_step_says,
                windows_on_an_explosion_show_what_the_whole_shows,
                a_flat_list_is_the_sum_of_all_places,
                uses_are_found_from_every_place,
                a_comparison_is_what_pairing_line_by_line_says,
                a_roll_up_is_what_place_by_place_says,
                costs_are_what_looking_at_every_offer_says,
                a_shortage_is_what_following_every_call_says;
            kicad:
                a_fresh_store_says_nothing_of_kicad,
                a_mapping_comes_back_as_written_and_goes,
                a_mapping_is_of_a_subcategory_that_is_there,
                a_mapped_subcategory_stays,
                a_property_becomes_a_field_once,
                candidates_are_of_one_subcategory_and_in_pages,
                candidates_are_shown_as_they_were_released,
                drafts_are_candidates_when_they_are_asked_for;
            setting:
                a_fresh_store_has_the_default_settings,
                settings_are_replaced;
            approval:
                a_round_comes_back_as_written,
                rounds_count_up_and_ask_for_what_the_workflow_says,
                only_a_draft_is_asked_for,
                a_revision_goes_into_review_with_an_open_request,
                a_round_ends_when_the_revision_leaves_review,
                open_requests_are_listed_oldest_first,
                nobody_gives_a_verdict_on_their_own_revision,
                one_person_gives_one_verdict_a_round,
                a_verdict_needs_a_review_that_goes_on,
                a_rejection_and_an_override_say_why;
            release:
                a_release_comes_back_as_written,
                nothing_is_released_without_its_approvals,
                approvals_of_an_earlier_round_do_not_count,
                an_override_stands_for_the_approvals,
                an_empty_assembly_is_not_released,
                a_release_needs_the_properties_that_are_demanded,
                a_release_is_written_down_with_every_line,
                a_line_means_a_released_revision_of_its_part,
                a_child_without_a_release_needs_an_exception,
                what_was_written_down_is_followed_by_the_release;
            workflow:
                a_fresh_store_has_the_standard_workflow,
                a_workflow_comes_back_as_written,
                versions_of_a_workflow_count_up,
                a_workflow_with_a_defect_is_not_taken,
                the_settings_name_a_workflow_that_is_there,
                a_revision_begins_at_the_start_of_its_workflow,
                a_revision_takes_only_the_transitions_of_its_workflow,
                each_way_on_needs_its_own_approvals,
                each_state_in_review_has_a_round_of_its_own,
                a_request_is_for_one_state_in_review,
                a_recorded_release_goes_to_no_other_review,
                the_moment_of_the_first_release_stays,
                revisions_are_counted_by_the_version_they_follow;
            import:
                an_import_is_one_unit,
                an_import_that_fails_midway_leaves_nothing;
            import_kept:
                a_file_comes_back_with_its_rows,
                what_was_imported_stays_as_it_was,
                a_file_that_is_complete_takes_no_row_more,
                a_layout_is_remembered,
                a_choice_is_remembered,
                a_choice_sleeps_while_its_part_is_undone,
                an_undo_leaves_what_was_read,
                what_was_only_learnt_is_not_undone;
            bom_property:
                properties_and_origin_come_back_as_written,
                a_line_says_each_property_once,
                a_line_comes_from_a_file_that_is_there,
                properties_and_origin_are_frozen,
                properties_and_origin_are_copied_into_a_new_revision;
            look_up:
                parts_are_found_by_many_ids_or_numbers,
                parts_are_found_by_what_describes_them,
                properties_of_the_newest_revisions_are_read_at_once,
                manufacturer_parts_are_found_by_many_parts_or_keys,
                the_parts_that_contain_a_part_are_those_that_it_may_not_contain;
            audit_undo:
                undo_and_redo_give_back_exactly_what_was,
                a_long_history_is_undone_and_redone_step_by_step,
                an_undo_is_a_unit_of_its_own,
                undo_outlives_a_restart,
                what_comes_next_is_ones_own,
                what_stands_is_not_passed_over_in_silence,
                before_the_first_change_there_is_nothing_to_undo,
                a_unit_is_undone_once,
                units_and_entries_are_found_again,
                what_a_person_was_at_a_place_is_told_by_what_came_after;
            audit_chain:
                every_entry_follows_on_the_one_before_it,
                a_link_tells_who_when_and_what,
                what_is_not_kept_is_no_link,
                nothing_comes_after_what_a_unit_undoes,
                units_of_many_threads_make_one_chain,
                the_chain_goes_on_after_reopening,
                a_hash_that_was_noted_is_found_again,
                a_walk_along_the_chain_is_cancelled;
            audit_refusal:
                what_stands_is_not_undone,
                what_was_changed_since_is_not_undone,
                what_is_needed_since_is_not_undone,
                what_breaks_a_rule_by_now_is_not_undone,
                what_was_not_written_down_is_not_undone;
        }
    };
    ($factory:path; $($room:ident: $($promise:ident),+ $(,)?;)+) => {$(
        mod $room {
            $(
                #[test]
                fn $promise() {
                    $crate::contract::$room::$promise(&$crate::contract::TestStore::new($factory()));
                }
            )+
        }
    )+};
}
