/**
 * A trace as lines of text: the call tree with the values of each line, the slice of the failure, and the difference from a
 * passing test. Places are `file:line`, so that terminals and editors link them.
 */
import type {
  TraceCall,
  TraceDifference,
  TraceDocument,
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

export function traceText(document: TraceDocument): readonly string[] {
  const { test, outcome, seconds, exception, calls, nDropped, slice, difference, problems } = document;
  return [
    `TRACE ${test}`,
    `${outcome} after ${seconds.toFixed(2)} s, ${document.runner}`,
    ...(exception === null
      ? []
      : [`${exception.type}: ${oneLine(exception.message)}${at(exception.file, exception.line)}`]),
    '',
    'Calls',
    ...(nDropped === 0 ? [] : [`${step}… ${nDropped} earlier events were not kept`]),
    ...calls.flatMap((call) => callLines(call, 1)),
    ...(slice.length === 0
      ? []
      : ['', 'What the failure depends on, nearest first', ...firstOf(slice, nToldSteps, 'steps', sliceLines)]),
    ...(difference === null ? [] : ['', ...differenceLines(difference)]),
    ...problems.map(({ message }) => `note: ${message}`),
  ];
}

function callLines(call: TraceCall, depth: number): readonly string[] {
  const indent = step.repeat(depth);
  const given = call.arguments.map(named).join(', ');
  const lines = [`${indent}${call.function}(${given})  ${call.file}:${call.line}`];
  for (const item of call.items) {
    if (item.kind === 'call') lines.push(...callLines(item, depth + 1));
    else lines.push(item.kind === 'line' ? lineLine(item, depth + 1) : leftOutLine(item, depth + 1));
  }
  if (call.raisedAt !== null) lines.push(`${indent}${step}! raised at line ${call.raisedAt}`);
  else if (call.isOpen) lines.push(`${indent}${step}… still running`);
  else if (call.result !== null) lines.push(`${indent}${step}← ${call.result}`);
  return lines;
}

function lineLine({ line, times, text, values }: TraceLine, depth: number): string {
  const often = times === 1 ? '' : ` ×${times}`;
  const code = `${step.repeat(depth)}${line}${often}  ${text}`;
  return values.length === 0 ? code : `${code.padEnd(valuesColumn)}  ${values.map(named).join(', ')}`;
}

function leftOutLine(item: TraceLeftOut, depth: number): string {
  return `${step.repeat(depth)}… ${item.times} more ${item.times === 1 ? 'call' : 'calls'} of ${item.function}`;
}

function sliceLines({ file, line, text, role, variable, distance, values }: TraceSliceStep): readonly string[] {
  const of = variable === null ? role : `${role} of ${variable}`;
  const head = `${step}${file}:${line}  ${text}`;
  const seen = values.length === 0 ? '' : `  ${values.map(named).join(', ')}`;
  return [head, `${step}${step}${distance === 0 ? 'where it failed' : `${of}, ${distance} back`}${seen}`];
}

function differenceLines({ passingTest, divergence, values }: TraceDifference): readonly string[] {
  const lines = [`Unlike ${passingTest}, which passes`];
  if (divergence !== null) {
    const { file, line, text, wentTo, passingWentTo } = divergence;
    const seen = divergence.values.length === 0 ? '' : `, with ${divergence.values.map(named).join(', ')}`;
    lines.push(`${step}${file}:${line}  ${text}`);
    lines.push(`${step}${step}went on at line ${wentTo}, there at ${passingWentTo.join(' or ')}${seen}`);
  }
  const told = firstOf(values, nToldValues, 'values', ({ file, line, passingValues, ...value }) => [
    `${step}${file}:${line}  ${named(value)}, there ${passingValues.join(' or ')}`,
  ]);
  lines.push(...told);
  if (divergence === null && values.length === 0) lines.push(`${step}no decision and no value was seen to differ`);
  return lines;
}

function firstOf<Item>(
  items: readonly Item[],
  most: number,
  what: string,
  tell: (item: Item) => readonly string[],
): readonly string[] {
  const more = items.length - most;
  return [...items.slice(0, most).flatMap(tell), ...(0 < more ? [`${step}… ${more} more ${what}`] : [])];
}

function named({ kind, name, value }: TraceValue): string {
  return kind === 'return' || name === '' ? `gives ${value}` : `${name} = ${value}`;
}

function at(file: string | null, line: number | null): string {
  return file === null ? '' : `  ${file}:${line ?? 1}`;
}

function oneLine(text: string): string {
  return text.split(/\r\n|\n|\r/)[0] ?? '';
}
