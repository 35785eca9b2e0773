/**
 * Reads the stack that Python's `faulthandler` writes from inside a signal: all there is when C code crashed or never
 * came back. It holds files, lines and function names; no values.
 */
import { realpathSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { line } from '../../../core/ids.ts';
import type { StackFrame } from '../../../core/trace/raisedException.ts';

const frameLine = /^ {2}File "(.*)", line (\d+) in (.*)$/;
const framework = /[/\\](_pytest|pluggy|unittest)[/\\]|[/\\](runpy|culprit_\w+)\.py$|^<frozen /;
const foreign = /(^|\/)(\.venv|venv|site-packages|dist-packages|node_modules|\.tox|\.nox|\.git)\//;

/** The frames of the first stack in the text, outermost first, and the fatal error it names, if any. */
export function parseNativeStack(text: string, repository: string): { frames: StackFrame[]; fatal: string | null } {
  const root = realpathSync(repository);
  const fatal = /^Fatal Python error: (.*)$/m.exec(text)?.[1] ?? null;
  const frames: StackFrame[] = [];
  for (const textLine of text.split('\n')) {
    const match = frameLine.exec(textLine);
    if (match === null) {
      if (frames.length > 0) break;
      continue;
    }
    if (!framework.test(match[1]!)) frames.push(frameOf(match[1]!, Number(match[2]), match[3]!, root));
  }
  return { frames: frames.reverse(), fatal };
}

function frameOf(file: string, lineNumber: number, name: string, root: string): StackFrame {
  const inside = relative(root, file).split(sep).join('/');
  const inRepository = file.startsWith(root + sep) && !foreign.test(inside);
  return {
    file: inRepository ? inside : file,
    line: line(Math.max(lineNumber, 1)),
    function: name,
    inRepository,
    locals: [],
  };
}
