/**
 * What a bug report says, part by part: its title, its prose, the code it shows, the logs it shows, and the errors they
 * end with. What the tracker's template asked for, and what the reporter's machine is, is dropped. Leaves out what the
 * parts name (`mentions`, `stackTraces`) and what it all means for a repository.
 *
 * Any text is a report; the time is linear in its length.
 */
import { type Block, blocksOf } from './blocks.ts';
import { withoutBoilerplate } from './boilerplate.ts';
import type { BugReport, ReportPart } from './bugReport.ts';
import { errorsIn } from './errors.ts';
import { isLog, startOfLog } from './stackTraces.ts';

const maxErrors = 12;

/** What is longer is a log that was pasted; each of its words would be looked for. */
export const mostCharacters = 1 << 20;

/** Of a longer report than `mostCharacters` the beginning. */
export function readReport(written: string): BugReport {
  const text = withoutSecondCopy(
    unescaped(written.slice(0, mostCharacters))
      .replace(/\r\n?/g, '\n')
      .replace(/^\uFEFF/, '')
      .trim(),
  );
  const { title, body } = titled(text.split('\n'));
  const parts = withoutBoilerplate(blocksOf(body).flatMap(classified));
  const of = (kind: ReportPart['kind']) => parts.filter((part) => part.kind === kind).map((part) => part.text);
  const ordered = parts.flatMap((part) => errorsIn(part.text, part.kind === 'prose'));
  return {
    text,
    title,
    prose: of('prose').join('\n'),
    code: of('code'),
    logs: of('log'),
    errors: [...new Set(ordered)].slice(0, maxErrors),
    parts,
  };
}

/** Some exports leave a report on one line, with its line ends written out. */
function unescaped(written: string): string {
  const isOneLine = !written.trim().includes('\n') && written.split('\\n').length > 2;
  return isOneLine
    ? written
        .trim()
        .replace(/^"|"$/g, '')
        .replace(/(?:\\r)?\\n/g, '\n')
        .replaceAll('\\"', '"')
    : written;
}

/** A session that ends in a stack trace is two parts: what was typed, and what came of it. */
function classified({ kind, lines }: Block): readonly ReportPart[] {
  if (kind === 'prose') return [{ kind, text: lines.join('\n') }];
  const typed = lines.filter((line) => prompt.test(line));
  const printed = typed.length === 0 ? lines : lines.filter((line) => !prompt.test(line));
  if (!isLog(printed)) return codePart(lines);
  const start = startOfLog(printed);
  return [...codePart([...typed, ...printed.slice(0, start)]), { kind: 'log', text: printed.slice(start).join('\n') }];
}

function codePart(lines: readonly string[]): readonly ReportPart[] {
  const text = undented(lines.map((line) => line.replace(prompt, ''))).join('\n');
  return text.trim() === '' ? [] : [{ kind: 'code', text }];
}

/** What Python, IPython and Ruby's irb write before what is typed. */
const prompt =
  /^\s{0,40}(?:>>> ?|\.\.\. (?!\d{1,6} more)|\.\.\.$|In \[\d{0,6}\]: ?|\.\.\.: ?|irb\([^)]{0,40}\):\S{1,12}[>*] ?)/;

function undented(lines: readonly string[]): readonly string[] {
  const depths = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const depth = depths.reduce((least, one) => Math.min(least, one), depths[0] ?? 0);
  return depth === 0 ? lines : lines.map((line) => line.slice(depth));
}

/** Words before a title that say no more than that it is one. */
const label = /^(?:issue )?(?:title|summary|subject)\s{0,4}:?\s{0,4}$/i;
const labelled =
  /^(?:(?:issue )?(?:title|subject)\s{0,4}:\s{0,4}|\[(?:bug|feature|question|regression)(?: report)?\]\s{0,4}:?\s{0,4})/i;

function titled(lines: readonly string[]): { readonly title: string; readonly body: readonly string[] } {
  const at = lines.findIndex((line) => {
    const bare = withoutMarkup(line);
    return bare !== '' && !label.test(bare) && !/^<!--/.test(bare);
  });
  if (at === -1) return { title: '', body: [] };
  if (/^\s*(?:```|~~~|\{\{\{|Traceback \(most)/.test(lines[at]!)) return { title: '', body: lines.slice(at) };
  return { title: withoutMarkup(lines[at]!).replace(labelled, '').trim(), body: lines.slice(at + 1) };
}

function withoutMarkup(line: string): string {
  const bare = line
    .trim()
    .replace(/^#{1,6}(?=\s|[A-Z])\s*/, '')
    .replace(/^["“]|["”]$/g, '');
  return bare
    .replaceAll('**', '')
    .replaceAll('__', (mark, at: number) => (at === 0 ? '' : mark))
    .trim();
}

const leastRepeated = 15;
const nearestCopy = 200;
const maxTries = 8;

/** Some trackers paste the statement twice: where its first line comes again, and all that follows did before, is the end. */
function withoutSecondCopy(text: string): string {
  const end = text.indexOf('\n');
  const first = text.slice(0, end + 1);
  if (first.trim().length < leastRepeated) return text;
  let at = text.indexOf(first, Math.max(nearestCopy, end));
  for (let nTries = 0; at !== -1 && nTries < maxTries; nTries++) {
    const rest = text.slice(at).trim();
    if (text.startsWith(rest)) return text.slice(0, at).trimEnd();
    at = text.indexOf(first, at + 1);
  }
  return text;
}
