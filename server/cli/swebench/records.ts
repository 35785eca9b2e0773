/**
 * The folder a run writes: one line for each instance, on the disk before the next is begun, so that whatever ends the
 * run costs one instance. A run of the same settings goes on where the last one ended; one of others is refused, and so is
 * a second one at the same time.
 */
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Localization } from '../../protocol/localization.ts';
import { CliRefusal, exitStatus } from '../exitStatus.ts';
import { isRunning } from './isRunning.ts';
import { type Cost, noCost } from './question.ts';

export interface InstanceRecord {
  readonly localization: Localization;
  readonly cost: Cost;
}

export type RunSettings = Readonly<Record<string, unknown>>;

export interface Records {
  readonly done: ReadonlyMap<string, InstanceRecord>;
  add(id: string, record: InstanceRecord): void;
  /** Writes all lines again in the order of `ids`, whatever order they came in, those of other instances after them. */
  sort(ids: readonly string[]): void;
  /** Lets another run have the folder. */
  close(): void;
}

const names = { locations: 'locations.jsonl', costs: 'costs.jsonl', settings: 'settings.json', lock: 'running' };

/** Throws a refusal where the folder cannot be written, is of a run with other settings, or of one that is under way. */
export function openRecords(folder: string, settings: RunSettings): Records {
  const path = (name: keyof typeof names) => join(folder, names[name]);
  try {
    mkdirSync(folder, { recursive: true });
    const close = lock(path('lock'));
    for (const name of ['locations', 'costs'] as const) removeCutLine(path(name));
    const done = readRecords(folder);
    try {
      checkSettings(path('settings'), settings, done.size > 0);
    } catch (error) {
      close();
      throw error;
    }
    return {
      done,
      close,
      add(id, { localization, cost }) {
        // What an answer took is written first: a line of locations says that both are there.
        appendLine(path('costs'), { instance_id: id, ...cost });
        appendLine(path('locations'), { instance_id: id, ...localization });
        done.set(id, { localization, cost });
      },
      sort(ids) {
        const all = [...new Set([...ids.filter((id) => done.has(id)), ...done.keys()])];
        const lines = (part: (record: InstanceRecord) => object) =>
          all.map((id) => lineOf({ instance_id: id, ...part(done.get(id)!) })).join('');
        replace(
          path('costs'),
          lines(({ cost }) => cost),
        );
        replace(
          path('locations'),
          lines(({ localization }) => localization),
        );
      },
    };
  } catch (error) {
    if (error instanceof CliRefusal) throw error;
    throw refusal(folder, error);
  }
}

/** What a folder holds. A line that cannot be read is passed over: its instance is not done. Nothing is written. */
export function readRecords(folder: string): Map<string, InstanceRecord> {
  const costs = new Map(wholeLines<Cost>(join(folder, names.costs)));
  const locations = wholeLines<Localization>(join(folder, names.locations));
  const answers = locations.filter(
    ([, { verdict, locations: ranked }]) => verdict !== undefined && Array.isArray(ranked),
  );
  return new Map(answers.map(([id, localization]) => [id, { localization, cost: costs.get(id) ?? noCost }]));
}

/** Puts a file in the place of another in one step. */
export function replace(path: string, text: string): void {
  const unfinished = `${path}.${process.pid}`;
  writeThrough(unfinished, 'w', text);
  renameSync(unfinished, path);
}

function wholeLines<Content>(path: string): readonly (readonly [string, Content])[] {
  const lines = readOrNothing(path).toString('utf8').split('\n').slice(0, -1);
  return lines.flatMap((line) => {
    const { instance_id, ...content } = objectIn(line);
    return typeof instance_id === 'string' ? [[instance_id, content as Content] as const] : [];
  });
}

function objectIn(line: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(line));
  } catch {
    return {};
  }
}

/** A last line without its end was being written when something ended the run; the next is not to go on from it. */
function removeCutLine(path: string): void {
  const bytes = readOrNothing(path);
  const end = bytes.lastIndexOf(0x0a) + 1;
  if (end < bytes.length) truncateSync(path, end);
}

/** Marks a folder as this process's, until what this gives is called; a mark of a process that is no more is passed over. */
function lock(path: string): () => void {
  const mark = readOrNothing(path).toString('utf8');
  const pid = Number(mark);
  if (pid > 0 && pid !== process.pid && isRunning(pid)) {
    const message = `Another run, process ${pid}, is writing there: wait for it, or remove "${path}" where it is none of Culprit`;
    throw new CliRefusal(message, exitStatus.usage);
  }
  if (mark !== '') rmSync(path, { force: true });
  // Fails where another run has begun since.
  writeFileSync(path, `${process.pid}`, { flag: 'wx' });
  return () => rmSync(path, { force: true });
}

function readOrNothing(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}

function appendLine(path: string, content: object): void {
  writeThrough(path, 'a', lineOf(content));
}

/** To the disk, not only to the system. */
function writeThrough(path: string, flag: 'a' | 'w', text: string): void {
  const file = openSync(path, flag);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function lineOf(content: object): string {
  return `${JSON.stringify(content)}\n`;
}

function checkSettings(path: string, settings: RunSettings, hasRecords: boolean): void {
  const text = `${JSON.stringify(settings, null, 2)}\n`;
  const before = readOrNothing(path).toString('utf8');
  if (before === text) return;
  if (before !== '' && hasRecords) throw otherSettings(path, JSON.parse(before) as RunSettings, settings);
  replace(path, text);
}

function otherSettings(path: string, before: RunSettings, now: RunSettings): CliRefusal {
  const differing = [...new Set([...Object.keys(before), ...Object.keys(now)])].filter(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(now[name]),
  );
  return new CliRefusal(
    `Cannot go on with the run of "${path}": its settings differ in ${differing.join(', ')}. Pass another folder to --out`,
    exitStatus.usage,
  );
}

function refusal(folder: string, error: unknown): CliRefusal {
  const why = error instanceof Error ? error.message : String(error);
  return new CliRefusal(`Cannot use the folder "${folder}" for --out: ${why}`, exitStatus.usage);
}
