/**
 * Whether an argument can be passed to a parameter, by the names of their types alone. Leaves out what is below what:
 * between two classes of different names nothing is said.
 */

/** `same`: of the parameter's own type. `no`: it cannot be passed. `maybe`: not known. */
export type Fit = 'same' | 'maybe' | 'no';

/** Primitive types a value widens to, in order. */
const widening: readonly (readonly string[])[] = [
  ['byte', 'short', 'int', 'long', 'float', 'double'],
  ['char', 'int', 'long', 'float', 'double'],
];
const primitives: ReadonlySet<string> = new Set([...widening.flat(), 'boolean']);
/** Classes whose objects stand for primitive values too. */
const boxes: ReadonlySet<string> = new Set([
  ...['Byte', 'Short', 'Integer', 'Long', 'Float', 'Double', 'Character', 'Boolean'],
]);
/** Classes that nothing is below. */
const sealed: ReadonlySet<string> = new Set(['String', 'Class', ...boxes]);
const nothing = 'null';
const functionValue = '=>';

/** How an argument fits a parameter; an empty type is unknown. */
export function fitOf(given: string, wanted: string): Fit {
  if (given === '' || wanted === '') return 'maybe';
  if (given === wanted) return 'same';
  if (given === nothing) return primitives.has(wanted) ? 'no' : 'maybe';
  if (given.endsWith('[]') || wanted.endsWith('[]')) return arrayFit(given, wanted);
  if (given === functionValue) return primitives.has(wanted) || sealed.has(wanted) ? 'no' : 'maybe';
  if (primitives.has(given)) return primitiveFit(given, wanted);
  if (primitives.has(wanted)) return boxes.has(given) ? 'maybe' : 'no';
  return sealed.has(wanted) ? 'no' : 'maybe';
}

function arrayFit(given: string, wanted: string): Fit {
  if (!given.endsWith('[]')) return 'no';
  if (!wanted.endsWith('[]')) return sealed.has(wanted) || primitives.has(wanted) ? 'no' : 'maybe';
  const [from, to] = [given.slice(0, -2), wanted.slice(0, -2)];
  return primitives.has(from) || primitives.has(to) ? 'no' : fitOf(from, to);
}

function primitiveFit(given: string, wanted: string): Fit {
  if (primitives.has(wanted)) {
    const widens = widening.some((row) => row.includes(given) && row.indexOf(given) < row.indexOf(wanted));
    return widens ? 'maybe' : 'no';
  }
  return wanted === 'String' || wanted === 'Class' ? 'no' : 'maybe';
}
