/** Statements of files by line. */
import type { Program } from '../core/flow/program.ts';
import { scopeOfHeader } from '../core/graph/analyzedFile.ts';
import { fileOf, indexOf, statementNode } from '../core/graph/codeGraph.ts';
import { type FileFacts, statementKind } from '../core/graph/fileFacts.ts';
import { elementId, type Line, line, type NodeId } from '../core/ids.ts';
import type { IntegerColumn } from '../core/integerColumn.ts';
import type { StatementKind, StatementSpan } from './repositorySnapshot.ts';

export interface StatementIndex {
  spanOf(node: NodeId): StatementSpan;
  /** The innermost statement at a line, or -1. */
  statementAt(file: number, at: Line): number;
  nodeOf(file: number, statement: number): NodeId;
}

export function createStatementIndex(program: Program): StatementIndex {
  /** For each file the largest end line up to each statement, to know when looking back is in vain. */
  const reaches = new Map<number, IntegerColumn>();
  const opened = new Map<number, ReadonlyMap<number, number>>();

  return {
    spanOf(node) {
      const file = fileOf(program.graph, node);
      const facts = program.files[file]!;
      const statement = indexOf(program.graph, node);
      const known = opened.get(file) ?? scopeOfHeader(facts);
      if (!opened.has(file)) opened.set(file, known);
      const scope = known.get(statement) ?? facts.statements.scope[statement]!;
      return {
        file: facts.file,
        kind: kindOf(facts, statement),
        line: line(facts.statements.line[statement]!),
        endLine: line(facts.statements.endLine[statement]!),
        element: elementId(facts.file, facts.scopes[scope]!.qualifiedName),
      };
    },
    statementAt(file, at) {
      const { line: lines, endLine } = program.files[file]!.statements;
      const reach = reaches.get(file) ?? runningMaximum(endLine);
      reaches.set(file, reach);
      let last = lastStartingBy(lines, at);
      while (last >= 0 && endLine[last]! < at) last = reach[last]! < at ? -1 : last - 1;
      return last;
    },
    nodeOf: (file, statement) => statementNode(program.graph, file, statement),
  };
}

/** Statements are in source order, so their lines are sorted. */
function lastStartingBy(lines: IntegerColumn, at: Line): number {
  let low = 0;
  for (let high = lines.length; low < high; ) {
    const middle = (low + high) >> 1;
    if (lines[middle]! <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function runningMaximum(values: IntegerColumn): IntegerColumn {
  let largest = 0;
  return values.map((value) => {
    largest = Math.max(largest, value);
    return largest;
  });
}

const kinds: Readonly<Record<number, StatementKind>> = {
  [statementKind.simple]: 'simple',
  [statementKind.branch]: 'branch',
  [statementKind.switch]: 'branch',
  [statementKind.case]: 'branch',
  [statementKind.loop]: 'loop',
  [statementKind.return]: 'return',
  [statementKind.raise]: 'raise',
  [statementKind.break]: 'jump',
  [statementKind.continue]: 'jump',
  [statementKind.function]: 'definition',
  [statementKind.class]: 'definition',
};

function kindOf(facts: FileFacts, statement: number): StatementKind {
  const kind = kinds[facts.statements.kind[statement]!] ?? 'other';
  return kind === 'simple' && importStatements(facts).has(statement) ? 'import' : kind;
}

const importsByFacts = new WeakMap<FileFacts, ReadonlySet<number>>();

function importStatements(facts: FileFacts): ReadonlySet<number> {
  const known = importsByFacts.get(facts) ?? new Set(facts.imports.map(({ statement }) => statement));
  importsByFacts.set(facts, known);
  return known;
}
