// A note that offers to undo offers it only while it would undo what it speaks of.
import { expect, it } from "vitest";
import { dismissUndo, toast, toasts } from "./toast.svelte";

it("offers to undo only the last step", () => {
  const undo = { label: "undo", run: () => undefined };
  toast("first", { undo });
  toast("plain");
  toast("second", { undo });
  expect(toasts().map((each) => each.text)).toEqual(["plain", "second"]);
  dismissUndo();
  expect(toasts().map((each) => each.text)).toEqual(["plain"]);
});
