/**
 * Control flow of one scope, from the structure of its statements. Any statement inside a `try` may raise; outside one
 * only `raise` does. A `finally` part exists once: the paths through it are merged, so it may seem to continue where no
 * single path does. Leaves out exceptions that a `with` swallows.
 */
import { type FlowPart, flowPart, statementFlag, statementKind } from '../graph/fileFacts.ts';
import { entry, exit, type FlowEdge, FlowGraph, flowEdge } from './flowGraph.ts';
import { heldBy, type StatementTree } from './statementTree.ts';

type Jump = 'return' | 'raise' | 'break' | 'continue';

/** What surrounds the statement at hand, innermost first. */
type Surrounding =
  | {
      /** What `break` leaves: a loop, a switch of C's kind, or, by its label only, any statement. */
      readonly kind: 'loop' | 'switch' | 'labelled';
      readonly label: number;
      /** Where `continue` goes; -1 where it does not end here. */
      readonly next: number;
      readonly breaks: number[];
      readonly outer: Surrounding | null;
    }
  | { readonly kind: 'handlers'; readonly nodes: readonly number[]; readonly outer: Surrounding | null }
  | {
      readonly kind: 'finally';
      readonly first: number;
      /** Jumps that pass through, with their labels. */
      readonly pending: Map<Jump, number>;
      readonly outer: Surrounding | null;
    };

/**
 * Builds the flow graph of a scope's body: `header` is the statement that opens the scope, `null` the file itself. The
 * graph is valid until the next one is built.
 */
export type BuildFlowGraph = (header: number | null) => FlowGraph;

