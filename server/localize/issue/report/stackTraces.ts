/**
 * The stack traces of a report, each with its frames in one order whatever runtime printed it. Leaves out which frames
 * are the repository's.
 */

import type { BugReport } from './bugReport.ts';
import { errorOf } from './errors.ts';
import { type FrameLine, frameIn, type ReportedFrame } from './frameFormats.ts';

export interface ReportedTrace {
  /** The line that says what was raised, where one stands by the frames. */
  readonly error: string | null;
  /** Innermost last. */
  readonly frames: readonly ReportedFrame[];
}

/** In the order of the report; the causes of an exception are traces of their own. */
export function framesOf({ parts }: BugReport): readonly ReportedTrace[] {
  return parts.flatMap(({ kind, text }) =>
    tracesIn(text.split('\n'), kind === 'log' ? Number.POSITIVE_INFINITY : mostBetween),
  );
}

/** Whether lines are what a program printed when it failed. */
export function isLog(lines: readonly string[]): boolean {
  const found = lines.map((line) => frameIn(line));
  const nFrames = found.filter((one) => one !== null).length;
  return (
    2 <= nFrames ||
    lines.some((line) => begins.test(line)) ||
    (nFrames === 1 && lines.some((line) => errorOf(line, false) !== null) && lines.length < 12)
  );
}

/** Index of the first line that a failing program printed; what stands before was typed, or is what it ran. */
export function startOfLog(lines: readonly string[]): number {
  const at = lines.findIndex(
    (line) => begins.test(line) || ruler.test(line) || frameIn(line) !== null || errorOf(line, false) !== null,
  );
  return Math.max(0, at);
}

const ruler = /^-{20,}\s*$/;

/** Outside logs, frames further apart than this are of different traces. */
const mostBetween = 6;
const mostBelow = 12;

/** Lines with which a trace begins, or its cause. */
const begins =
  /^.{0,120}(?:Traceback \(most recent call last\)|During handling of the above|The above exception was the direct|Caused by: |Exception in thread |goroutine \d{1,12} \[|stack backtrace:|Stack trace:|panicked at |Unhandled exception)/;

interface OpenTrace {
  readonly frames: FrameLine[];
  error: string | null;
  last: number;
}

function tracesIn(lines: readonly string[], mostApart: number): readonly ReportedTrace[] {
  const traces: OpenTrace[] = [];
  let open: OpenTrace | null = null;
  let said: string | null = null;
  for (const [at, line] of lines.entries()) {
    const found = frameIn(line);
    const error = errorOf(line, false);
    if (found === null) {
      if (begins.test(line)) open = null;
      // Where frames come innermost last, what was raised stands below them.
      if (error !== null && open !== null && open.frames[0]!.format.innermost === 'last') open.error ??= error;
      else if (error !== null) {
        said = error;
        open = null;
      }
      continue;
    }
    if (open === null || !belongs(open, found, at, mostApart)) {
      open = { frames: [], error: error ?? (isSaidAbove(found) ? said : null), last: at };
      traces.push(open);
      said = found.format.isComplaint === true ? error : null;
    }
    open.frames.push(completed(found, lines, at));
    open.last = at;
  }
  return traces.map(closed);
}

/** Compilers, and runtimes that print the innermost frame first, say what is wrong before they say where. */
function isSaidAbove({ format }: FrameLine): boolean {
  return format.innermost === 'first' || format.isComplaint === true;
}

function belongs(open: OpenTrace, found: FrameLine, at: number, mostApart: number): boolean {
  const [first] = open.frames;
  return (
    (open.error === null || first!.format.innermost === 'first') &&
    first!.format.innermost === found.format.innermost &&
    found.format.isComplaint !== true &&
    at - open.last <= mostApart
  );
}

/** With what the lines around it add. */
function completed({ frame, format }: FrameLine, lines: readonly string[], at: number): FrameLine {
  const above =
    frame.function === null ? format.above?.exec(lines[at - 1]?.slice(0, mostRead) ?? '')?.groups : undefined;
  const below = format.below === undefined ? undefined : lineBelow(format.below, lines, at);
  return { format, frame: { ...frame, function: above?.function ?? frame.function, line: below ?? frame.line } };
}

const mostRead = 300;

function lineBelow(pattern: RegExp, lines: readonly string[], at: number): number | undefined {
  for (const line of lines.slice(at + 1, at + 1 + mostBelow)) {
    const number = pattern.exec(line)?.groups?.line;
    if (number !== undefined) return Number(number);
    if (frameIn(line) !== null) return undefined;
  }
  return undefined;
}

function closed({ frames, error }: OpenTrace): ReportedTrace {
  const ordered = frames.map(({ frame }) => frame);
  return { error, frames: frames[0]!.format.innermost === 'first' ? ordered.reverse() : ordered };
}
