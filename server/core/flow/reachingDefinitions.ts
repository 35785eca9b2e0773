/**
 * Which definitions reach which uses inside one scope: gen and kill sets of basic blocks ("Compilers", Aho, Lam, Sethi,
 * Ullman, 2nd ed., §9.2.4), then a walk through each block. A definition of `a` kills what was known of `a.b`; a weak
 * one kills nothing. Leaves out what other scopes and called functions define.
 */
import { holds, touches } from '../graph/accessPaths.ts';
import { definitionKind } from '../graph/fileFacts.ts';
import { type BasicBlocks, basicBlocks } from './basicBlocks.ts';
import type { FileIndex } from './fileIndex.ts';
import { entry, exit, type FlowGraph } from './flowGraph.ts';
import { solveForward } from './worklist.ts';

/** A read that the text does not contain: what would `name` be before `statement`? */
export interface Probe {
  readonly statement: number;
  readonly name: number;
}

export interface Reaching {
  /** Pairs of a definition and a use it reaches, flat. */
  readonly pairs: readonly number[];
  /** Definitions still in force where the scope ends. */
  readonly atExit: readonly number[];
  readonly atProbe: readonly number[];
}

/** Definitions in force, by the plain name they begin with. */
type Environment = Map<number, readonly number[]>;

/** Of weak definitions of one name, so many are in force at most, the last ones. */
const mostWeak = 64;
/** A use is given at most so many definitions, the last ones in the text. */
const mostReaching = 64;

export function solveReaching(index: FileIndex, scope: number, graph: FlowGraph, probe: Probe | null = null): Reaching {
  const { facts } = index;
  const blocks = basicBlocks(graph);
  const incoming = environmentsAtStart(index, scope, graph, blocks);
  const result = { pairs: [] as number[], atExit: [] as number[], atProbe: [] as number[] };
  blocks.nodes.forEach((nodes, block) => {
    const environment = incoming(block);
    for (const node of nodes) {
      const statement = graph.statements[node]!;
      if (statement >= 0) readAt(statement, environment);
      for (const definition of definitionsAt(index, scope, graph, node)) apply(index, environment, definition);
      if (node === exit) for (const definitions of environment.values()) result.atExit.push(...definitions);
    }
  });
  return result;

  function readAt(statement: number, environment: Environment): void {
    if (probe?.statement === statement) result.atProbe.push(...reaching(environment, probe.name, false));
    for (let use = index.usesFrom[statement]!; use < index.usesFrom[statement + 1]!; use++) {
      if (facts.uses.scope[use] !== scope || isMadeHere(index, statement, use)) continue;
      for (const definition of reaching(environment, facts.uses.name[use]!, facts.uses.isBase[use] === 1)) {
        result.pairs.push(definition, use);
      }
    }
  }

  function reaching(environment: Environment, used: number, isBase: boolean): readonly number[] {
    const known = environment.get(index.roots[used]!);
    if (known === undefined) return [];
    const { name, kind } = facts.definitions;
    const isSeen = (one: number) =>
      isBase ? holds(facts, name[one]!, used) && kind[one] !== definitionKind.weak : touches(facts, name[one]!, used);
    const found = known.filter(isSeen);
    return found.length <= mostReaching ? found : found.sort((a, b) => a - b).slice(-mostReaching);
  }
}

/** What a node defines in the scope; the entry defines the parameters. */
function definitionsAt(index: FileIndex, scope: number, graph: FlowGraph, node: number): readonly number[] {
  const { facts, definitionsFrom } = index;
  const statement = node === entry ? facts.scopes[scope]!.header : graph.statements[node]!;
  if (statement < 0) return [];
  const found: number[] = [];
  for (let at = definitionsFrom[statement]!; at < definitionsFrom[statement + 1]!; at++) {
    if (facts.definitions.scope[at] === scope) found.push(at);
  }
  return found;
}