export function createFlowBuilder(tree: StatementTree): BuildFlowGraph {
  const { kind, flags, label, part: parts } = tree.facts.statements;
  const graph = new FlowGraph(kind.length);
  // A statement belongs to one scope, but a scope may be built again.
  const nodeOf = new Int32Array(kind.length).fill(-1);

  return (header) => {
    graph.clear();
    link(sequenceOf(header, flowPart.body, [entry], null), exit);
    for (let made = 0; made < graph.nNodes; made++)
      if (graph.statement[made]! >= 0) nodeOf[graph.statement[made]!] = -1;
    return graph;
  };

  function node(statement: number): number {
    if (nodeOf[statement]! < 0) nodeOf[statement] = graph.node(statement);
    return nodeOf[statement]!;
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

  /** The same for what a statement holds in one part. */
  function sequenceOf(holder: number | null, which: FlowPart, from: readonly number[], around: Surrounding | null) {
    let ends = from;
    for (let at = tree.firstChild[holder ?? kind.length]!; at >= 0; at = tree.nextSibling[at]!) {
      if (parts[at] === which) ends = walk(at, ends, around);
    }
    return ends;
  }

  function part(statement: number, which: FlowPart) {
    return heldBy(tree, statement, which);
  }

  function has(statement: number, flag: number): boolean {
    return (flags[statement]! & flag) !== 0;
  }

  /** Makes the node of a statement, after what its expressions hold. */
  function enter(statement: number, from: readonly number[], around: Surrounding | null): number {
    const here = node(statement);
    link(sequenceOf(statement, flowPart.nested, from, around), here);
    linkToCatcher(here, around);
    if (has(statement, statementFlag.mayLeave)) graph.edge(here, exit, flowEdge.exceptional);
    return here;
  }

  function walk(statement: number, from: readonly number[], around: Surrounding | null): readonly number[] {
    if (kind[statement] === statementKind.loop) return walkLoop(statement, from, around);
    const here = enter(statement, from, around);
    switch (kind[statement]) {
      case statementKind.branch:
        return walkBranch(statement, here, around);
      case statementKind.try:
        return walkTry(statement, here, around);
      case statementKind.switch:
        return walkSwitch(statement, here, around);
      case statementKind.label:
        return walkLabel(statement, here, around);
      case statementKind.region:
      case statementKind.handler:
        return sequenceOf(statement, flowPart.body, [here], around);
      case statementKind.return:
        return jump('return', [here], around);
      case statementKind.raise:
        return jump('raise', [here], around);
      case statementKind.break:
        return jump('break', [here], around, label[statement]);
      case statementKind.continue:
        return jump('continue', [here], around, label[statement]);
      case statementKind.goto:
        link([here], labelled(label[statement]!, statement));
        return [];
      default:
        return [here];
    }
  }

  /** The node at which a statement begins: of what its expressions hold, if they hold anything. */
  function startOf(statement: number): number {
    const first = part(statement, flowPart.nested)[0];
    return first === undefined ? node(statement) : startOf(first);
  }

  /** Arms with a condition are tried in order; the last one's `false` leads to the plain `else`. */
  function walkBranch(statement: number, here: number, around: Surrounding | null): readonly number[] {
    const ends = [...sequenceOf(statement, flowPart.consequence, [here], around)];
    let untaken = here;
    for (const arm of part(statement, flowPart.alternative)) {
      const armNode = enter(arm, [untaken], around);
      ends.push(...walkBranch(arm, armNode, around).filter((end) => end !== armNode));
      untaken = armNode;
    }
    ends.push(...sequenceOf(statement, flowPart.else, [untaken], around));
    return ends;
  }

  function walkLoop(statement: number, from: readonly number[], around: Surrounding | null): readonly number[] {
    const start = sequenceOf(statement, flowPart.initializer, from, around);
    const testsLast = has(statement, statementFlag.testsLast);
    const here = testsLast ? node(statement) : enter(statement, start, around);
    if (testsLast) linkToCatcher(here, around);
    const steps = part(statement, flowPart.step);
    const again = testsLast ? here : startOf(statement);
    const next = steps.length === 0 ? again : startOf(steps[0]!);
    const loop: Surrounding = { kind: 'loop', label: labelOf(statement), next, breaks: [], outer: around };
    const bodyEnds = sequenceOf(statement, flowPart.body, testsLast ? [...start, here] : [here], loop);
    link(sequence(steps, bodyEnds, around), again);
    const isEndless = has(statement, statementFlag.endless);
    if (isEndless) graph.edge(here, exit, flowEdge.pseudo);
    const ended = isEndless ? [] : sequenceOf(statement, flowPart.else, [here], around);
    return [...ended, ...loop.breaks];
  }

  /** Cases are tried in order, the one that always matches last, wherever it stands. */
  function walkSwitch(statement: number, here: number, around: Surrounding | null): readonly number[] {
    const cases = part(statement, flowPart.case);
    const isDefault = (one: number) => has(one, statementFlag.catchAll);
    const inner: Surrounding | null = has(statement, statementFlag.endsByBreak)
      ? { kind: 'switch', label: labelOf(statement), next: -1, breaks: [], outer: around }
      : around;
    let untaken: readonly number[] = [here];
    for (const one of [...cases.filter((each) => !isDefault(each)), ...cases.filter(isDefault)]) {
      const caseNode = enter(one, untaken, around);
      untaken = isDefault(one) ? [] : [caseNode];
    }
    const ends: number[] = [];
    let falling: readonly number[] = [];
    for (const one of cases) {
      const finished = sequenceOf(one, flowPart.consequence, [node(one), ...falling], inner);
      falling = has(one, statementFlag.fallsThrough) ? finished : [];
      if (falling.length === 0) ends.push(...finished);
    }
    const left = inner !== null && inner !== around && inner.kind === 'switch' ? inner.breaks : [];
    return [...new Set([...ends, ...falling, ...untaken, ...left])];
  }

  function walkLabel(statement: number, here: number, around: Surrounding | null): readonly number[] {
    const held = part(statement, flowPart.body);
    const first = held[0];
    if (first !== undefined && (kind[first] === statementKind.loop || kind[first] === statementKind.switch)) {
      return sequence(held, [here], around);
    }
    const named = {
      kind: 'labelled',
      label: label[statement]!,
      next: -1,
      breaks: [] as number[],
      outer: around,
    } as const;
    return [...sequence(held, [here], named), ...named.breaks];
  }

  /** The label a statement has or stands under; -1 where it has none. */
  function labelOf(statement: number): number {
    if (label[statement]! >= 0) return label[statement]!;
    const above = tree.facts.statements.parent[statement]!;
    return above >= 0 && kind[above] === statementKind.label ? label[above]! : -1;
  }

  /** The node of a label of the same scope; the exit where there is none, which is broken code. */
  function labelled(name: number, from: number): number {
    const { scope } = tree.facts.statements;
    for (let at = 0; at < kind.length; at++) {
      if (kind[at] === statementKind.label && label[at] === name && scope[at] === scope[from]) return node(at);
    }
    return exit;
  }

  function walkTry(statement: number, here: number, around: Surrounding | null): readonly number[] {
    const last = part(statement, flowPart.finally);
    const guarded: Surrounding | null =
      last.length === 0 ? around : { kind: 'finally', first: node(last[0]!), pending: new Map(), outer: around };
    const handlers = part(statement, flowPart.handler);
    const handlerNodes = handlers.map(node);
    // What the handlers depend on is the `try` itself: this edge counts as a branch, unlike those of its statements.
    for (const handler of handlerNodes) link([here], handler);
    const watched: Surrounding | null =
      handlers.length === 0 ? guarded : { kind: 'handlers', nodes: handlerNodes, outer: guarded };
    const finished = sequenceOf(statement, flowPart.body, [here], watched);
    const ends = [...sequenceOf(statement, flowPart.else, finished, guarded)];
    for (const handler of handlers) ends.push(...walk(handler, [], guarded));
    if (guarded === around || guarded?.kind !== 'finally') return ends;
    const after = sequence(last, ends, around);
    for (const [how, to] of guarded.pending) jump(how, after, around, to);
    const outer = catcherOf(around);
    if (outer !== null) for (const target of outer) link(after, target, flowEdge.exceptional);
    return ends.length === 0 ? [] : after;
  }

  function linkToCatcher(from: number, around: Surrounding | null): void {
    for (const target of catcherOf(around) ?? []) if (target !== from) graph.edge(from, target, flowEdge.exceptional);
  }

  /** Leads control where a jump goes, by way of the `finally` parts between; nothing falls out after it. */
  function jump(how: Jump, from: readonly number[], around: Surrounding | null, to: number = -1): readonly number[] {
    for (let at = around; at !== null; at = at.outer) {
      if (at.kind === 'finally') {
        at.pending.set(how, to);
        link(from, at.first);
        return [];
      }
      if (at.kind === 'handlers') {
        if (how !== 'raise') continue;
        for (const handler of at.nodes) link(from, handler);
        return [];
      }
      const isMeant = to < 0 ? at.kind !== 'labelled' : at.label === to;
      if (isMeant && how === 'break') {
        at.breaks.push(...from);
        return [];
      }
      if (isMeant && how === 'continue' && at.next >= 0) {
        link(from, at.next);
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
