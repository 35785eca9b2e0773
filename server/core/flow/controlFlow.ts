/**
 * Control flow of one scope, from the structure of its statements. Any statement inside a `try` may raise; outside one
 * only `raise` does. A `finally` part exists once: the paths through it are merged, so it may seem to continue where no
 * single path does. Leaves out exceptions that a `with` swallows.
 */
import { flowPart, statementFlag, statementKind } from '../graph/fileFacts.ts';
import { entry, exit, type FlowEdge, type FlowGraph, FlowGraphBuilder, flowEdge } from './flowGraph.ts';
import { heldBy, type StatementTree } from './statementTree.ts';

type Jump = 'return' | 'raise' | 'break' | 'continue';

/** What surrounds the statement at hand, innermost first. */
type Surrounding =
  | { readonly kind: 'loop'; readonly header: number; readonly breaks: number[]; readonly outer: Surrounding | null }
  | { readonly kind: 'handlers'; readonly nodes: readonly number[]; readonly outer: Surrounding | null }
  | {
      readonly kind: 'finally';
      readonly first: number;
      readonly pending: Set<Jump>;
      readonly outer: Surrounding | null;
    };

/** Builds the flow graph of a scope's body: `header` is the statement that opens the scope, `null` the file itself. */
export function buildFlowGraph(tree: StatementTree, header: number | null): FlowGraph {
  const { kind, flags } = tree.facts.statements;
  const graph = new FlowGraphBuilder();
  const nodeOf = new Map<number, number>();
  const body = heldBy(tree, header, flowPart.body);
  const ends = sequence(body, [entry], null);
  link(ends, exit);
  return graph.finish();

  function node(statement: number): number {
    const known = nodeOf.get(statement);
    if (known !== undefined) return known;
    const made = graph.node(statement);
    nodeOf.set(statement, made);
    return made;
  }

  function link(from: readonly number[], to: number, edge: FlowEdge = flowEdge.normal): void {
    for (const end of from) graph.edge(end, to, edge);
  }

  /** Walks statements in order; returns the nodes from which control falls out at the end. */
  function sequence(statements: readonly number[], from: readonly number[], around: Surrounding | null) {
    let ends = from;
    for (const statement of statements) ends = walk(statement, ends, around);
    return ends;
  }

  function part(statement: number, which: (typeof flowPart)[keyof typeof flowPart]) {
    return heldBy(tree, statement, which);
  }

  function walk(statement: number, from: readonly number[], around: Surrounding | null): readonly number[] {
    const here = node(statement);
    link(from, here);
    linkToCatcher(here, around);
    switch (kind[statement]) {
      case statementKind.branch:
        return walkBranch(statement, here, around);
      case statementKind.loop:
        return walkLoop(statement, here, around);
      case statementKind.try:
        return walkTry(statement, here, around);
      case statementKind.switch:
        return walkSwitch(statement, here, around);
      case statementKind.region:
      case statementKind.handler:
        return sequence(part(statement, flowPart.body), [here], around);
      case statementKind.return:
        return jump('return', [here], around);
      case statementKind.raise:
        return jump('raise', [here], around);
      case statementKind.break:
        return jump('break', [here], around);
      case statementKind.continue:
        return jump('continue', [here], around);
      default:
        return [here];
    }
  }

  /** Arms with a condition are tried in order; the last one's `false` leads to the plain `else`. */
  function walkBranch(statement: number, here: number, around: Surrounding | null): readonly number[] {
    const ends = [...sequence(part(statement, flowPart.consequence), [here], around)];
    let untaken = here;
    for (const arm of part(statement, flowPart.alternative)) {
      const armNode = node(arm);
      link([untaken], armNode);
      linkToCatcher(armNode, around);
      ends.push(...walkBranch(arm, armNode, around).filter((end) => end !== armNode));
      untaken = armNode;
    }
    ends.push(...sequence(part(statement, flowPart.else), [untaken], around));
    return ends;
  }

  function walkLoop(statement: number, here: number, around: Surrounding | null): readonly number[] {
    const loop: Surrounding = { kind: 'loop', header: here, breaks: [], outer: around };
    link(sequence(part(statement, flowPart.body), [here], loop), here);
    const isEndless = (flags[statement]! & statementFlag.endless) !== 0;
    if (isEndless) graph.edge(here, exit, flowEdge.pseudo);
    const ended = isEndless ? [] : sequence(part(statement, flowPart.else), [here], around);
    return [...ended, ...loop.breaks];
  }

  function walkSwitch(statement: number, here: number, around: Surrounding | null): readonly number[] {
    const ends: number[] = [];
    let untaken: readonly number[] = [here];
    for (const one of part(statement, flowPart.case)) {
      const caseNode = node(one);
      link(untaken, caseNode);
      linkToCatcher(caseNode, around);
      ends.push(...sequence(part(one, flowPart.consequence), [caseNode], around));
      untaken = (flags[one]! & statementFlag.catchAll) === 0 ? [caseNode] : [];
    }
    return [...ends, ...untaken];
  }

  function walkTry(statement: number, here: number, around: Surrounding | null): readonly number[] {
    const last = part(statement, flowPart.finally);
    const guarded: Surrounding | null =
      last.length === 0 ? around : { kind: 'finally', first: node(last[0]!), pending: new Set(), outer: around };
    const handlers = part(statement, flowPart.handler);
    const handlerNodes = handlers.map(node);
    // What the handlers depend on is the `try` itself: this edge counts as a branch, unlike those of its statements.
    for (const handler of handlerNodes) link([here], handler);
    const watched: Surrounding | null =
      handlers.length === 0 ? guarded : { kind: 'handlers', nodes: handlerNodes, outer: guarded };
    const finished = sequence(part(statement, flowPart.body), [here], watched);
    const ends = [...sequence(part(statement, flowPart.else), finished, guarded)];
    for (const handler of handlers) ends.push(...walk(handler, [], guarded));
    if (guarded === around || guarded?.kind !== 'finally') return ends;
    const after = sequence(last, ends, around);
    for (const pending of guarded.pending) jump(pending, after, around);
    const outer = catcherOf(around);
    if (outer !== null) for (const target of outer) link(after, target, flowEdge.exceptional);
    return ends.length === 0 ? [] : after;
  }

  function linkToCatcher(from: number, around: Surrounding | null): void {
    for (const target of catcherOf(around) ?? []) if (target !== from) graph.edge(from, target, flowEdge.exceptional);
  }

  /** Leads control where a jump goes, by way of the `finally` parts between; nothing falls out after it. */
  function jump(how: Jump, from: readonly number[], around: Surrounding | null): readonly number[] {
    for (let at = around; at !== null; at = at.outer) {
      if (at.kind === 'finally') {
        at.pending.add(how);
        link(from, at.first);
        return [];
      }
      if (at.kind === 'handlers' && how === 'raise') {
        for (const handler of at.nodes) link(from, handler);
        return [];
      }
      if (at.kind === 'loop' && how === 'break') {
        at.breaks.push(...from);
        return [];
      }
      if (at.kind === 'loop' && how === 'continue') {
        link(from, at.header);
        return [];
      }
    }
    link(from, exit);
    return [];
  }
}

/** Where an exception raised here goes first; `null` where it leaves the scope. */
function catcherOf(around: Surrounding | null): readonly number[] | null {
  for (let at = around; at !== null; at = at.outer) {
    if (at.kind === 'handlers') return at.nodes;
    if (at.kind === 'finally') return [at.first];
  }
  return null;
}
