// A field and somebody else: followed, agreed with, or met as a conflict that one of the two wins.
import { expect, test } from "vitest";
import { Typed } from "./typed.svelte";

test("who has written nothing follows what somebody else writes", () => {
  const field = new Typed<string>("4");
  field.meet("5");
  expect([field.value, field.seen, field.conflict]).toEqual(["5", "5", null]);
});

test("who is in the middle of writing keeps a space at the end", () => {
  const field = new Typed<string>("Power module");
  field.value = "Power module ";
  field.meet("Power module");
  expect([field.value, field.changed]).toEqual(["Power module ", false]);
});

test("who has written something else is told what it was and what it is, and keeps what is typed", () => {
  const field = new Typed<string>("4");
  field.value = "6";
  field.meet("5");
  expect(field.value).toBe("6");
  expect(field.conflict).toEqual({ was: "4", now: "5" });
  field.meet("7");
  expect(field.conflict, "the newest counts").toEqual({ was: "4", now: "7" });
  field.meet("4");
  expect(field.conflict, "it was undone").toBeNull();
});

test("two who write the same do not meet", () => {
  const field = new Typed<string>("4");
  field.value = " 5 ";
  field.meet("5");
  expect([field.conflict, field.changed]).toEqual([null, false]);
});

test("mine is kept in the knowledge of theirs, and theirs is taken", () => {
  const mine = new Typed<string>("4");
  mine.value = "6";
  mine.meet("5");
  mine.keepMine();
  expect([mine.value, mine.seen, mine.conflict]).toEqual(["6", "5", null]);
  const theirs = new Typed<string>("4");
  theirs.value = "6";
  theirs.meet("5");
  theirs.takeTheirs();
  expect([theirs.value, theirs.seen, theirs.changed, theirs.conflict]).toEqual(["5", "5", false, null]);
});
