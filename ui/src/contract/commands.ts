// Written from the registry of commands. Do not edit.
import type { BackupCreateArguments } from "./BackupCreateArguments";
import type { BackupFile } from "./BackupFile";
import type { BackupRestoreArguments } from "./BackupRestoreArguments";
import type { BackupView } from "./BackupView";
import type { ChangeView } from "./ChangeView";
import type { CheckView } from "./CheckView";
import type { Days } from "./Days";
import type { Entered } from "./Entered";
import type { HistoryOfRowArguments } from "./HistoryOfRowArguments";
import type { HistoryView } from "./HistoryView";
import type { MuseumView } from "./MuseumView";
import type { Nothing } from "./Nothing";
import type { ProfileEnterArguments } from "./ProfileEnterArguments";
import type { ProfileSaveArguments } from "./ProfileSaveArguments";
import type { ProfileView } from "./ProfileView";
import type { Reversed } from "./Reversed";
import type { ScheduleView } from "./ScheduleView";
import type { SearchArguments } from "./SearchArguments";
import type { SearchHit } from "./SearchHit";
import type { SessionDeleteArguments } from "./SessionDeleteArguments";
import type { SessionDeleted } from "./SessionDeleted";
import type { SessionDraft } from "./SessionDraft";
import type { SessionMoveArguments } from "./SessionMoveArguments";
import type { SessionReadArguments } from "./SessionReadArguments";
import type { SessionSaveArguments } from "./SessionSaveArguments";
import type { SessionTransitionArguments } from "./SessionTransitionArguments";
import type { SessionView } from "./SessionView";
import type { SessionsChanged } from "./SessionsChanged";
import type { Settings } from "./Settings";
import type { TodayArguments } from "./TodayArguments";
import type { TodayView } from "./TodayView";
import type { Verdict } from "./Verdict";

/** Every command: what it is asked, what it answers, the areas it changes. */
export interface Commands {
  museum_status: { arguments: Nothing; answer: MuseumView; changes: [] };
  profile_list: { arguments: Nothing; answer: Array<ProfileView>; changes: [] };
  profile_enter: { arguments: ProfileEnterArguments; answer: Entered; changes: [] };
  profile_save: { arguments: ProfileSaveArguments; answer: ProfileView; changes: ["museum"] };
  setting_read: { arguments: Nothing; answer: Settings; changes: [] };
  setting_save: { arguments: Settings; answer: Settings; changes: ["museum", "calendar", "sessions"] };
  session_check: { arguments: SessionDraft; answer: Verdict; changes: [] };
  session_read: { arguments: SessionReadArguments; answer: SessionView; changes: [] };
  session_save: { arguments: SessionSaveArguments; answer: SessionView; changes: ["sessions"] };
  session_move: { arguments: SessionMoveArguments; answer: SessionView; changes: ["sessions"] };
  session_transition: { arguments: SessionTransitionArguments; answer: SessionsChanged; changes: ["sessions"] };
  session_delete: { arguments: SessionDeleteArguments; answer: SessionDeleted; changes: ["sessions"] };
  schedule_read: { arguments: Days; answer: ScheduleView; changes: [] };
  today_read: { arguments: TodayArguments; answer: TodayView; changes: [] };
  search_find: { arguments: SearchArguments; answer: Array<SearchHit>; changes: [] };
  history_state: { arguments: Nothing; answer: HistoryView; changes: [] };
  history_undo: { arguments: Nothing; answer: Reversed; changes: [] };
  history_redo: { arguments: Nothing; answer: Reversed; changes: [] };
  history_of_row: { arguments: HistoryOfRowArguments; answer: Array<ChangeView>; changes: [] };
  backup_create: { arguments: BackupCreateArguments; answer: BackupView; changes: [] };
  backup_restore: { arguments: BackupRestoreArguments; answer: BackupView; changes: [] };
  backup_list: { arguments: Nothing; answer: Array<BackupFile>; changes: [] };
  store_check: { arguments: Nothing; answer: CheckView; changes: [] };
}

/** Every code a call can fail with. */
export type FailureCode = "command_unknown" | "arguments_invalid" | "not_allowed" | "profile_unknown" | "pin_wrong" | "not_found" | "stale" | "busy" | "clash" | "override_not_allowed" | "reason_required" | "wrong_state" | "not_yet" | "past" | "text_empty" | "text_too_long" | "text_control_character" | "number_out_of_range" | "time_invalid" | "span_invalid" | "name_taken" | "in_use" | "nothing_to_undo" | "nothing_to_redo" | "undo_changed_since" | "operation_reused" | "museum_not_empty" | "outcome_unknown" | "disk_full" | "store_failed" | "place_newer" | "place_network" | "place_synced" | "place_read_only" | "place_damaged" | "place_not_a_museum" | "backup_differs" | "backup_not_written" | "glyphs_missing" | "print_failed" | "document_unknown" | "space_ring" | "last_administrator";
