// Marked parts: by one, by many from the last one on, and for as long as the list shows the same.
import { beforeEach, describe, expect, test } from "vitest";
import type { PartRow } from "../../bindings/wire";
import type { ListedPart } from "./part_list.svelte";
import { PartMarks } from "./part_marks.svelte";

const listed = (ids: string): ListedPart[] => [...ids].map((id) => ({ row: { id } as PartRow, found: [] }));

describe("PartMarks", () => {
  let marks: PartMarks;
  beforeEach(() => {
    marks = new PartMarks();
  });
  const toggle = (parts: ListedPart[], index: number) => marks.toggle(parts[index]?.row as PartRow);
  const extend = (parts: readonly (ListedPart | undefined)[], index: number) => marks.extend(parts[index]?.row as PartRow, index, parts);
  const marked = () => marks.ids.toSorted().join("");

  test("reach from the last one to another, in either direction, over what was read", () => {
    toggle(listed("abcdef"), 4);
    extend([...listed("ab"), undefined, ...listed("def")], 1);
    expect(marked()).toBe("bde");
    extend(listed("abcdef"), 0);
    expect(marked()).toBe("abde");
  });

  test("reach from where the last one stands by now, and from nowhere once it is not there", () => {
    toggle(listed("abcdef"), 0);
    extend(listed("fedcba"), 3);
    expect(marked()).toBe("abc");
    marks.clear();
    toggle(listed("abcdef"), 0);
    extend(listed("bcdef"), 3);
    expect(marked()).toBe("ae");
  });

  test("go once the list is narrowed to something else, and tell how many there were", () => {
    toggle(listed("abc"), 0);
    toggle(listed("abc"), 2);
    expect([marks.follow(""), marked()]).toEqual([0, "ac"]);
    expect([marks.follow("q=4k7"), marked()]).toEqual([2, ""]);
    expect(marks.follow("")).toBe(0);
  });
});
