// The first start, by keyboard alone: an empty museum becomes one with halls, people and a session; or the sample.
import assert from "node:assert/strict";
import test from "node:test";
import { call, enter, museum, openBrowser, openPage, seriousFindings, serve, settled, zhancheng } from "../harness.mjs";

const browser = await openBrowser();

test("four steps open an empty museum", async () => {
  const folder = await museum({ sample: false });
  const page = await openPage(browser, await serve(folder));
  await enter(page);
  await page.getByRole("heading", { name: "四步开馆" }).waitFor();
  assert.deepEqual(await seriousFindings(page), []);

  await page.getByLabel("展厅和空间", { exact: true }).focus();
  await page.keyboard.insertText("儿童厅 80\n  建构角 24\n宇航厅 六十");
  await page.getByText("订了“儿童厅”，建构角同时占用").waitFor();
  await page.keyboard.press("Control+Enter");
  await page.getByText("3个空间", { exact: true }).waitFor();

  await page.getByLabel("讲解员和志愿者", { exact: true }).focus();
  await page.keyboard.insertText("周予安 儿童厅 英文\n蒲苇 志愿者");
  await page.keyboard.press("Control+Enter");
  await page.getByText("2人", { exact: true }).waitFor();

  await page.getByLabel("一句话", { exact: true }).focus();
  await page.keyboard.insertText("周三10点 儿童厅 小小讲解 30人");
  await page.getByRole("button", { name: "新建这一场" }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByText("1场", { exact: true }).waitFor();
  assert.deepEqual(page.faults, []);

  const spaces = await call(folder, "space_list");
  const names = Object.fromEntries(spaces.map((space) => [space.name, space]));
  assert.deepEqual(
    ["儿童厅", "建构角", "宇航厅"].map((name) => names[name]?.capacity),
    [80, 24, 60],
  );
  assert.equal(names["建构角"].parent, names["儿童厅"].id);
  const people = await call(folder, "person_list");
  assert.deepEqual(people.map((person) => person.kind).sort(), ["docent", "volunteer"]);

  // A restart in the middle goes on where it was; leaving is for good.
  await page.reload();
  await page.getByRole("heading", { name: "四步开馆" }).waitFor();
  await page.getByRole("button", { name: "打开“今日”" }).click();
  await page.getByRole("heading", { name: "四步开馆" }).waitFor({ state: "detached" });
  await page.reload();
  await settled(page);
  assert.equal(await page.getByRole("heading", { name: "四步开馆" }).count(), 0);
  await page.context().close();
});

test("a line that is not understood is named and nothing is written", async () => {
  const folder = await museum({ sample: false });
  const page = await openPage(browser, await serve(folder));
  await enter(page);
  await page.getByLabel("展厅和空间", { exact: true }).fill("  建构角 24\n儿童厅 80");
  await page.getByText("第1行没看懂：建构角 24").first().waitFor();
  await page.getByLabel("展厅和空间", { exact: true }).press("Control+Enter");
  assert.deepEqual(await call(folder, "space_list"), []);
  await page.context().close();
});

test("the sample museum fills the page", async () => {
  const folder = await museum({ sample: false });
  const page = await openPage(browser, await serve(folder));
  await enter(page);
  await page.getByRole("button", { name: "打开示例馆" }).click();
  await page.getByRole("heading", { name: "四步开馆" }).waitFor({ state: "detached" });
  assert.equal((await call(folder, "museum_status")).sample, true);
  assert.ok((await zhancheng(folder, "check")).sound);
  assert.deepEqual(page.faults, []);
  await page.context().close();
});
