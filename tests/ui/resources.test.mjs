// Every editor of views 8 and 9 in Chromium, once: made, edited, refused in words at the field, put out of use, found, copied;
// the rules with their units and defaults, backups, restoring, the move to another PC.
import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import path from "node:path";
import test from "node:test";
import { call, enter, museum, openBrowser, openPage, scratch, seriousFindings, serve, settled } from "../harness.mjs";

const folder = await museum();
const address = await serve(folder);
const browser = await openBrowser();

const field = (page, label) => page.getByLabel(label, { exact: true });
const button = (page, name) => page.getByRole("button", { name, exact: true });
const row = (page, text) => page.locator("main [role=row]", { hasText: text });
const panel = (page) => page.locator("aside.panel");

async function picture(page, name) {
  if (process.env.PICTURES) await page.screenshot({ path: path.join(process.env.PICTURES, `${name}.png`) });
}

async function open(place) {
  const page = await openPage(browser, address);
  await enter(page);
  await page.goto(`${address}/#/${place}`);
  await settled(page);
  return page;
}

async function close(page) {
  assert.deepEqual(page.faults, []);
  await page.context().close();
}

/** Types into a list and takes its first match. */
async function pick(page, label, text) {
  await field(panel(page), label).click();
  await page.keyboard.type(text);
  await page.getByRole("option").first().waitFor();
  await page.keyboard.press("Enter");
}

/** Saves by the key and waits for the words that say so. */
async function save(page, said) {
  await page.keyboard.press("Control+Enter");
  await page.getByText(said).first().waitFor();
}

/** Begins a new one by its key. */
async function begin(page, label) {
  await page.locator("main [role=grid]").focus();
  await page.keyboard.press("KeyA");
  await field(panel(page), label).waitFor();
}

/** The words at a field, which must be marked as wrong. */
async function wrongAt(page, label) {
  const input = field(panel(page), label);
  await panel(page).locator('[aria-invalid="true"]').first().waitFor();
  assert.equal(await input.getAttribute("aria-invalid"), "true");
  const words = await panel(page).locator(`#${await input.getAttribute("id")}-error`).innerText();
  assert.notEqual(words.trim(), "");
}

/** One kind of resource: what it is called, what is typed, what is refused and where, what is edited. */
const KINDS = [
  {
    kind: "space",
    title: "实验区",
    fill: async (page) => field(panel(page), "容纳").fill("24"),
    refuse: { label: "容纳", value: "0", mended: "30" },
    list: "space_list",
  },
  {
    kind: "vehicle",
    title: "大篷车9号",
    fill: async (page) => {
      await field(panel(page), "车牌").fill("渝A99999");
      await field(panel(page), "车型").fill("II型");
    },
    refuse: { label: "车牌", value: "", mended: "渝A99998" },
    list: "vehicle_list",
  },
  {
    kind: "kit",
    title: "光学箱",
    fill: async (page) => {
      await button(panel(page), "加一样").click();
      await field(panel(page), "第1样").fill("三棱镜");
      await field(panel(page), "数量").fill("12");
    },
    refuse: { label: "第1样", value: "", mended: "凸透镜" },
    list: "kit_list",
  },
  {
    kind: "site",
    title: "兰草小学",
    fill: async (page) => pick(page, "区县", "奉节"),
    refuse: { label: "电话", value: "没有", mended: "13900001234" },
    list: "site_list",
  },
  {
    kind: "exhibit",
    title: "声波墙",
    fill: async (page) => {
      await pick(page, "位置", "临展厅");
      await pick(page, "展览", "万物");
    },
    refuse: { label: "名称", value: "", mended: "回声墙", renamed: "回声墙" },
    list: "exhibit_list",
  },
  { kind: "department", title: "策展部", fill: async () => {}, refuse: { label: "名称", value: " ", mended: "策划展览部", renamed: "策划展览部" }, list: "department_list" },
  {
    kind: "person",
    title: "云岫",
    name: "姓名",
    fill: async (page) => {
      await pick(page, "身份", "志愿者");
      await field(panel(page), "电话").fill("13800007777");
    },
    refuse: { label: "驾照", value: "D9", mended: "C1" },
    list: "person_list",
  },
];

