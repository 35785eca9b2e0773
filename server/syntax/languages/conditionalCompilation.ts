/**
 * Conditional compilation that cuts through a statement (`#ifdef A` … `if (x) {` … `#else` … `#endif`): no grammar reads
 * both arms, so one is kept and the rest blanked. Conditionals whose arms are whole statements stay as they are.
 * Leaves out what conditions mean, but for those that are false on the machines tests run on.
 */

/** What code does to brackets. */
interface Code {
  /** Opened less closed, and the lowest that gets on the way. */
  readonly net: number;
  readonly lowest: number;
  /** The last character; empty where there is none. */
  readonly last: string;
  readonly inComment: boolean;
}

interface Line {
  readonly start: number;
  readonly end: number;
  readonly directive: 'if' | 'else' | 'endif' | null;
  /** How brackets open and close in its code: net, and lowest on the way. */
  readonly net: number;
  readonly lowest: number;
  /** The last character of code; empty where there is none. */
  readonly last: string;
  readonly condition: string;
}

interface Group {
  /** Indexes of the lines of its directives: `#if`, each `#elif` or `#else`, `#endif`. */
  readonly directives: number[];
  isWhole: boolean;
}

const elsewhere =
  /^\s*#\s*(?:if\s+0\b|ifn?def\s+0\b|(?:ifdef|if\s+defined\s*\(?)\s*(?:_?WIN32|_WIN64|_MSC_VER|__MINGW32__|__CYGWIN__|MSDOS|VMS))/;
const directive = /^[ \t]*#[ \t]*(if|ifdef|ifndef|elif|elifdef|elifndef|else|endif)\b/;

/** The text with every conditional that cuts through a statement reduced to one arm; as long as before. */
export function withWholeConditionals(text: string): string {
  if (!/^[ \t]*#[ \t]*if/m.test(text)) return text;
  const lines = readLines(text);
  const groups = groupsOf(lines);
  const blanks: [from: number, to: number][] = [];
  for (const { isWhole, directives } of groups) if (!isWhole) blanks.push(...cutOut(lines, directives));
  return blanked(text, blanks);
}

/** `text` with spaces for everything in the spans but line ends. */
export function blanked(text: string, spans: readonly (readonly [from: number, to: number])[]): string {
  let [result, at] = ['', 0];
  for (const [from, to] of [...spans].sort((a, b) => a[0] - b[0])) {
    if (to <= at) continue;
    const first = Math.max(at, from);
    result += text.slice(at, first) + text.slice(first, to).replace(/[^\r\n]/g, ' ');
    at = to;
  }
  return result + text.slice(at);
}

/** All but one arm, and the directives themselves. */
function cutOut(lines: readonly Line[], directives: readonly number[]): [from: number, to: number][] {
  const isElsewhere = elsewhere.test(lines[directives[0]!]!.condition);
  const kept = isElsewhere && directives.length > 2 ? 1 : 0;
  const dropsAll = isElsewhere && directives.length === 2;
  return directives.flatMap((line, arm): [from: number, to: number][] => {
    const next = directives[arm + 1];
    const keeps = next === undefined || (arm === kept && !dropsAll);
    return [[lines[line]!.start, keeps ? lines[line]!.end : lines[next]!.start]];
  });
}

function groupsOf(lines: readonly Line[]): readonly Group[] {
  const groups: Group[] = [];
  const open: { group: Group; depth: number; lowest: number; before: string; last: string; depths: number[] }[] = [];
  let [depth, last] = [0, ''];
  lines.forEach((line, index) => {
    const top = open.at(-1);
    if (line.directive === 'if') {
      const group: Group = { directives: [index], isWhole: isEnd(last) };
      groups.push(group);
      open.push({ group, depth, lowest: depth, before: last, last, depths: [] });
    } else if (line.directive !== null && top !== undefined) {
      top.group.directives.push(index);
      top.group.isWhole &&= depth === top.depth && top.lowest >= top.depth && isEnd(last);
      top.depths.push(depth);
      // Each arm begins where the conditional does; after the end the first one counts.
      depth = line.directive === 'else' ? top.depth : top.depths[0]!;
      last = line.directive === 'else' ? top.before : last;
      top.lowest = depth;
      if (line.directive === 'endif') open.pop();
    } else if (line.directive === null) {
      for (const around of open) around.lowest = Math.min(around.lowest, depth + line.lowest);
      depth += line.net;
      if (line.last !== '') last = line.last;
    }
  });
  for (const { group } of open) group.isWhole = true;
  return groups;
}

/** Whether a statement or a declaration may end in this character; `A` stands for a word in capitals. */
function isEnd(last: string): boolean {
  return last === '' || ';{}:A'.includes(last);
}

/** The lines with what their code does to brackets; comments, strings and other directives are passed over. */
function readLines(text: string): readonly Line[] {
  const lines: Line[] = [];
  let inComment: boolean = false;
  for (let start = 0; start < text.length; ) {
    let end = text.indexOf('\n', start);
    if (end < 0) end = text.length;
    const written = text.slice(start, end);
    const found = inComment ? null : directive.exec(written);
    if (!inComment && /^[ \t]*#/.test(written)) {
      while (text[end - 1] === '\\' && end < text.length) {
        const next = text.indexOf('\n', end + 1);
        end = next < 0 ? text.length : next;
      }
    }
    const isDirective: boolean = !inComment && /^[ \t]*#/.test(written);
    const code: Code = isDirective ? directiveCode(written, found === null) : readCode(written, inComment);
    inComment = code.inComment;
    const word = found?.[1];
    const kind = word === undefined ? null : word.startsWith('if') ? 'if' : word === 'endif' ? 'endif' : 'else';
    lines.push({
      start,
      end,
      directive: kind,
      net: code.net,
      lowest: code.lowest,
      last: code.last,
      condition: written,
    });
    start = end + 1;
  }
  return lines;
}

/** A directive that is no conditional stands where a statement does. */
function directiveCode(line: string, isStatement: boolean): Code {
  const inComment = line.lastIndexOf('/*') > line.lastIndexOf('*/');
  return { net: 0, lowest: 0, last: isStatement ? ';' : '', inComment };
}

const piece = /\/\/.*$|\/\*|\*\/|"(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])+'|[{}()[\]]|[A-Za-z_0-9]+|[^\s]/g;

function readCode(line: string, startsInComment: boolean): Code {
  let [net, lowest, written, inComment] = [0, 0, '', startsInComment];
  for (const [token] of line.matchAll(piece)) {
    if (token === '*/') inComment = false;
    else if (inComment || token.startsWith('//')) continue;
    else if (token === '/*') inComment = true;
    else {
      if ('{(['.includes(token)) net++;
      else if ('})]'.includes(token)) lowest = Math.min(lowest, --net);
      written = token;
    }
  }
  const last = /^[A-Z_0-9]{3,}$/.test(written) ? 'A' : written === 'else' ? 'e' : (written.at(-1) ?? '');
  return { net, lowest, last, inComment };
}
