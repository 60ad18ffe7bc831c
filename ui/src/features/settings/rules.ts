// Owns how each rule that is a setting is edited: its unit, its bounds, its word of explanation.
// A setting without a line here does not compile.
import type { PlanningSettings } from "../../contract/PlanningSettings";
import type { RoadSettings } from "../../contract/RoadSettings";
import { countText, timeText } from "../../lib/format";
import { codeWord } from "../../lib/words";
import { m } from "../../paraglide/messages.js";

type Text = () => string;

/** A number with its unit; `scale` units of what is kept make one of what is shown. */
export interface NumberRule {
  kind: "number";
  label: Text;
  hint: Text;
  unit: Text;
  least: number;
  most: number;
  scale: number;
}

/** A time of the day, a district, a language. */
export interface OtherRule {
  kind: "time" | "district" | "language";
  label: Text;
  hint: Text;
}

export type Rule = NumberRule | OtherRule;

const number = (label: Text, hint: Text, unit: Text, least: number, most: number, scale = 1): NumberRule => ({
  kind: "number",
  label,
  hint,
  unit,
  least,
  most,
  scale,
});
const time = (label: Text, hint: Text): OtherRule => ({ kind: "time", label, hint });

/** The limits of planning. */
export const PLANNING: Record<keyof PlanningSettings, Rule> = {
  rest_minutes_min: number(m.settings_rest, m.settings_rest_hint, m.settings_minutes, 0, 240),
  tours_per_day_max: number(m.settings_tours_a_day, m.settings_tours_a_day_hint, m.settings_sessions, 1, 24),
  tour_group_max: number(m.settings_group, m.settings_group_hint, m.settings_people, 1, 500),
  step_minutes: number(m.settings_step, m.settings_step_hint, m.settings_minutes, 1, 60),
  alternative_days_max: number(m.settings_ahead, m.settings_ahead_hint, m.settings_days, 1, 60),
  house_language: { kind: "language", label: m.settings_language, hint: m.settings_language_hint },
};

/** The limits of the road. Where the museum stands is set beside the table of driving times. */
export const ROAD: Record<Exclude<keyof RoadSettings, "museum_point">, Rule> = {
  driving_before_break_minutes_max: number(m.settings_before_break, m.settings_before_break_hint, m.settings_minutes, 30, 720),
  break_minutes_min: number(m.settings_break, m.settings_break_hint, m.settings_minutes, 0, 240),
  driving_per_day_minutes_max: number(m.settings_driving_day, m.settings_driving_day_hint, m.settings_minutes, 60, 1_440),
  setup_minutes_min: number(m.settings_setup, m.settings_setup_hint, m.settings_minutes, 0, 720),
  packing_minutes_min: number(m.settings_packing, m.settings_packing_hint, m.settings_minutes, 0, 720),
  day_starts_minute: time(m.settings_day_starts, m.settings_day_starts_hint),
  day_ends_minute: time(m.settings_day_ends, m.settings_day_ends_hint),
  home_by_minute: time(m.settings_home_by, m.settings_home_by_hint),
  museum_district: { kind: "district", label: m.settings_district, hint: m.settings_district_hint },
  detour_percent: number(m.settings_detour, m.settings_detour_hint, () => "%", 100, 400),
  speed_kilometres_an_hour: number(m.settings_speed, m.settings_speed_hint, m.settings_kilometres_an_hour, 5, 130),
  within_district_metres: number(m.settings_within, m.settings_within_hint, m.settings_kilometres, 1, 500, 1_000),
  vehicle_years_max: number(m.settings_vehicle_years, m.settings_vehicle_replace, m.settings_years, 1, 50),
  vehicle_kilometres_max: number(m.settings_vehicle_kilometres, m.settings_vehicle_replace, m.settings_kilometres, 1_000, 5_000_000),
};

/** The reminder that a backup should go to a stick. */
export const STICK = number(m.settings_backup_days, m.settings_backup_days_hint, m.settings_days, 1, 365);

/** The languages a house may speak. */
export const HOUSE_LANGUAGES = ["zh", "en", "ja", "ko", "fr", "de", "ru", "es"] as const;

/** A value in words: 10分, 8:00, 渝北区. `districts` names the districts there are. */
export function valueText(rule: Rule, value: string | number, districts: ReadonlyMap<string, string>): string {
  if (rule.kind === "number") return m.settings_value({ count: countText(Number(value) / rule.scale), unit: rule.unit() });
  if (rule.kind === "time") return timeText(Number(value));
  if (rule.kind === "language") return codeWord("session_language", String(value));
  return districts.get(String(value)) ?? String(value);
}
