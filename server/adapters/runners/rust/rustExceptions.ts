/** What a failing test said, as an exception: a panic with its place and stack, or the error a test gave back. */
import type { Line } from '../../../core/ids.ts';
import type { RaisedException, StackFrame } from '../../../core/trace/raisedException.ts';
import { type PrintedFrame, readPanic } from './libtestOutput.ts';
import { sourceFile } from './watchedBuild.ts';

export interface ExceptionPlace {
  readonly workspaceRoot: string;
  readonly shadow: string;
  /** Where the test is. */
  readonly file: string;
  readonly line: number | null;
  readonly name: string;
}

/** `watched` are the frames a watcher saw, outermost first; without them those of a printed backtrace are taken. */
export function exceptionOf(
  said: string,
  place: ExceptionPlace,
  watched: readonly StackFrame[] | null,
): RaisedException {
  const panic = readPanic(said);
  const own: StackFrame = frameAt(place.file, place.line ?? 1, place.name);
  if (panic === null) {
    const isError = /^Error: /m.test(said);
    const message = said.replace(/^Error: /m, '').trim();
    return exception(isError ? 'Error' : 'panic', message, watched?.slice(0, 1) ?? [own]);
  }
  const file = sourceFile(panic.file, place.workspaceRoot, place.shadow);
  const here = frameAt(file ?? panic.file, panic.line, '', file !== null);
  const stack = watched ?? printedFrames(panic.frames, place);
  const innermost = stack.at(-1);
  const isThere = innermost !== undefined && innermost.file === here.file && innermost.line === here.line;
  if (isThere) return exception('panic', panic.message, stack);
  // A panic stands at a line of the statement its function is at, or in code without probes.
  const isInside = innermost !== undefined && innermost.file === here.file && watched !== null;
  const last = { ...here, function: isInside ? innermost.function : place.name };
  const above = isInside ? stack.slice(0, -1) : stack.length === 0 && here.file !== own.file ? [own] : stack;
  return exception('panic', panic.message, [...above, last]);
}

function exception(type: string, message: string, frames: readonly StackFrame[]): RaisedException {
  return { type, message, frames, chainedBy: null, chained: null };
}

export function frameAt(file: string, line: number, name: string, inRepository = true): StackFrame {
  return { file, line: line as Line, function: name, inRepository, locals: [] };
}

/** Outermost first, from the test on, without the standard library. */
function printedFrames(frames: readonly PrintedFrame[], place: ExceptionPlace): readonly StackFrame[] {
  const own = frames.flatMap(({ function: name, file, line }) => {
    const path = file.startsWith('./') ? file.slice(2) : file;
    const source = sourceFile(path, place.workspaceRoot, place.shadow);
    return source === null ? [] : [frameAt(source, line, plainName(name))];
  });
  // A closure stands beside its function where that is called through it.
  return own.reverse().filter((one, at, all) => one.function !== all[at + 1]?.function);
}

/** `a::tests::t1::{{closure}}` as `tests.t1`. */
function plainName(name: string): string {
  const parts = name
    .replace(/<impl [^>]*? for ([^>]+)>/g, '$1')
    .replace(/[<>]/g, '')
    .split('::')
    .filter((part) => part !== '' && !part.startsWith('{{'));
  return parts.slice(1).join('.');
}
