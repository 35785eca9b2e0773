/**
 * A report as blocks of prose and of what was set apart from it: fences of Markdown, `{{{ }}}` of Trac, literal blocks of
 * reStructuredText, `<pre>`, indented code, sessions with prompts, and stack traces nobody set apart. Leaves out what a
 * block holds. One pass over the lines; each reader looks a few lines ahead at most, or takes what it has seen.
 */
import { errorOf } from './errors.ts';
import { frameIn } from './frameFormats.ts';

export interface Block {
  readonly kind: 'prose' | 'apart';
  readonly lines: readonly string[];
}

export function blocksOf(written: readonly string[]): readonly Block[] {
  const lines = withoutComments(written.flatMap(fencesOnLinesOfTheirOwn));
  const blocks: { kind: Block['kind']; lines: string[] }[] = [];
  let prose: string[] = [];
  const closeProse = () => {
    if (prose.some((line) => line.trim() !== '')) blocks.push({ kind: 'prose', lines: prose });
    prose = [];
  };
  for (let at = 0; at < lines.length; ) {
    const taken = readApart(lines, at, prose);
    if (taken === null) {
      prose.push(lines[at]!.replace(/^\s{0,3}> ?(?!>)/, ''));
      at++;
      continue;
    }
    // The line that says what went wrong belongs to the frames below it.
    const said = taken.isTrace && errorOf(prose.at(-1) ?? '', true) !== null ? [prose.pop()!] : [];
    closeProse();
    blocks.push({ kind: 'apart', lines: [...said, ...taken.lines] });
    at = taken.next;
  }
  closeProse();
  return blocks;
}

interface Taken {
  readonly lines: readonly string[];
  /** Index of the first line after. */
  readonly next: number;
  readonly isTrace?: boolean;
}

/** `above`: the prose so far, since the last block. */
type Reader = (lines: readonly string[], at: number, above: readonly string[]) => Taken | null;

function readApart(lines: readonly string[], at: number, above: readonly string[]): Taken | null {
  for (const reader of [fence, wikiBlock, preformatted, traceback, frames, session, literalBlock, indented, settings]) {
    const taken = reader(lines, at, above);
    if (taken !== null) return taken;
  }
  return null;
}

