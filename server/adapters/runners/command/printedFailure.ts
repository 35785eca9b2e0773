/**
 * What a program printed about why it failed: the first stack with a place in the repository, else the first place that is
 * called an error. Leaves out what the program is: the forms of many tools are tried on every line.
 */
import { stripVTControlCharacters } from 'node:util';
import { line as toLine } from '../../../core/ids.ts';
import type { RaisedException, StackFrame } from '../../../core/trace/raisedException.ts';
import type { RepositoryPaths } from '../../reports/repositoryPaths.ts';
import { type FrameForm, frameForms, placeForms } from './printedForms.ts';

const maxLines = 5000;
const maxLineLength = 2000;
const maxMessage = 500;
/** Lines of source or names that may stand between two frames of one stack. */
const maxGap = 3;

interface PrintedStack {
  readonly form: FrameForm;
  /** Index of its first and of its last line. */
  readonly first: number;
  last: number;
  readonly frames: StackFrame[];
}

/** The failure as an exception, frames outermost first; `null` where no place in the repository is named. */
export function printedFailure(output: string, paths: RepositoryPaths): RaisedException | null {
  const lines = stripVTControlCharacters(output)
    .split(/\r?\n/)
    .slice(-maxLines)
    .map((textLine) => textLine.slice(0, maxLineLength));
  const stack = stacks(lines, paths).find(({ frames }) => frames.some(({ inRepository }) => inRepository));
  return stack === undefined ? printedPlace(lines, paths) : exceptionOf(stack, lines);
}

function stacks(lines: readonly string[], paths: RepositoryPaths): readonly PrintedStack[] {
  const found: PrintedStack[] = [];
  let open: PrintedStack | null = null;
  for (const [at, textLine] of lines.entries()) {
    if (open !== null && (maxGap < at - open.last || (textLine.trim() === '' && !open.form.mayHaveGaps))) open = null;
    for (const form of frameForms) {
      const frame = form.read(textLine, lines[at - 1] ?? '');
      if (frame === null) continue;
      if (open === null || open.form !== form) {
        open = { form, first: at, last: at, frames: [] };
        found.push(open);
      }
      open.last = at;
      open.frames.push(stackFrame(frame.file, frame.line, frame.name, paths));
      break;
    }
  }
  return found;
}

function stackFrame(written: string, line: number, name: string, paths: RepositoryPaths): StackFrame {
  const file = paths.fileOf(written, []);
  return {
    file: file ?? written,
    line: toLine(Math.max(1, line)),
    function: name,
    inRepository: file !== null,
    locals: [],
  };
}

function exceptionOf({ form, first, last, frames }: PrintedStack, lines: readonly string[]): RaisedException {
  const around = form.outermostFirst
    ? lines.slice(last + 1, last + 8)
    : lines.slice(Math.max(0, first - 8), first).reverse();
  const said = around.map((textLine) => textLine.trim()).filter((textLine) => textLine !== '');
  const named = said.map(namedError).find((error) => error !== null) ?? { type: 'Failure', message: said[0] ?? '' };
  return exception(named, form.outermostFirst ? frames : frames.toReversed());
}

/** `ValueError: no such thing`, `java.lang.IllegalStateException: …`, `panic: …`. */
function namedError(textLine: string): { type: string; message: string } | null {
  const named =
    /^(?:Exception in thread "[^"]*" |Caused by: |Uncaught |E\s+)?((?:[\w$]+[.:])*\w*(?:Error|Exception|Failure|Interrupt|Exit|Warning)\b|panic)(?:\s*\[\w+\])?(?::\s*(.*))?$/.exec(
      textLine,
    );
  return named === null ? null : { type: named[1]!, message: named[2] ?? '' };
}

function printedPlace(lines: readonly string[], paths: RepositoryPaths): RaisedException | null {
  const outer: StackFrame[] = [];
  for (const [at, textLine] of lines.entries()) {
    for (const read of placeForms) {
      const place = read(textLine, lines[at + 1] ?? '', lines[at - 1] ?? '');
      if (place === null || /^\s*(warning|note|info|remark|hint)\b/i.test(place.message)) continue;
      const frame = stackFrame(place.file, place.line, '', paths);
      if (!frame.inRepository) continue;
      // pytest names the calls it went through so, each in a line without a text.
      if (place.message === '' && /^\S+:\d+: *$/.test(textLine)) outer.push(frame);
      else
        return exception(namedError(place.message) ?? { type: 'Failure', message: place.message }, [...outer, frame]);
      break;
    }
  }
  return outer.length === 0 ? null : exception({ type: 'Failure', message: '' }, outer);
}

function exception(
  { type, message }: { type: string; message: string },
  frames: readonly StackFrame[],
): RaisedException {
  return { type, message: message.slice(0, maxMessage), frames, chainedBy: null, chained: null };
}
