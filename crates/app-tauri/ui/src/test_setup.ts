// Prepares the page that component tests draw in: what the test environment's browser does not have yet.
import { cleanup } from "@testing-library/svelte";
import { afterEach } from "vitest";

afterEach(cleanup);