const fenceStart = /^\s{0,12}(`{3,}|~{3,})\s{0,4}([\w+#.-]{0,30})(.{0,2000})$/;

/** To the closing fence, to the next one that opens, or to the end where neither comes. */
const fence: Reader = (lines, at) => {
  const opened = fenceStart.exec(lines[at]!);
  if (opened === null) return null;
  const [, mark = '', , rest = ''] = opened;
  const inside: string[] = /^\s*$|^\s*[{:]|=/.test(rest) ? [] : [rest.trim()];
  for (let next = at + 1; next < lines.length; next++) {
    const line = lines[next]!;
    const found = fenceStart.exec(line);
    if (found === null || found[1]![0] !== mark[0] || found[1]!.length < mark.length) inside.push(line);
    else return { lines: inside, next: found[2] === '' ? next + 1 : next };
  }
  return { lines: inside, next: lines.length };
};

const wikiBlock: Reader = (lines, at) => {
  if (!/^\s{0,12}\{\{\{(?:#!\S{0,30})?\s{0,8}$/.test(lines[at]!)) return null;
  return until(
    lines,
    at + 1,
    (line) => /^\s{0,12}\}\}\}/.test(line),
    (line) => !/^\s{0,12}#!\w{1,20}\s*$/.test(line),
  );
};

const preformatted: Reader = (lines, at) => {
  const opened = /^\s{0,12}<pre\b[^>]{0,80}>(?:<code[^>]{0,80}>)?(.{0,2000})$/i.exec(lines[at]!);
  if (opened === null) return null;
  const first = opened[1]!;
  if (/<\/pre>/i.test(first)) return { lines: [first.replace(/(?:<\/code>)?<\/pre>.*$/i, '')], next: at + 1 };
  const { lines: inside, next } = until(lines, at + 1, (line) => /<\/pre>/i.test(line));
  return { lines: first === '' ? inside : [first, ...inside], next };
};

function until(
  lines: readonly string[],
  from: number,
  isEnd: (line: string) => boolean,
  isKept: (line: string) => boolean = () => true,
): Taken {
  let next = from;
  while (next < lines.length && !isEnd(lines[next]!)) next++;
  return { lines: lines.slice(from, next).filter(isKept), next: Math.min(lines.length, next + 1) };
}

const header = 'Traceback (most recent call last)';
const link = /^\W{0,12}(?:During handling of the above exception|The above exception was the direct cause)/;

/** Python's, from its header to the line that names the exception, with the exceptions it led to. */
const traceback: Reader = (lines, at) => {
  if (!lines[at]!.includes(header)) return null;
  const depth = depthOf(lines[at]!);
  let next = at + 1;
  while (next < lines.length) {
    const line = lines[next]!;
    if (fenceStart.test(line)) break;
    if (line.trim() === '') {
      const after = afterBlanks(lines, next);
      const goesOn =
        link.test(lines[after] ?? '') || (lines[after] ?? '').includes(header) || frameIn(lines[after] ?? '') !== null;
      if (!goesOn) break;
      next = after;
      continue;
    }
    next++;
    if (depth < depthOf(line) || frameIn(line) !== null || link.test(line) || line.includes(header)) continue;
    if (!goesOnAfter(lines, next)) break;
  }
  return { lines: lines.slice(at, next), next, isTrace: true };
};

function goesOnAfter(lines: readonly string[], next: number): boolean {
  const after = lines[afterBlanks(lines, next)] ?? '';
  return link.test(after) || after.includes(header);
}

function afterBlanks(lines: readonly string[], from: number): number {
  let next = from;
  while (next < lines.length && lines[next]!.trim() === '') next++;
  return next;
}

const maxGap = 3;

/** Two frames near each other, of any language, and all that go on from there. */
const frames: Reader = (lines, at) => {
  if (frameIn(lines[at]!) === null || nextFrame(lines, at) === null) return null;
  let last = at;
  for (let next = nextFrame(lines, last); next !== null; next = nextFrame(lines, last)) last = next;
  const closing = errorOf(lines[last + 1] ?? '', true) === null ? last + 1 : last + 2;
  return { lines: lines.slice(at, closing), next: closing, isTrace: true };
};

function nextFrame(lines: readonly string[], after: number): number | null {
  for (let next = after + 1; next <= after + maxGap && next < lines.length; next++) {
    if (fenceStart.test(lines[next]!)) return null;
    if (frameIn(lines[next]!) !== null) return next;
  }
  return null;
}

/** What was typed at a prompt and what it printed, to the next empty line. */
const session: Reader = (lines, at) => {
  if (!/^\s{0,40}(?:>>>(?:\s|$)|In \[\d{0,6}\]:|irb\([^)]{0,40}\):)/.test(lines[at]!)) return null;
  let next = at + 1;
  while (next < lines.length && lines[next]!.trim() !== '' && !fenceStart.test(lines[next]!)) next++;
  return { lines: lines.slice(at, next), next };
};

const directive = /^\s{0,12}\.\. (?:code-block|code|sourcecode|parsed-literal)::/;

/** What is indented below a line that ends with `::`. */
const literalBlock: Reader = (lines, at, above) => {
  if (depthOf(lines[at]!) === 0 || (above.at(-1) ?? '').trim() !== '') return null;
  const opening = above.findLast((line, index) => line.trim() !== '' || index < above.length - maxGap) ?? '';
  const isOpened =
    directive.test(opening) || (opening.trimEnd().endsWith('::') && depthOf(opening) < depthOf(lines[at]!));
  return isOpened ? indentedLines(lines, at, 1) : null;
};

/** Four blanks or a tab, after an empty line or a colon; below an item of a list only what looks like code. */
const indented: Reader = (lines, at, above) => {
  const line = lines[at]!;
  if (depthOf(line) < 4) return null;
  const before = above.at(-1) ?? '';
  if (before.trim() !== '' && !before.trimEnd().endsWith(':')) return null;
  const item =
    above.findLast((one, index) => (one.trim() !== '' && depthOf(one) < 4) || index < above.length - 12) ?? '';
  if (/^\s{0,3}(?:[-*+]|\d{1,3}[.)])\s/.test(item) && depthOf(line) < 8 && !looksLikeCode(line)) return null;
  return indentedLines(lines, at, 4);
};

function indentedLines(lines: readonly string[], at: number, depth: number): Taken {
  let last = at;
  for (let next = at + 1; next < lines.length; next++) {
    const line = lines[next]!;
    if (line.trim() === '') continue;
    if (depthOf(line) < depth || fenceStart.test(line)) break;
    last = next;
  }
  return { lines: lines.slice(at, last + 1), next: last + 1 };
}

const setting = /^\s{0,8}[\w.-]{1,60} ?= ?\S/;
const leastSettings = 3;

/** Lines of a file of settings nobody set apart. */
const settings: Reader = (lines, at) => {
  let next = at;
  while (next < lines.length && (setting.test(lines[next]!) || /^\s{0,8}\[[\w:. -]{1,80}\]/.test(lines[next]!))) next++;
  return at + leastSettings <= next ? { lines: lines.slice(at, next), next } : null;
};

function looksLikeCode(line: string): boolean {
  return /[({;=]|->|:\s*$|^\s*[$#@]/.test(line);
}

/** Columns of indentation; a tab is four. */
function depthOf(line: string): number {
  let depth = 0;
  for (let at = 0; at < line.length; at++) {
    if (line[at] === ' ') depth++;
    else if (line[at] === '\t') depth += 4;
    else break;
  }
  return depth;
}

/** A fence that opens or closes within a line begins a line of its own; one that does both is only code in a sentence. */
function fencesOnLinesOfTheirOwn(line: string): readonly string[] {
  const at = line.indexOf('```');
  if (at === -1 || line.indexOf('```', at + 3) > at + 3 || line.slice(0, at).trim() === '') return [line];
  return [line.slice(0, at), line.slice(at)];
}

/** Outside fences, where templates put them. */
function withoutComments(lines: readonly string[]): readonly string[] {
  const kept: string[] = [];
  let inFence = false;
  let inComment = false;
  const last = lines.findLastIndex((line) => line.includes('-->'));
  for (const [index, line] of lines.entries()) {
    if (!inComment && fenceStart.test(line)) inFence = !inFence;
    if (inFence) {
      kept.push(line);
      continue;
    }
    const outside = outsideComments(line, inComment, index <= last);
    inComment = outside.inComment;
    if (outside.text.trim() !== '' || line.trim() === '') kept.push(outside.text);
  }
  return kept;
}

function outsideComments(line: string, wasInside: boolean, isClosed: boolean) {
  let text = '';
  let inComment = wasInside;
  for (let at = 0; at < line.length; ) {
    const end = line.indexOf(inComment ? '-->' : '<!--', at);
    const opens = !inComment && end !== -1 && isClosed;
    if (!inComment) text += line.slice(at, opens ? end : undefined);
    if (end === -1 || (!inComment && !opens)) break;
    at = end + (inComment ? 3 : 4);
    inComment = !inComment;
  }
  return { text, inComment };
}
