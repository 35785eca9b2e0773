/**
 * Values a failing run had that no passing run had in the same place, and relations between two numbers that held in no
 * passing run (the predicates of Liblit et al., "Scalable Statistical Bug Isolation", 2005: returns and scalar pairs;
 * ranges and missing values as in Daikon, Ernst et al., 1999). Leaves out what it means for a statement to have one.
 */
import type { ExecutionTrace, TracedValue } from './executionTrace.ts';
import { type FramedValue, framedValues } from './framedValues.ts';
import { type PrintedValue, readPrinted } from './printedValue.ts';

export interface ValueAnomaly {
  readonly value: TracedValue;
  readonly file: string;
  readonly line: number;
  readonly calledFrom: FramedValue['calledFrom'];
  /** How much it stands out, 0 to 1. */
  readonly oddity: number;
  /** Passing runs that came by the place with values. */
  readonly nPassing: number;
  /** What the failing run had, and what the passing ones: `-1` and `0 to 12`; `low > high` and `low < high`. */
  readonly failing: string;
  readonly passing: string;
}

const oddities = {
  missing: 1,
  negative: 0.9,
  empty: 0.8,
  otherKind: 0.8,
  relation: 0.7,
  boolean: 0.7,
  zero: 0.6,
  outOfRange: 0.5,
  otherNumber: 0.2,
  otherText: 0.2,
} as const;

const nShownValues = 3;
/** A call that knows more names than these has no pairs looked at. */
const maxNames = 16;

/** In the order of the failing run; each place and name once, with what stands out most. */
export function valueAnomalies(failing: ExecutionTrace, passing: readonly ExecutionTrace[]): readonly ValueAnomaly[] {
  const known = profile(passing);
  const found = new Map<string, ValueAnomaly>();
  const keep = (key: string, anomaly: ValueAnomaly) => {
    if ((found.get(key)?.oddity ?? 0) < anomaly.oddity) found.set(key, anomaly);
  };
  for (const framed of framedValues(failing)) {
    const { value, file, line, calledFrom } = framed;
    const place = placeOf(framed);
    const seen = known.values.get(place);
    const odd = seen === undefined ? null : oddityOf(value.value, seen);
    if (seen !== undefined && odd !== null) {
      const told = { failing: value.value, passing: shown(seen), nPassing: seen.runs.size };
      keep(place, { value, file, line, calledFrom, oddity: oddities[odd], ...told });
    }
    for (const { key, other, relation } of pairsOf(framed)) {
      const held = known.relations.get(key);
      if (held === undefined || held.relations.has(relation)) continue;
      const name = value.name === '' ? 'the result' : `\`${value.name}\``;
      const told = {
        failing: `${name} ${relation} \`${other}\``,
        passing: [...held.relations].map((it) => `${name} ${it} \`${other}\``).join(' or '),
        nPassing: held.runs.size,
      };
      keep(place, { value, file, line, calledFrom, oddity: oddities.relation, ...told });
    }
  }
  return [...found.values()];
}

interface SeenHere {
  readonly texts: Set<string>;
  readonly kinds: Set<PrintedValue['kind']>;
  readonly runs: Set<number>;
  least: number;
  most: number;
}

interface Profile {
  readonly values: ReadonlyMap<string, SeenHere>;
  readonly relations: ReadonlyMap<string, { readonly relations: Set<string>; readonly runs: Set<number> }>;
}

function profile(traces: readonly ExecutionTrace[]): Profile {
  const values = new Map<string, SeenHere>();
  const relations = new Map<string, { relations: Set<string>; runs: Set<number> }>();
  traces.forEach((trace, run) => {
    for (const framed of framedValues(trace)) {
      const place = placeOf(framed);
      const fresh = { texts: new Set<string>(), kinds: new Set<PrintedValue['kind']>(), runs: new Set<number>() };
      const seen = values.get(place) ?? { ...fresh, least: Infinity, most: -Infinity };
      values.set(place, seen);
      note(seen, framed.value.value, run);
      for (const { key, relation } of pairsOf(framed)) {
        const held = relations.get(key) ?? { relations: new Set<string>(), runs: new Set<number>() };
        relations.set(key, held);
        held.relations.add(relation);
        held.runs.add(run);
      }
    }
  });
  return { values, relations };
}

function note(seen: SeenHere, text: string, run: number): void {
  const read = readPrinted(text);
  seen.texts.add(text);
  seen.kinds.add(read.kind);
  seen.runs.add(run);
  if (read.kind !== 'number') return;
  seen.least = Math.min(seen.least, read.number);
  seen.most = Math.max(seen.most, read.number);
}

function placeOf({ file, line, qualifiedName, value: { kind, name } }: FramedValue): string {
  return `${file}:${qualifiedName}:${line}:${kind}:${name}`;
}

function oddityOf(text: string, seen: SeenHere): keyof typeof oddities | null {
  if (seen.texts.has(text)) return null;
  const read = readPrinted(text);
  if (!seen.kinds.has(read.kind)) return oddKind(read, seen);
  if (read.kind !== 'number') return read.kind === 'boolean' ? 'boolean' : 'otherText';
  if (read.number < 0 && seen.least >= 0) return 'negative';
  if (read.number < seen.least || seen.most < read.number) return 'outOfRange';
  return read.number === 0 ? 'zero' : 'otherNumber';
}

function oddKind({ kind }: PrintedValue, { kinds }: SeenHere): keyof typeof oddities {
  if (kind === 'nothing' || kind === 'notANumber') return 'missing';
  if (kind === 'empty') return 'empty';
  // Where nothing or something empty was before, anything else is only more of the usual.
  const wasSomething = [...kinds].some((it) => it !== 'nothing' && it !== 'empty');
  return wasSomething ? 'otherKind' : 'otherText';
}

function shown({ texts, kinds, least, most }: SeenHere): string {
  if (kinds.size === 1 && kinds.has('number')) return least === most ? `${least}` : `${least} to ${most}`;
  const some = [...texts].slice(0, nShownValues).join(', ');
  return texts.size <= nShownValues ? some : `${some} and others`;
}

interface Pair {
  readonly key: string;
  readonly other: string;
  readonly relation: string;
}

/** How a number stands to each other number its call knows. */
function* pairsOf(framed: FramedValue): Generator<Pair> {
  const { value, known } = framed;
  const one = readPrinted(value.value);
  if (one.kind !== 'number' || known.size > maxNames) return;
  for (const [other, text] of known) {
    const two = readPrinted(text);
    if (two.kind !== 'number' || other === value.name) continue;
    const relation = one.number < two.number ? '<' : one.number > two.number ? '>' : '==';
    yield { key: `${placeOf(framed)}:${other}`, other, relation };
  }
}
