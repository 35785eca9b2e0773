/**
 * coverage.py's own two forms: the JSON report (formats 2 and 3) and the data file `.coverage`, an SQLite database (schema
 * 7). Leaves out contexts: all that ran counts. Reading the database needs a Node that brings SQLite (22.13 or newer).
 */
import { malformed, ReportBuilder, type ReportReading } from './coverageReport.ts';

export function readCoveragePyJson(text: string): ReportReading {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return malformed('it is no JSON');
  }
  const files = member(document, 'files');
  if (typeof files !== 'object' || files === null)
    return malformed('it has no "files", as reports of coverage.py have');
  const builder = new ReportBuilder();
  for (const [path, file] of Object.entries(files)) {
    for (const line of list(member(file, 'executed_lines'))) if (typeof line === 'number') builder.hit(path, line);
    const executed = jumps(member(file, 'executed_branches'));
    const all = [...executed, ...jumps(member(file, 'missing_branches'))];
    for (const [from, to] of executed) builder.took(path, from, placeAmong(all, from, to));
  }
  return { kind: 'report', report: builder.finish([]) };
}

/** Which of the jumps from a line this one is, in order of where they lead. */
function placeAmong(all: readonly (readonly [number, number])[], from: number, to: number): number {
  const targets = all.filter(([start]) => start === from).map(([, end]) => end);
  return [...new Set(targets)].sort((a, b) => a - b).indexOf(to);
}

function jumps(value: unknown): readonly (readonly [number, number])[] {
  return list(value).flatMap((jump) => {
    const [from, to] = list(jump);
    return typeof from === 'number' && typeof to === 'number' ? [[from, to] as const] : [];
  });
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The data file of coverage.py at `path`. */
export function readCoveragePyData(path: string): ReportReading {
  const sqlite = sqliteOfNode();
  if (sqlite === null)
    return malformed(`Node ${process.versions.node} cannot read SQLite; write a report with "coverage json" instead`);
  try {
    const database = new sqlite.DatabaseSync(path, { readOnly: true });
    try {
      const builder = new ReportBuilder();
      const rows = (query: string) => database.prepare(query).all();
      for (const { path: file, numbits } of rows(
        'select path, numbits from line_bits join file on file.id = file_id',
      )) {
        if (!(numbits instanceof Uint8Array)) continue;
        for (const [byte, bits] of numbits.entries())
          for (let bit = 0; bit < 8; bit++) if ((bits >> bit) & 1) builder.hit(String(file), byte * 8 + bit);
      }
      // With branches it keeps jumps instead of lines; a negative end is the way in or out of a function.
      for (const { path: file, fromno, tono } of rows(
        'select path, fromno, tono from arc join file on file.id = file_id',
      )) {
        builder.hit(String(file), Number(fromno));
        builder.hit(String(file), Number(tono));
      }
      return { kind: 'report', report: builder.finish([]) };
    } finally {
      database.close();
    }
  } catch (error) {
    return malformed(`it is no data file of coverage.py (${error instanceof Error ? error.message : String(error)})`);
  }
}

/** Node's SQLite, without the line it prints about being new. */
function sqliteOfNode(): typeof import('node:sqlite') | null {
  const { emitWarning } = process;
  process.emitWarning = () => undefined;
  try {
    return process.getBuiltinModule('node:sqlite') ?? null;
  } catch {
    return null;
  } finally {
    process.emitWarning = emitWarning;
  }
}
