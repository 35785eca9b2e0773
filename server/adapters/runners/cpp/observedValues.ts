/**
 * Values of variables as a failing test passes the lines that are asked for: the test is run once more, alone, under gdb,
 * which looks without stopping. Its trace is of the same run, so that each value has its event.
 */

import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExecutionTrace, TracedValue } from '../../../core/trace/executionTrace.ts';
import type { WatchRequest } from '../../../ports/testRunner.ts';
import { programOnPath } from '../../process/programsOnPath.ts';
import { type CppSession, fuelOf, ignoredSitesFile, testEnvironment } from './cppSession.ts';
import { type ExpandedTrace, expandTrace } from './expandedTrace.ts';
import type { ProgramCode } from './programCode.ts';
import { readRawTrace } from './runtimeRecords.ts';
import { bookOf } from './watchedProgram.ts';

const maxPlaces = 300;
const maxValues = 4000;
const hitsPerPlace = 16;
const seconds = 30;

/** A program with the arguments that make it run one test. */
export interface OneTest {
  readonly program: string;
  readonly words: readonly string[];
  readonly folder: string;
  readonly number: number;
}

/** The trace of another run with its values, or the sentence that says why there is none. */
export async function observeValues(
  session: CppSession,
  code: ProgramCode,
  test: OneTest,
  wanted: NonNullable<WatchRequest['values']>,
): Promise<ExecutionTrace | string> {
  const gdb = programOnPath('gdb', session.options.environment);
  if (gdb === null) return 'Values of variables were not read: there is no gdb on PATH';
  const places = placesWithin(code, wanted);
  if (places.length === 0) return 'Values of variables were not read: the lines asked for have no code';
  const outFolder = join(session.outFolder, `values-${test.number}`);
  await mkdir(outFolder);
  const request = join(outFolder, 'request.json');
  const out = join(outFolder, 'values.jsonl');
  const base = process.arch === 'arm64' ? 'x29' : 'rbp';
  await writeFile(request, JSON.stringify({ places, out, seconds, hitsPerPlace, values: maxValues, base }));
  const quiet = [
    '-nx',
    '-batch',
    '-iex',
    'set auto-load safe-path /usr/share/gdb',
    '-iex',
    'set auto-load local-gdbinit off',
  ];
  const ignored = await ignoredSitesFile(session, code, `values-${test.number}`);
  await session.options.runProcess({
    command: gdb,
    arguments: [...quiet, '-x', join(session.tools.folder, 'culprit_values.py'), '--args', test.program, ...test.words],
    cwd: test.folder,
    environment: testEnvironment(session, {
      ...{ CULPRIT_OUT: outFolder, CULPRIT_MODE: 'trace', CULPRIT_VALUES: request, CULPRIT_IGNORED: ignored },
      ...{ CULPRIT_FUEL: fuelOf(session.watch.limits.fuel), DEBUGINFOD_URLS: '', PYTHONDONTWRITEBYTECODE: '1' },
    }),
    seconds: seconds * 2,
    lastWords: [],
    cancellation: session.cancellation,
    confinement: {
      repository: session.recipe.repository,
      writable: [session.outFolder, session.cacheFolder],
      readable: [gdb],
    },
  });
  const own = join(outFolder, 'raw-0.bin');
  const raw = await readRawTrace(existsSync(own) ? own : join(outFolder, 'raw.bin'));
  const text = await readFile(out, 'utf8').catch(() => '');
  if (raw === null || text === '') return 'Values of variables were not read: gdb could not run the test';
  const expanded = expandTrace(raw, await bookOf(outFolder, code));
  return { ...expanded.trace, values: valuesAt(text, expanded) };
}

/** Lines with code within the ranges, by the paths the debug information has. */
function placesWithin(
  { map, fileOfRow }: ProgramCode,
  wanted: NonNullable<WatchRequest['values']>,
): readonly (readonly [string, number])[] {
  const found = new Map<string, readonly [string, number]>();
  const { table } = map;
  for (let row = 0; row < table.lines.length && found.size < maxPlaces; row++) {
    const file = fileOfRow(row);
    const ranges = file === null ? undefined : wanted.get(file);
    const line = table.lines[row]!;
    if (ranges?.some(([first, last]) => first <= line && line <= last) !== true) continue;
    found.set(`${file}:${line}`, [table.files[table.fileIndexes[row]!]!, line]);
  }
  return [...found.values()];
}

interface WrittenValue extends Omit<TracedValue, 'event'> {
  /** Number of the runtime's next event when the program was at the line. */
  readonly at: number;
  readonly line: number;
  /** Where the program was, if that was behind the line. */
  readonly seenAt: number | null;
}

function valuesAt(text: string, { passages }: ExpandedTrace): readonly TracedValue[] {
  const values: TracedValue[] = [];
  for (const textLine of text.split('\n')) {
    let written: WrittenValue;
    try {
      written = JSON.parse(textLine) as WrittenValue;
    } catch {
      continue; // cut short
    }
    const { at, line, kind, name, value, seenAt } = written;
    // A line may stand before or after the probe of its block.
    const last = (of: number, isIn: (raw: number) => boolean) =>
      (passages.get(of) ?? []).findLast(({ raw }) => isIn(raw));
    const here = last(seenAt ?? line, (raw) => raw <= at);
    const passage = seenAt === null || here === undefined ? here : last(line, (raw) => raw < here.raw);
    if (passage === undefined) continue;
    values.push({ event: kind === 'argument' ? passage.call : passage.event, kind, name, value });
  }
  return values.sort((a, b) => a.event - b.event);
}
