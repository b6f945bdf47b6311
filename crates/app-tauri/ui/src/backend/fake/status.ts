// The status of a file that is not there: figures that grow with what was asked.
import type { WorkspaceStatusView } from "../../bindings/wire";

export function fakeStatus(path: string, units: number, reads: number): WorkspaceStatusView {
  return {
    path,
    file_bytes: 393_216,
    log_bytes: 41_232,
    units,
    units_undone: 0,
    commits: units,
    largest_batch: Math.min(units, 1),
    waiting: 12 * units,
    running: 900 * units,
    committing: 1_400 * units,
    snapshots: reads,
    open_snapshots: [],
    reads_ended: 0,
    changes_elsewhere: 0,
    checkpoints: 1,
    slow: 1,
    slow_statements: [
      {
        statement: "the question that the part list asks",
        plan: "SCAN part",
        took: 212_000,
      },
    ],
  };
}
