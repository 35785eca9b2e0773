/**
 * Which definitions reach which uses inside one scope: gen and kill sets of basic blocks ("Compilers", Aho, Lam, Sethi,
 * Ullman, 2nd ed., §9.2.4), then a walk through each block. A definition of `a` kills what was known of `a.b`; a weak
 * one kills nothing. Leaves out what other scopes and called functions define.
 */
import { holds, touches } from '../graph/accessPaths.ts';
import { definitionKind } from '../graph/fileFacts.ts';
import { type BasicBlocks, basicBlocks } from './basicBlocks.ts';
import { DefinitionsInForce } from './definitionsInForce.ts';
import type { FileIndex } from './fileIndex.ts';
import { entry, exit, type FlowGraph } from './flowGraph.ts';
import type { PairList } from './pairList.ts';
import { solveForward } from './worklist.ts';

/** A read that the text does not contain: what would `name` be before `statement`? */
export interface Probe {
  readonly statement: number;
  readonly name: number;
}

export interface Reaching {
  /** Definitions of the module still in force where it ends; none for other scopes. */
  readonly atExit: readonly number[];
  readonly atProbe: readonly number[];
}

/** A use is given at most so many definitions, the last ones in the text. */
const mostReaching = 64;

/**
 * Words of the sets of a scope, of which there are a few such tables: two million are what some six thousand branches
 * that each set a variable take. Blocks of a larger scope are taken to run one after another.
 */
const mostWords = 1 << 21;

const none: readonly number[] = [];

/** Solves one scope of the file after another; pairs of a definition and a use it reaches are added to `pairs`. */
export type SolveReaching = (scope: number, graph: FlowGraph, pairs: PairList, probe?: Probe) => Reaching;