for (const { kind, title, name = "名称", fill, refuse, list } of KINDS) {
  test(`${kind}: made, refused at the field, edited, put out of use, found and copied`, async () => {
    const page = await open(`resources/${kind}`);
    await begin(page, name);
    await field(panel(page), name).fill(title);
    await fill(page);
    await save(page, `已新建${title}`);
    await row(page, title).waitFor();

    // Refused in words at the field; what was typed stays.
    await field(panel(page), refuse.label).fill(refuse.value);
    await page.keyboard.press("Control+Enter");
    await wrongAt(page, refuse.label);
    await picture(page, `resource-${kind}-refused`);
    assert.deepEqual(await seriousFindings(page), []);
    await field(panel(page), refuse.label).fill(refuse.mended);
    const after = refuse.renamed ?? title;
    await save(page, `已保存${after}`);

    // Out of use it leaves the list, and is there again where all are wanted.
    await panel(page).getByRole("checkbox", { name: /^在用/ }).uncheck();
    await page.keyboard.press("Control+Enter");
    await row(page, after).waitFor({ state: "detached" });
    await page.getByRole("checkbox", { name: /含停用/ }).check();
    await row(page, after).waitFor();
    const rows = await call(folder, list);
    assert.equal(rows.find((each) => each.name === after).active, false);

    // Found by what stands in it; copied as cells.
    await page.locator("input.filter").fill(after);
    await page.getByText("1项", { exact: true }).waitFor();
    await button(page, "复制 ▾").or(page.getByRole("button", { name: /^复制/ })).first().click();
    await page.getByRole("menuitem", { name: "复制为表格" }).click();
    await page.getByText("已复制1行").waitFor();
    await close(page);
  });
}

test("an exhibit comes to an exhibition, breaks and is mended", async () => {
  const page = await open("resources/exhibit");
  await row(page, "返回舱模型").click();
  await pick(page, "展览", "万物");
  await pick(page, "状态", "在库");
  await save(page, "已保存返回舱模型");
  await field(panel(page), "报故障").fill("舱门合不上");
  await button(panel(page), "报故障").click();
  await page.getByText("已报返回舱模型的故障").waitFor();
  await picture(page, "resource-exhibit-fault");
  await button(panel(page), "已修好").click();
  await page.getByText("返回舱模型修好了").waitFor();
  const exhibit = (await call(folder, "exhibit_list")).find((each) => each.name === "返回舱模型");
  assert.match(exhibit.exhibition_title, /万物有数/);
  assert.deepEqual([exhibit.condition, exhibit.faults.length], ["on_show", 1]);
  await close(page);
});

test("a leave empties posts, and its end offers them back", async () => {
  const people = await call(folder, "person_list");
  const records = [];
  for (const { id } of people) records.push(await call(folder, "person_read", { id }));
  const docent = records.find((record) => record.future_posts > 1 && record.leaves.length === 0);
  const name = docent.summary.name;
  const page = await open(`resources/person/${docent.summary.id}`);
  await panel(page).getByRole("heading", { name, exact: true }).waitFor();
  await button(panel(page), "登记请假").click();
  await panel(page).getByLabel("到", { exact: true }).first().fill("2026-5-31");
  await panel(page).getByLabel("到", { exact: true }).first().press("Enter");
  await button(panel(page), "登记").click();
  await page.getByText(/空出\d+个岗位/).first().waitFor();
  await picture(page, "resource-leave");
  assert.deepEqual(await seriousFindings(page), []);
  const left = (await call(folder, "person_read", { id: docent.summary.id })).future_posts;
  assert.ok(left < docent.future_posts);
  await button(panel(page), "销假").click();
  const back = panel(page).getByRole("button", { name: new RegExp(`^还给${name}\\d+个岗位`) });
  await back.waitFor();
  await picture(page, "resource-leave-offered");
  await back.click();
  await page.getByText(new RegExp(`${name}接回\\d+个岗位`)).first().waitFor();
  assert.ok((await call(folder, "person_read", { id: docent.summary.id })).future_posts > left);
  await close(page);
});

test("a driver who leaves hands posts and runs on, judged by the road", async () => {
  const { runs } = await call(folder, "run_list", { from: Date.UTC(2026, 4, 5) / 60_000, to: Date.UTC(2026, 5, 30) / 60_000 });
  const run = runs.find((each) => each.drivers.length === 1);
  const page = await open(`resources/person/${run.drivers[0].id}`);
  await panel(page).getByRole("checkbox", { name: /^在用/ }).uncheck();
  await page.keyboard.press("Control+Enter");
  await panel(page).getByRole("alert").first().waitFor();
  await button(panel(page), "交接岗位…").click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText(run.title).first().waitFor();
  await picture(page, "resource-hand-on");
  assert.deepEqual(await seriousFindings(page), []);
  await close(page);
});