/** Puts a definition in force: it replaces those of the same path and of paths below it. */
function apply({ facts, roots }: FileIndex, environment: Environment, definition: number): void {
  const { kind, name } = facts.definitions;
  const root = roots[name[definition]!]!;
  const before = environment.get(root) ?? [];
  if (kind[definition] === definitionKind.weak) {
    const others = before.filter((other) => other !== definition);
    environment.set(root, [...others.slice(-mostWeak), definition]);
    return;
  }
  const after = before.filter((other) => !holds(facts, name[definition]!, name[other]!));
  if (kind[definition] !== definitionKind.deletion) after.push(definition);
  environment.set(root, after);
}

/** Whether the statement itself makes the value, further left: `(m := f()) and m.group()`. */
function isMadeHere({ facts, definitionsFrom }: FileIndex, statement: number, use: number): boolean {
  const { kind, name, start } = facts.definitions;
  for (let at = definitionsFrom[statement]!; at < definitionsFrom[statement + 1]!; at++) {
    if (kind[at] !== definitionKind.inline || start[at]! >= facts.uses.start[use]!) continue;
    if (holds(facts, name[at]!, facts.uses.name[use]!)) return true;
  }
  return false;
}

/** Solves the sets between blocks; gives what is in force at the start of a block. */
function environmentsAtStart(
  index: FileIndex,
  scope: number,
  graph: FlowGraph,
  blocks: BasicBlocks,
): (block: number) => Environment {
  if (blocks.nodes.every((_, block) => blocks.predecessors[block]!.length === 0)) return () => new Map();
  const { facts, roots } = index;
  const { name } = facts.definitions;
  const all: number[] = [];
  const effects = blocks.nodes.map((nodes) => {
    const effect = effectOf(index, scope, graph, nodes);
    all.push(...effect.all);
    return effect;
  });
  if (all.length === 0) return () => new Map();
  const bitOf = new Map(all.map((definition, bit) => [definition, bit]));
  const bitsByRoot = new Map<number, number[]>();
  all.forEach((definition, bit) => {
    const root = roots[name[definition]!]!;
    const known = bitsByRoot.get(root);
    if (known === undefined) bitsByRoot.set(root, [bit]);
    else known.push(bit);
  });
  const width = (all.length + 31) >> 5;
  const incoming = solveForward(
    blocks,
    {
      generate: effects.map((effect) => setBits(effect.generated.map((definition) => bitOf.get(definition)!))),
      pass: effects.map((effect) => {
        const killed: number[] = [];
        for (const path of effect.killed) {
          for (const bit of bitsByRoot.get(roots[path]!) ?? [])
            if (holds(facts, path, name[all[bit]!]!)) killed.push(bit);
        }
        return setBits(killed).map((word) => ~word);
      }),
    },
    width,
  );
  return (block) => {
    const environment = new Map<number, number[]>();
    for (let word = 0; word < width; word++) {
      for (let bits = incoming[block * width + word]!; bits !== 0; bits &= bits - 1) {
        const definition = all[word * 32 + (31 - Math.clz32(bits & -bits))]!;
        const root = roots[name[definition]!]!;
        const known = environment.get(root);
        if (known === undefined) environment.set(root, [definition]);
        else known.push(definition);
      }
    }
    return environment;
  };

  function setBits(bits: readonly number[]): Int32Array {
    const words = new Int32Array(width);
    for (const bit of bits) words[bit >> 5]! |= 1 << (bit & 31);
    return words;
  }
}

interface BlockEffect {
  readonly all: readonly number[];
  /** In force at the end if nothing was at the start. */
  readonly generated: readonly number[];
  /** Paths whose definitions from before do not pass. */
  readonly killed: ReadonlySet<number>;
}

function effectOf(index: FileIndex, scope: number, graph: FlowGraph, nodes: readonly number[]): BlockEffect {
  const { kind, name } = index.facts.definitions;
  const environment: Environment = new Map();
  const all: number[] = [];
  const killed = new Set<number>();
  for (const node of nodes) {
    for (const definition of definitionsAt(index, scope, graph, node)) {
      all.push(definition);
      apply(index, environment, definition);
      if (kind[definition] !== definitionKind.weak) killed.add(name[definition]!);
    }
  }
  return { all, generated: [...environment.values()].flat(), killed };
}
