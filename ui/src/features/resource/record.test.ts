// What is typed is never lost, and never saved over what somebody else changed without being seen.
import { describe, expect, it, vi } from "vitest";
import { Refusal } from "../../lib/call";
import { NEW, RecordEditor } from "./record.svelte";

interface View {
  id: string;
  revision: number;
  name: string;
}
type Draft = { id: string | null; revision: number | null; name: string; active: boolean };

function editor(save: (draft: Draft) => Promise<View>) {
  return new RecordEditor<View, Draft>({
    idOf: (view) => view.id,
    draftOf: (view) => ({ ...view, active: true }),
    blank: () => ({ id: null, revision: null, name: "", active: true }),
    save,
    nameOf: (view) => view.name,
  });
}
const never = () => Promise.reject(new Error("not asked"));
const hall: View = { id: "a", revision: 0, name: "儿童厅" };
const other: View = { id: "b", revision: 0, name: "宇航厅" };

describe("a record under edit", () => {
  it("keeps what was typed while another one is looked at", () => {
    const record = editor(never);
    record.open(hall);
    expect(record.dirty).toBe(false);
    if (record.draft) record.draft.name = "儿童馆";
    record.open(other);
    expect(record.draft?.name).toBe("宇航厅");
    record.open(hall);
    expect(record.draft?.name).toBe("儿童馆");
    record.revert();
    expect(record.draft?.name).toBe("儿童厅");
    expect(record.dirty).toBe(false);
  });

  it("follows what others change, and saves on what stands", () => {
    const record = editor(never);
    record.open(hall);
    record.open({ ...hall, revision: 1, name: "新名" });
    expect(record.draft).toEqual({ id: "a", revision: 1, name: "新名", active: true });
    if (record.draft) record.draft.name = "我的名";
    record.open({ ...hall, revision: 2, name: "又一个" });
    expect(record.draft).toEqual({ id: "a", revision: 2, name: "我的名", active: true });
    expect(record.dirty).toBe(true);
  });

  it("opens what the address names once", () => {
    const record = editor(never);
    record.keepUp([hall, other], (row) => row.id, "b", (row) => row);
    expect(record.key).toBe("b");
    record.close();
    record.keepUp([hall, other], (row) => row.id, "b", (row) => row);
    expect(record.key).toBeNull();
  });

  it("names the field that was refused and saves after it is mended", async () => {
    const save = vi
      .fn<(draft: Draft) => Promise<View>>()
      .mockRejectedValueOnce(new Refusal("name_taken", undefined, { field: "name", name: "x" }))
      .mockImplementation((draft) => Promise.resolve({ id: "c", revision: 0, name: draft.name }));
    const record = editor(save);
    record.begin({ name: "x" });
    expect(record.key).toBe(NEW);
    expect(await record.keep()).toBeNull();
    expect(record.wrong("name")).not.toBeNull();
    expect(record.wrong("kind")).toBeNull();
    if (record.draft) record.draft.name = "y";
    expect((await record.keep())?.id).toBe("c");
    expect([record.key, record.dirty, record.refusal]).toEqual(["c", false, null]);
    record.begin();
    expect(record.draft?.name).toBe("");
  });
});