export function createReachingSolver(index: FileIndex): SolveReaching {
  const { facts, usesFrom, definitionsFrom } = index;
  const { uses, definitions } = facts;
  const inForce = new DefinitionsInForce(index);

  return (scope, graph, pairs, probe) => {
    const result = { atExit: none, atProbe: none };
    if (graph.isChain()) {
      inForce.clear();
      for (let node: number = entry, edge = 0; edge >= 0; ) {
        pass(node, scope, graph, pairs, probe, result);
        edge = graph.firstOut[node]!;
        if (edge >= 0) node = graph.to[edge]!;
      }
      return result;
    }
    const blocks = basicBlocks(graph);
    const flow = solveBlocks(index, inForce, scope, graph, blocks);
    inForce.clear();
    for (let block = 0; block < blocks.nBlocks; block++) {
      if (flow !== null) {
        inForce.clear();
        putInForce(flow, block, inForce);
      }
      for (let at = blocks.from[block]!; at < blocks.from[block + 1]!; at++) {
        pass(blocks.nodes[at]!, scope, graph, pairs, probe, result);
      }
    }
    // The exit is one of the first nodes.
    if (flow === null && scope === 0) result.atExit = inForce.all();
    return result;
  };

  /** Reads and defines what a node does. */
  function pass(
    node: number,
    scope: number,
    graph: FlowGraph,
    pairs: PairList,
    probe: Probe | undefined,
    result: { atExit: readonly number[]; atProbe: readonly number[] },
  ): void {
    const statement = node === entry ? facts.scopes[scope]!.header : graph.statement[node]!;
    if (statement >= 0) {
      if (node !== entry) {
        if (probe?.statement === statement) result.atProbe = [...reaching(probe.name, false)];
        readAt(statement, scope, pairs);
      }
      for (let one = definitionsFrom[statement]!; one < definitionsFrom[statement + 1]!; one++) {
        if (definitions.scope[one] === scope) inForce.apply(one);
      }
    }
    // Functions keep what they define to themselves.
    if (node === exit && scope === 0) result.atExit = inForce.all();
  }

  function readAt(statement: number, scope: number, pairs: PairList): void {
    for (let use = usesFrom[statement]!; use < usesFrom[statement + 1]!; use++) {
      if (uses.scope[use] !== scope) continue;
      const used = uses.name[use]!;
      if (inForce.of(index.roots[used]!).length === 0 || isMadeHere(index, statement, use)) continue;
      for (const definition of reaching(used, uses.isBase[use] === 1)) pairs.push(definition, use);
    }
  }

  /** Valid until the next definition is applied. */
  function reaching(used: number, isBase: boolean): readonly number[] {
    const known = inForce.of(index.roots[used]!);
    const { name, kind } = definitions;
    const isSeen = (one: number) =>
      isBase ? holds(facts, name[one]!, used) && kind[one] !== definitionKind.weak : touches(facts, name[one]!, used);
    if (known.length === 1) return isSeen(known[0]!) ? known : [];
    const found = known.filter(isSeen);
    return found.length <= mostReaching ? found : found.sort((a, b) => a - b).slice(-mostReaching);
  }
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

interface SolvedBlocks {
  /** The definition of each bit. */
  readonly definitions: readonly number[];
  readonly incoming: Int32Array;
  readonly width: number;
}

function putInForce({ definitions, incoming, width }: SolvedBlocks, block: number, inForce: DefinitionsInForce): void {
  for (let word = 0; word < width; word++) {
    for (let bits = incoming[block * width + word]!; bits !== 0; bits &= bits - 1) {
      inForce.add(definitions[word * 32 + (31 - Math.clz32(bits & -bits))]!);
    }
  }
}

/** Solves the sets between blocks; `null` where nothing is defined, or too much. */
function solveBlocks(
  index: FileIndex,
  inForce: DefinitionsInForce,
  scope: number,
  graph: FlowGraph,
  blocks: BasicBlocks,
): SolvedBlocks | null {
  const { facts, definitionsFrom, roots } = index;
  const { kind, name, scope: scopes } = facts.definitions;
  const { nBlocks } = blocks;
  const all: number[] = [];
  const firstBit: number[] = [];
  for (let block = 0; block < nBlocks; block++) {
    firstBit.push(all.length);
    for (let at = blocks.from[block]!; at < blocks.from[block + 1]!; at++) {
      const node = blocks.nodes[at]!;
      const statement = node === entry ? facts.scopes[scope]!.header : graph.statement[node]!;
      if (statement < 0) continue;
      for (let one = definitionsFrom[statement]!; one < definitionsFrom[statement + 1]!; one++) {
        if (scopes[one] === scope) all.push(one);
      }
    }
  }
  firstBit.push(all.length);
  if (all.length === 0) return null;

  const width = (all.length + 31) >> 5;
  if (nBlocks * width > mostWords) return null;
  const pass = new Int32Array(nBlocks * width).fill(-1);
  const generate = new Int32Array(nBlocks * width);
  const bitsByRoot = new Map<number, number[]>();
  all.forEach((definition, bit) => {
    const root = roots[name[definition]!]!;
    const known = bitsByRoot.get(root);
    if (known === undefined) bitsByRoot.set(root, [bit]);
    else known.push(bit);
  });
  for (let block = 0; block < nBlocks; block++) {
    const first = firstBit[block]!;
    const last = firstBit[block + 1]!;
    if (first === last) continue;
    const base = block * width;
    inForce.clear();
    for (let bit = first; bit < last; bit++) {
      const definition = all[bit]!;
      inForce.apply(definition);
      if (kind[definition] === definitionKind.weak) continue;
      const path = name[definition]!;
      for (const other of bitsByRoot.get(roots[path]!)!) {
        if (holds(facts, path, name[all[other]!]!)) pass[base + (other >> 5)]! &= ~(1 << (other & 31));
      }
    }
    for (let bit = first; bit < last; bit++) {
      const definition = all[bit]!;
      if (inForce.of(roots[name[definition]!]!).includes(definition)) generate[base + (bit >> 5)]! |= 1 << (bit & 31);
    }
  }
  return { definitions: all, incoming: solveForward(blocks, { pass, generate }, width), width };
}
