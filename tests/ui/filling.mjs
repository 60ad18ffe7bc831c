// Puts words into every field of every command that takes words, through calls that are right in all else.
//
// A recipe answers right calls of one command, made from what the sample museum holds; `worded` then sets the fields
// for words, so that a new field is filled without anybody thinking of it.
import { known } from "./fields.mjs";

const DAY = 1440;
/** Minutes of the sample's Monday, 2026-05-04, since 1970. */
export const MONDAY = 20_577 * DAY;
/** Records of a kind, so that each of its fields meets many payloads. */
const RECORDS = 10;

const count = (most) => Array.from({ length: most }, (_, index) => index);
const iso = (day) => new Date(day * 60_000).toISOString().slice(0, 10);
const fresh = { id: null, revision: null };
const reason = { code: "other", text: "" };
const passed = (...codes) => codes.map((code) => ({ code, reason: "", subject: null }));

/** The records of a list and as many new ones that there are `RECORDS`. */
async function* kept(ask, list, read, begun) {
  const records = await ask(list);
  for (const record of records) yield read ? await ask(read, { id: record.id }) : record;
  for (const index of count(Math.max(0, RECORDS - records.length))) yield { ...begun(records[0], index), ...fresh, active: true };
}

/** A resource: what it is saved from is what its list answers. */
const resource = (list, { read, begun = (first) => first, draftOf = (record) => record } = {}) =>
  async function* (ask) {
    for await (const record of kept(ask, list, read, begun)) yield draftOf(record);
  };

async function opening(ask) {
  const { opening: rule } = await ask("setting_read");
  const hours = rule.hours;
  const seasons = count(4).map((each) => ({ name: "", from_month: 6 + each, from_day: 1, to_month: 6 + each, to_day: 20, hours }));
  const timetables = count(4).map((each) => ({ name: "", day_kinds: ["weekend"], starts: [600 + each * 10] }));
  return { ...rule, seasons, timetables };
}

const stateNotice = { year: 2027, version: 1, published: null, title: "", text: "", days: count(12).map((each) => ({ date: `2027-${String(each + 1).padStart(2, "0")}-01`, name: "", off: true })) };
const museumNotice = (index) => ({ ...fresh, effect: "close", from: iso(MONDAY + (150 + index) * DAY), to: iso(MONDAY + (150 + index) * DAY), kind: "other", part: "day", reason: "", space: null });

async function weeks(ask, from, days) {
  const { sessions } = await ask("schedule_read", { from, to: from + days * DAY });
  return sessions;
}
const open = (session) => session.state === "published" || session.state === "planned";
const draftOf = (session) => ({ ...session, posts: session.posts.map(({ id, language, person, role }) => ({ id, language, person, role })) });

/** A session on a closed Monday: it stands only with a reason. */
async function onClosedDay(ask, index) {
  const spaces = (await ask("space_list")).filter((space) => !space.has_parts);
  const starts = MONDAY + 21 * DAY + 600 + Math.floor(index / spaces.length) * 70;
  return { kind: "activity", title: "", starts, ends: starts + 60, spaces: [spaces[index % spaces.length].id] };
}
const SOFT = passed("closed_day", "no_guide_lane");

async function exhibitionDraft(ask, index) {
  const [space] = await ask("space_list");
  const day = MONDAY + (400 + index * 30) * DAY;
  return { ...fresh, department: null, spaces: [space.id], title: "", phases: { installs_from: day, opens_on: day + 5 * DAY, closes_on: day + 12 * DAY, deinstalls_until: day + 20 * DAY } };
}
const exhibitions = async (ask) => (await ask("exhibition_list", { from: MONDAY, to: MONDAY + 1200 * DAY })).exhibitions;
const runs = async (ask) => (await ask("run_list", { from: MONDAY, to: MONDAY + 60 * DAY })).runs.filter((run) => run.state !== "cancelled");

async function* templates(ask) {
  const { templates: all } = await ask("template_list");
  for (const { id } of all.slice(0, 3)) yield { overrides: SOFT.map((each) => ({ ...each, day: null, start: null })), reason, ...(await ask("template_read", { id })) };
}
async function occurrences(ask) {
  return (await weeks(ask, MONDAY + 14 * DAY, 14)).filter((session) => open(session) && session.template !== null);
}

/** A sheet of one site, as it would be pasted. */
const BLOCK = "名称\t区县\t类型\n永安小学\t奉节县\t学校";
/** It is read as it is proposed; a reason lets pass what may be. */
async function* readSheets(ask) {
  const { id: file } = await ask("sheet_paste", { text: BLOCK });
  const { mapping } = await ask("sheet_propose", { file, kind: "site" });
  // As a person who has gone over the columns leaves it.
  for (const column of mapping.sheets[0].layout.columns) column.reason = { code: "person" };
  yield { file, mapping, clashing_as_drafts: false, let_pass: "", locale: null };
}

