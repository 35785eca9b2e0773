/**
 * A trace as a page of text: the call tree with the values of each line, the slice of the failure, and the difference from a
 * passing test. Places are `file:line`, so that terminals link them; editors are told where links are. Text of the
 * repository is made printable, and a row is one line whatever a value holds.
 */
import { printable } from './printable.ts';
import type {
  TraceCall,
  TraceDifference,
  TraceDocument,
  TraceException,
  TraceLeftOut,
  TraceLine,
  TraceSliceStep,
  TraceValue,
} from './trace.ts';

const step = '  ';
const valuesColumn = 56;
/** The document has more; a reader looks at the first ones. */
const nToldSteps = 30;
const nToldValues = 20;

export interface TracePage {
  readonly lines: readonly string[];
  readonly links: readonly TraceLink[];
}

/** A piece of a line that names a line of the repository. */
export interface TraceLink {
  /** Zero-based: which line of the page, and from which to before which character of it, in UTF-16 units. */
  readonly row: number;
  readonly start: number;
  readonly end: number;
  readonly file: string;
  /** 1-based. */
  readonly line: number;
}

/** The page of a trace. At most one link is in a line. */
export function tracePage(document: TraceDocument): TracePage {
  const rows = pageRows(document);
  return {
    lines: rows.map(({ text }) => text),
    links: rows.flatMap(({ link }, row) => (link === null ? [] : [{ row, ...link }])),
  };
}

interface Row {
  readonly text: string;
  readonly link: Omit<TraceLink, 'row'> | null;
}

interface Place {
  readonly file: string;
  readonly line: number;
}

function pageRows(document: TraceDocument): readonly Row[] {
  const { test, outcome, seconds, exception, calls, nDropped, slice, difference, problems } = document;
  return [
    plain(`TRACE ${test}`),
    plain(`${outcome} after ${seconds.toFixed(2)} s, ${document.runner}`),
    ...(exception === null ? [] : [exceptionRow(exception)]),
    plain(''),
    plain('Calls'),
    ...(nDropped === 0 ? [] : [plain(`${step}… ${nDropped} earlier events were not kept`)]),
    ...calls.flatMap((call) => callRows(call, 1)),
    ...(slice.length === 0
      ? []
      : [
          plain(''),
          plain('What the failure depends on, nearest first'),
          ...firstOf(slice, nToldSteps, 'steps', sliceRows),
        ]),
    ...(difference === null ? [] : [plain(''), ...differenceRows(difference)]),
    ...(problems.length === 0 ? [] : [plain('')]),
    ...problems.map(({ message }) => plain(`note: ${message}`)),
  ];
}

function exceptionRow({ type, message, file, line }: TraceException): Row {
  const text = `${type}: ${message.split(/\r\n|\n|\r/)[0] ?? ''}`;
  return file === null ? plain(text) : placed(`${text}${step}`, { file, line: line ?? 1 });
}

function callRows(call: TraceCall, depth: number): readonly Row[] {
  const { file, line } = call;
  const indent = step.repeat(depth);
  const given = call.arguments.map(named).join(', ');
  const rows = [placed(`${indent}${call.function}(${given})${step}`, { file, line })];
  for (const item of call.items) {
    if (item.kind === 'call') rows.push(...callRows(item, depth + 1));
    else rows.push(item.kind === 'line' ? lineRow(item, file, depth + 1) : leftOutRow(item, depth + 1));
  }
  if (call.raisedAt !== null) {
    const where = { file, line: call.raisedAt };
    rows.push(linked(`${indent}${step}! raised at line `, `${call.raisedAt}`, '', where));
  } else if (call.isOpen) rows.push(plain(`${indent}${step}… still running`));
  else if (call.result !== null) rows.push(plain(`${indent}${step}← ${call.result}`));
  return rows;
}

function lineRow({ line, times, text, values }: TraceLine, file: string, depth: number): Row {
  const indent = step.repeat(depth);
  const code = `${times === 1 ? '' : ` ×${times}`}${step}${text}`;
  const width = valuesColumn - indent.length - `${line}`.length;
  const behind = values.length === 0 ? code : `${code.padEnd(width)}${step}${values.map(named).join(', ')}`;
  return linked(indent, `${line}`, behind, { file, line });
}

function leftOutRow(item: TraceLeftOut, depth: number): Row {
  return plain(`${step.repeat(depth)}… ${item.times} more ${item.times === 1 ? 'call' : 'calls'} of ${item.function}`);
}

function sliceRows({ file, line, text, role, variable, distance, values }: TraceSliceStep): readonly Row[] {
  const of = variable === null ? role : `${role} of ${variable}`;
  const seen = values.length === 0 ? '' : `${step}${values.map(named).join(', ')}`;
  return [
    placed(step, { file, line }, `${step}${text}`),
    plain(`${step}${step}${distance === 0 ? 'where it failed' : `${of}, ${distance} back`}${seen}`),
  ];
}

function differenceRows({ passingTest, divergence, values }: TraceDifference): readonly Row[] {
  const rows = [plain(`Unlike ${passingTest}, which passes`)];
  if (divergence !== null) {
    const { file, line, text, wentTo, passingWentTo } = divergence;
    const seen = divergence.values.length === 0 ? '' : `, with ${divergence.values.map(named).join(', ')}`;
    rows.push(placed(step, { file, line }, `${step}${text}`));
    rows.push(plain(`${step}${step}went on at line ${wentTo}, there at ${passingWentTo.join(' or ')}${seen}`));
  }
  const told = firstOf(values, nToldValues, 'values', ({ file, line, passingValues, ...value }) => [
    placed(step, { file, line }, `${step}${named(value)}, there ${passingValues.join(' or ')}`),
  ]);
  rows.push(...told);
  if (divergence === null && values.length === 0)
    rows.push(plain(`${step}no decision and no value was seen to differ`));
  return rows;
}

function firstOf<Item>(
  items: readonly Item[],
  most: number,
  what: string,
  tell: (item: Item) => readonly Row[],
): readonly Row[] {
  const more = items.length - most;
  return [...items.slice(0, most).flatMap(tell), ...(0 < more ? [plain(`${step}… ${more} more ${what}`)] : [])];
}

function named({ kind, name, value }: TraceValue): string {
  return kind === 'return' || name === '' ? `gives ${value}` : `${name} = ${value}`;
}

function plain(text: string): Row {
  return { text: oneLine(text), link: null };
}

/** A row in which a place stands as `file:line`, linked. */
function placed(before: string, place: Place, behind = ''): Row {
  return linked(before, `${place.file}:${place.line}`, behind, place);
}

function linked(before: string, shown: string, behind: string, { file, line }: Place): Row {
  const [head, link] = [oneLine(before), oneLine(shown)];
  const start = head.length;
  return { text: `${head}${link}${oneLine(behind)}`, link: { start, end: start + link.length, file, line } };
}

function oneLine(text: string): string {
  return printable(text).replaceAll('\n', '\\n');
}