test("each rule stands with its unit, its default and its word, and is refused at its field", async () => {
  const page = await open("settings/museum");
  await field(page, "区县内一程").waitFor();
  await page.getByText("默认20公里").waitFor();
  for (const hint of ["默认10分", "默认4场", "默认中文", "默认8:00", "默认135%", "默认7天"]) {
    await page.getByText(hint).first().waitFor();
  }
  await field(page, "区县内一程").fill("12");
  await field(page, "傍晚装好车").fill("7:00");
  await page.keyboard.press("Control+Enter");
  await page.locator('[aria-invalid="true"]').first().waitFor();
  assert.equal(await field(page, "傍晚装好车").getAttribute("aria-invalid"), "true");
  await picture(page, "settings-refused");
  await field(page, "傍晚装好车").fill("18:30");
  await page.keyboard.press("Control+Enter");
  await page.getByText("设置已保存").first().waitFor();
  const { road } = await call(folder, "setting_read");
  assert.deepEqual([road.within_district_metres, road.day_ends_minute], [12_000, 1110]);
  assert.deepEqual(await seriousFindings(page), []);
  await close(page);
});

test("About names every package with its licence, and finds one offline", async () => {
  const page = await open("settings/about");
  await field(page, "筛选").fill("tauri-runtime mit");
  await page.getByRole("row").filter({ hasText: "tauri-runtime-wry" }).waitFor();
  await field(page, "筛选").fill("没有这个");
  await page.getByText("没有“没有这个”").waitFor();
  assert.deepEqual(await seriousFindings(page), []);
  await close(page);
});

test("a profile is made, may not be called nothing, and is put out of use", async () => {
  const page = await open("settings/profiles");
  await button(page, "新建身份").click();
  await field(page, "姓名").fill(" ");
  await page.getByRole("button", { name: /^保存身份/ }).click();
  await page.getByRole("alert").first().waitFor();
  await field(page, "姓名").fill("值守");
  await page.getByRole("button", { name: /^保存身份/ }).click();
  await page.getByText("“值守”已保存").first().waitFor();
  await picture(page, "settings-profiles");
  assert.deepEqual(await seriousFindings(page), []);
  assert.ok((await call(folder, "profile_list")).some((profile) => profile.name === "值守"));
  await close(page);
});

test("a backup goes to a stick, comes back, and moves the museum to another PC", async () => {
  const stick = await scratch("zhancheng-stick-");
  const page = await open("settings/backup");
  await page.getByRole("button", { name: "备份到本机" }).click();
  await page.getByText(/已备份并核对/).first().waitFor();
  await field(page, "文件夹").fill(stick);
  await button(page, "备份到U盘").click();
  await page.getByText("上次备份到U盘：2026年5月4日").waitFor();
  const [file] = await readdir(stick);
  assert.match(file, /\.zhancheng$/);
  await picture(page, "settings-backup");
  assert.deepEqual(await seriousFindings(page), []);

  // What is done after it is gone once it is restored, and the state before is kept.
  await call(folder, "department_save", { name: "恢复后没有", active: true });
  await field(page, "备份文件").fill(path.join(stick, file));
  await page.getByRole("button", { name: "从U盘恢复…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: /^恢复/ }).click();
  await page.getByText(/已恢复并核对/).first().waitFor();
  await page.getByText("恢复之前").first().waitFor();
  assert.ok(!(await call(folder, "department_list")).some((each) => each.name === "恢复后没有"));

  // A file that is no backup is refused in words.
  await field(page, "备份文件").fill(path.join(stick, "没有.zhancheng"));
  await page.getByRole("button", { name: "从U盘恢复…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: /^恢复/ }).click();
  await page.getByRole("alert").first().waitFor();
  await page.getByRole("button", { name: "检查数据" }).click();
  await page.getByText(/数据完好/).first().waitFor();
  await close(page);

  // The new PC begins empty; what comes with the stick fills it.
  const fresh = await museum({ sample: false });
  const other = await openPage(browser, await serve(fresh));
  await enter(other);
  await other.goto(`${new URL(other.url()).origin}/#/settings/backup`);
  await settled(other);
  await field(other, "备份文件").fill(path.join(stick, file));
  await other.getByRole("button", { name: "从U盘恢复…" }).click();
  await other.getByRole("dialog").getByRole("button", { name: /^恢复/ }).click();
  await other.getByText(/已恢复并核对/).first().waitFor();
  assert.ok((await call(fresh, "person_list")).length > 10);
  await other.context().close();
});
