/**
 * What may be used at a place: variables that are bound there, expressions and statements of the same function as donors.
 * Leaves out names of the module and of other files.
 */
import type { FixData } from './fixData.ts';
import { around, descendants, type FixNode } from './fixNode.ts';
import { hasRole, placeOf } from './fixShapes.ts';
import type { FixTypes } from './fixTypes.ts';

export interface FixScope {
  readonly data: FixData;
  readonly types: FixTypes;
  readonly root: FixNode;
  /** The whole file. */
  readonly text: string;
  /** Functions and classes beside this one. */
  readonly functions: readonly string[];
  /** Names of attributes, in order of their number in the file. */
  readonly attributes: readonly string[];
  /** Variables bound at an offset, those bound nearest before it first. */
  visibleAt(offset: number): readonly string[];
  /** Whether all variables of the function that a node reads are bound at an offset. */
  isUsableAt(node: FixNode, offset: number): boolean;
  /** Expressions that give a value, in order, each text once. */
  readonly donors: readonly FixNode[];
  /** Those that are decided on. */
  readonly conditions: readonly FixNode[];
  /** Simple statements, each text once. */
  readonly statements: readonly FixNode[];
  /** What is stored to and has parts. */
  readonly targets: readonly FixNode[];
  /** What the function gives back. */
  readonly results: readonly FixNode[];
  readonly isGenerator: boolean;
}

/** A name that is bound, with the offsets between which it can be read. */
interface Binding {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly at: number;
}

export function fixScope(
  base: Pick<FixScope, 'data' | 'types' | 'root' | 'text' | 'functions' | 'attributes'>,
): FixScope {
  const { data, root } = base;
  const nodes = [...descendants(root)];
  const bindings = nodes.filter((node) => isBound(data, node)).map((node) => bindingOf(data, root, node));
  const bound = new Set(bindings.map(({ name }) => name));
  const known = new Map<number, readonly string[]>();
  const visibleAt = (offset: number) => {
    const names = known.get(offset) ?? namesAt(bindings, offset);
    known.set(offset, names);
    return names;
  };
  const within = (place: string) => nodes.filter((node) => node.isNamed && placeOf(data, node) === place);
  return {
    ...base,
    visibleAt,
    isUsableAt(node, offset) {
      const visible = visibleAt(offset);
      return readsOf(data, node).every(({ text }) => !bound.has(text) || visible.includes(text));
    },
    donors: byText(nodes.filter((node) => isDonor(data, node))),
    conditions: byText(within('condition').filter((node) => hasRole(data, node, 'expression'))),
    statements: byText(nodes.filter((node) => hasRole(data, node, 'donorStatement'))),
    targets: byText(
      nodes.filter((node) => hasRole(data, node, 'part') && ['store', 'value', 'result'].includes(placeOf(data, node))),
    ),
    results: byText(within('result').filter((node) => node.parent !== null && hasRole(data, node.parent, 'exit'))),
    isGenerator: nodes.some((node) => hasRole(data, node, 'yield')),
  };
}

/** Variables a node reads: not names of attributes, keywords or called functions. */
export function readsOf(data: FixData, node: FixNode): readonly FixNode[] {
  return [...descendants(node)].filter(
    (it) => hasRole(data, it, 'name') && !['skip', 'callee', 'store'].includes(placeOf(data, it)),
  );
}

function isDonor(data: FixData, node: FixNode): boolean {
  return hasRole(data, node, 'donor') && ['value', 'condition', 'result', 'effect'].includes(placeOf(data, node));
}

function isBound(data: FixData, node: FixNode): boolean {
  return hasRole(data, node, 'name') && ['store', 'parameter'].includes(placeOf(data, node));
}

/** A parameter lives in its function; a loop's variables, and those of an expression, as long as it; others from there on. */
function bindingOf(data: FixData, root: FixNode, node: FixNode): Binding {
  const name = node.text;
  for (const at of around(node)) {
    if (hasRole(data, at, 'comprehension') || hasRole(data, at, 'lambda'))
      return { name, from: at.start, to: at.end, at: node.start };
    if (hasRole(data, at, 'loop')) return { name, from: at.start, to: root.end, at: node.start };
    if (hasRole(data, at, 'definition')) {
      return { name, from: placeOf(data, node) === 'parameter' ? at.start : node.end, to: at.end, at: node.start };
    }
  }
  return { name, from: node.end, to: root.end, at: node.start };
}

function namesAt(bindings: readonly Binding[], offset: number): readonly string[] {
  const visible = bindings.filter(({ from, to }) => from <= offset && offset <= to);
  visible.sort((a, b) => Math.abs(a.at - offset) - Math.abs(b.at - offset));
  return [...new Set(visible.map(({ name }) => name))];
}

function byText(nodes: readonly FixNode[]): readonly FixNode[] {
  const seen = new Set<string>();
  return nodes.filter(({ text }) => !seen.has(text) && seen.add(text));
}