export const RECIPES = {
  profile_save: resource("profile_list", {
    begun: () => ({ role: "front_desk" }),
    draftOf: (profile) => ({ ...profile, pin: "keep" }),
  }),
  setting_save: async function* (ask) {
    const settings = await ask("setting_read");
    const museum_point = { latitude_millionths: 29_560_000, longitude_millionths: 106_550_000, provenance: "" };
    yield { ...settings, road: { ...settings.road, museum_point }, opening: await opening(ask) };
  },
  opening_save: async function* (ask) {
    yield await opening(ask);
  },
  state_notice_save: async function* () {
    for (const version of count(3)) yield { ...stateNotice, version: version + 1 };
  },
  museum_notice_save: async function* () {
    for (const index of count(RECORDS)) yield museumNotice(index);
    // These close days that have sessions.
    for (const index of count(2)) yield museumNotice(-98 + index);
  },
  calendar_preview: async function* () {
    yield { state_notice: { ...stateNotice, version: 9 } };
    yield { museum_notice: museumNotice(90) };
  },
  calendar_keep: async function* (ask) {
    const waiting = await ask("calendar_effects", { kept: false });
    for (const { session } of waiting.slice(0, 6)) yield { ids: [session.id], reason: "" };
  },
  notice_read: async function* () {
    for (const _ of count(RECORDS)) yield { text: "", year: 2027 };
  },
  department_save: resource("department_list"),
  space_save: resource("space_list", { begun: () => ({ kind: "classroom", lanes: 0, capacity: 30, parent: null }) }),
  person_save: resource("person_list", {
    read: "person_read",
    begun: () => ({ kind: "volunteer", availability: [], qualifications: [] }),
    draftOf: ({ summary, ...person }) => ({ ...summary, ...person, qualifications: [{ aspect: "theme", value: "", expires: null }] }),
  }),
  leave_save: async function* (ask) {
    for (const { id } of (await ask("person_list")).slice(0, RECORDS)) {
      const day = MONDAY + 70 * DAY;
      yield { ...fresh, from_day: day, to_day: day, from_half: "morning", to_half: "afternoon", kind: "other", person: id, remark: null };
    }
  },
  vehicle_save: resource("vehicle_list"),
  kit_save: resource("kit_list", { begun: (first) => ({ ...first, items: first.items.map((item) => ({ ...item, id: null })) }) }),
  site_save: resource("site_list", { read: "site_read", begun: (first) => ({ ...first, contact_phone: null }) }),
  exhibit_save: resource("exhibit_list"),
  exhibit_report_fault: async function* (ask) {
    for (const { id } of await ask("exhibit_list")) yield { exhibit: id, under_repair: false, words: "" };
  },
  exhibition_check: async function* (ask) {
    yield await exhibitionDraft(ask, 20);
  },
  exhibition_effects: async function* (ask) {
    yield await exhibitionDraft(ask, 21);
  },
  exhibition_save: async function* (ask) {
    for (const exhibition of await exhibitions(ask)) yield { exhibition, reason, overrides: SOFT };
    for (const index of count(12)) yield { exhibition: await exhibitionDraft(ask, index), reason, overrides: SOFT };
  },
  exhibition_transition: async function* (ask) {
    for (const { id, revision, state } of await exhibitions(ask)) {
      if (state === "planned") yield { id, revision, transition: "cancel", reason, overrides: SOFT };
    }
  },
  session_check: async function* (ask) {
    yield await onClosedDay(ask, 0);
  },
  session_candidates: async function* (ask) {
    const session = (await weeks(ask, MONDAY + DAY, 7)).find((each) => open(each) && each.posts.length > 0);
    yield { post: 0, session: draftOf(session) };
  },
  session_save: async function* (ask) {
    for (const session of await weeks(ask, MONDAY + 540, 5)) {
      if (open(session)) yield { session: draftOf(session), reason, overrides: [] };
    }
    for (const index of count(RECORDS)) yield { session: await onClosedDay(ask, index), reason, overrides: SOFT };
  },
  session_move: async function* (ask) {
    for (const { id, revision, starts, ends } of (await occurrences(ask)).slice(0, RECORDS)) yield { id, revision, starts: starts + 5, ends: ends + 5, reason, overrides: SOFT };
  },
  session_shift: async function* (ask) {
    for (const { id, revision } of (await occurrences(ask)).slice(RECORDS, RECORDS + 12)) yield { sessions: [{ id, revision }], minutes: 5, reason, overrides: SOFT };
  },
  session_transition: async function* (ask) {
    for (const { id } of (await occurrences(ask)).slice(-RECORDS)) yield { ids: [id], transition: "cancel", reason, overrides: SOFT };
  },
  template_preview: templates,
  template_save: templates,
  template_skip: async function* (ask) {
    for (const { id } of (await ask("template_list")).templates.slice(0, 3)) {
      const { lines } = await ask("template_read", { id });
      for (const { day, start } of lines.filter((each) => each.skip === null && each.day > MONDAY + 28 * DAY).slice(0, 3)) yield { template: id, day, start, reason: "" };
    }
  },
  template_restore: async function* (ask) {
    for (const { id } of (await ask("template_list")).templates) {
      const { lines } = await ask("template_read", { id });
      for (const line of lines.filter((each) => each.skip !== null && each.day > MONDAY).slice(0, 2)) {
        yield { template: id, day: line.day, start: line.start, overrides: [...SOFT, ...passed("closed_by_notice")].map((each) => ({ ...each, day: null, start: null })) };
      }
    }
  },
  template_end: async function* (ask) {
    const { templates: all } = await ask("template_list");
    for (const { id, revision, pattern } of all.slice(0, 3)) yield { id, revision, last_day: pattern.valid_to - DAY, reason };
  },
  occurrence_preview: async function* (ask) {
    for (const session of (await occurrences(ask)).slice(60, 62)) yield { session: draftOf(session), scope: "following", reason, overrides: SOFT };
  },
  occurrence_save: async function* (ask) {
    for (const session of (await occurrences(ask)).slice(64, 64 + RECORDS)) yield { session: draftOf(session), scope: "one", reason, overrides: SOFT };
  },
  occurrence_follow: async function* (ask) {
    for (const session of (await occurrences(ask)).slice(64, 76)) yield { session: session.id, revision: session.revision, reason, overrides: SOFT };
  },
  week_duplicate: async function* () {
    yield { from_week: MONDAY + 7 * DAY, to_week: MONDAY + 28 * DAY, preview: true, overrides: SOFT.map((each) => ({ ...each, day: null, start: null })) };
    yield { from_week: MONDAY + 7 * DAY, to_week: MONDAY + 28 * DAY, preview: false, overrides: SOFT.map((each) => ({ ...each, day: null, start: null })) };
  },
  run_check: async function* (ask) {
    for (const { draft } of await runs(ask)) yield draft;
  },
  run_propose_times: async function* (ask) {
    for (const { draft } of await runs(ask)) yield draft;
  },
  run_save: async function* (ask) {
    for (const { draft } of await runs(ask)) yield { run: draft, reason, overrides: passed("driver_hours", "driving_break") };
  },
  run_transition: async function* (ask) {
    for (const { id, revision } of (await runs(ask)).filter(({ state }) => state !== "draft").slice(-1)) yield { id, revision, transition: "cancel", reason, overrides: passed("driver_hours") };
  },
  travel_time_save: async function* (ask) {
    const { cells } = await ask("travel_time_list", {});
    for (const { from, to, revision, drive } of cells.filter((cell) => cell.from !== cell.to).slice(0, RECORDS)) {
      yield { from, to, revision, minutes: drive.minutes, metres: drive.metres };
    }
  },
  saved_view_save: async function* () {
    for (const index of count(RECORDS)) yield { ...fresh, place: ["schedule", "tours", "print", "resources"][index % 4], name: "", content: { version: 1, shown: ["spaces"] } };
  },
  sheet_stage: async function* () {
    yield { name: "", content: Buffer.from(BLOCK).toString("base64") };
  },
  sheet_paste: async function* () {
    for (const _ of count(RECORDS)) yield { text: "" };
  },
  sheet_preview: readSheets,
  sheet_import: readSheets,
  sheet_export: async function* () {
    for (const form of ["xlsx", "csv"]) yield { sheet_kind: "site", form, from: null, to: null, ids: [], filter: "", locale: null };
  },
  search_find: async function* () {
    for (const _ of count(RECORDS)) yield { text: "" };
  },
  quick_add_read: async function* () {
    for (const _ of count(RECORDS)) yield { text: "" };
  },
};

/** Enters as the administrator over HTTP and answers how to call: an answer, or an error that has the failure. */
export async function asker(address) {
  const post = async (name, args, key) => {
    const headers = { "content-type": "application/json", "zhancheng-key": key };
    const response = await fetch(`${address}/call/${name}`, { method: "POST", body: JSON.stringify(args), headers });
    const answer = await response.json();
    if (response.ok) return answer;
    throw Object.assign(new Error(`${name}: ${JSON.stringify(answer).slice(0, 300)}`), { failure: answer });
  };
  const administrator = (await post("profile_list", {}, "")).find((profile) => profile.role === "administrator");
  const { key } = await post("profile_enter", { id: administrator.id, pin: null }, "");
  return (name, args = {}) => post(name, args, key);
}

/** Right calls of a command; an error where there is no recipe. */
export async function* callsOf(command, ask) {
  const recipe = RECIPES[command.name];
  if (!recipe) throw new Error(`${command.name} takes words and has no recipe in filling.mjs`);
  for await (const args of recipe(ask)) yield known(command, args);
}
