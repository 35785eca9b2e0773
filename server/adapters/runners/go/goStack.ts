/** Reads what the Go runtime prints when a program dies: the reason, and the stacks of its goroutines. */
import { realpathSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { line } from '../../../core/ids.ts';
import type { StackFrame } from '../../../core/trace/raisedException.ts';

export interface GoDeath {
  /** `panic` or `fatal error`; `null` where only stacks were printed. */
  readonly kind: 'panic' | 'fatal error' | null;
  readonly message: string;
  /** Of the goroutine to blame, outermost first, without those of the runtime and of `testing`. */
  readonly frames: readonly StackFrame[];
}

const heading = /^goroutine \d+(?: gp=\S+ m=\S+(?: mp=\S+)?)? \[([^\]]*)\]:$/;
const place = /^\t(.+):(\d+)(?: \+0x[0-9a-f]+)?(?: fp=.*)?$/;
const machinery = /^(runtime|testing|container\/ring|internal\/[\w/]+|syscall)[.(]|^panic\(|^main\.main\(/;
const maxMessage = 4000;

/** `null` where the text has no stack of Go's. */
export function parseGoDeath(text: string, repository: string): GoDeath | null {
  const lines = text.split(/\r?\n/);
  const reason = lines.findIndex((it) => /^(panic|fatal error): /.test(it));
  const first = lines.findIndex((it, at) => at >= Math.max(reason, 0) && heading.test(it));
  if (first === -1) return null;
  const [, kind, said] =
    /^(panic|fatal error): ([\s\S]*)$/.exec(reason === -1 ? '' : lines.slice(reason, first).join('\n').trim()) ?? [];
  const root = realpathSync(repository);
  const stacks = stacksOf(lines.slice(first), root);
  const own = stacks.filter(({ frames }) => frames.some(({ inRepository }) => inRepository));
  // The first is the one that failed. Where nothing is said to have, or all wait for each other, it is about the goroutine
  // that is busy, or else that of the test.
  const failed = kind === undefined ? undefined : stacks.slice(0, 1).find((stack) => own.includes(stack));
  const blamed = failed ?? own.find(({ state }) => /^run/.test(state)) ?? own.at(-1) ?? stacks[0];
  return {
    kind: kind === undefined ? null : (kind as 'panic' | 'fatal error'),
    message: (said ?? '').replace(/ \[recovered\][\s\S]*$/, '').slice(0, maxMessage),
    frames: blamed?.frames ?? [],
  };
}

function stacksOf(lines: readonly string[], root: string): readonly { state: string; frames: StackFrame[] }[] {
  const stacks: { state: string; frames: StackFrame[] }[] = [];
  for (const [at, text] of lines.entries()) {
    const state = heading.exec(text)?.[1];
    if (state !== undefined) stacks.push({ state, frames: [] });
    const at2 = place.exec(text);
    const called = lines[at - 1] ?? '';
    if (at2 === null || machinery.test(called) || called.startsWith('created by ')) continue;
    stacks.at(-1)?.frames.unshift(frameOf(at2[1]!, Number(at2[2]), called, root));
  }
  return stacks;
}

function frameOf(path: string, lineNumber: number, called: string, root: string): StackFrame {
  const inside = relative(root, path).split(sep).join('/');
  const inRepository = path.startsWith(root + sep) && !/(^|\/)vendor\//.test(inside);
  return {
    file: inRepository ? inside : path,
    line: line(Math.max(lineNumber, 1)),
    function: shortName(called),
    inRepository,
    locals: [],
  };
}

/** `S.Each` of `example.com/m.(*S).Each(0x1, …)`. */
function shortName(called: string): string {
  const name = called.replace(/\([^()]*\)$/, '').replace(/\[\.\.\.\]/g, '');
  return name
    .slice(name.lastIndexOf('/') + 1)
    .replace(/^[^.]*\./, '')
    .replace(/^\(\*?([^)]*)\)/, '$1');
}
