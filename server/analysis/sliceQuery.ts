/** A slice query in terms of files and lines, answered from the graph. */

import type { Program } from '../core/flow/program.ts';
import { definersAt } from '../core/flow/reachingAt.ts';
import { nearestFirst, type SliceCriterion, type SliceStep, slice } from '../core/flow/slice.ts';
import { firstSegment, pathsTouch, writtenPath } from '../core/graph/accessPaths.ts';
import { fileOf } from '../core/graph/codeGraph.ts';
import type { FileFacts } from '../core/graph/fileFacts.ts';
import type { NodeId } from '../core/ids.ts';
import type { SlicedStatement, SliceQuery } from './repositorySnapshot.ts';
import type { StatementIndex } from './statementIndex.ts';

/** Nearest first; at equal distance the criterion's file first, then by file and line. Empty without a statement there. */
export function answerSlice(
  program: Program,
  statements: StatementIndex,
  file: number,
  query: SliceQuery,
): readonly SlicedStatement[] {
  const statement = statements.statementAt(file, query.line);
  if (statement < 0) return [];
  const { executed } = query;
  const options = {
    direction: query.direction,
    interprocedural: query.interprocedural,
    maxDepth: query.maxDepth,
    maxSteps: query.maxSteps,
    isEntered(node: NodeId) {
      if (executed === null) return true;
      const span = statements.spanOf(node);
      return executed(span.file, span.line);
    },
  };
  const node = statements.nodeOf(file, statement);
  const facts = program.files[file]!;
  const steps = sliceOf({ node, variable: query.variable === null ? null : namedAt(facts, statement, query.variable) });
  const sorted = ownFileFirst(steps, (at) => fileOf(program.graph, at) === file);
  const position = new Map(sorted.map((step, index) => [step.node, index]));
  return sorted.map(({ node: at, role, variable, distance, via }) => ({
    span: statements.spanOf(at),
    variable: variable === null ? null : writtenPath(variable),
    role,
    distance,
    via: via === null ? null : (position.get(via) ?? null),
  }));

  function sliceOf(criterion: SliceCriterion): readonly SliceStep[] {
    const { variable } = criterion;
    if (variable === null || isMentioned(facts, statement, variable, query)) return slice(program, criterion, options);
    return sliceOfUnmentioned(criterion.node, variable);
  }

  /** The statement does not name the variable: the slice goes on from what defines it there. */
  function sliceOfUnmentioned(criterion: NodeId, variable: string): readonly SliceStep[] {
    const first: SliceStep = { node: criterion, role: 'criterion', variable, distance: 0, via: null };
    if (query.direction === 'forward') return [first];
    const found = new Map<NodeId, SliceStep>([[criterion, first]]);
    for (const definer of definersAt(facts, statement, variable)) {
      const from = statements.nodeOf(file, definer);
      if (!options.isEntered(from)) continue;
      const isParameter = facts.statements.scope[definer] !== facts.statements.scope[statement];
      const below = isParameter
        ? [{ node: from, role: 'parameter' as const, variable, distance: 0, via: null }]
        : slice(
            program,
            { node: from, variable: null },
            { ...options, direction: 'backward', maxDepth: options.maxDepth - 1 },
          );
      for (const step of below) {
        const moved: SliceStep = { ...step, distance: step.distance + 1, via: step.via ?? criterion };
        const known = found.get(step.node);
        if (known !== undefined && known.distance <= moved.distance) continue;
        found.set(step.node, step.role === 'criterion' ? { ...moved, role: 'definition', variable } : moved);
      }
    }
    return nearestFirst(found, ({ distance }) => distance).slice(0, options.maxSteps);
  }
}

/** Steps that come nearest first, those of one distance with the file's own before the others. */
function ownFileFirst(steps: readonly SliceStep[], isOwn: (node: NodeId) => boolean): readonly SliceStep[] {
  const sorted: SliceStep[] = [];
  let others: SliceStep[] = [];
  for (let at = 0; at < steps.length; at++) {
    const step = steps[at]!;
    if (isOwn(step.node)) sorted.push(step);
    else others.push(step);
    if (steps[at + 1]?.distance === step.distance) continue;
    for (const other of others) sorted.push(other);
    others = [];
  }
  return sorted;
}

function isMentioned(facts: FileFacts, statement: number, variable: string, query: SliceQuery): boolean {
  const { uses, definitions, names } = facts;
  const isRead = (use: number) => uses.statement[use] === statement && pathsTouch(names[uses.name[use]!]!, variable);
  const isMade = (one: number) =>
    definitions.statement[one] === statement && pathsTouch(names[definitions.name[one]!]!, variable);
  if (query.direction !== 'forward' && uses.name.some((_, use) => isRead(use))) return true;
  return definitions.name.some((_, definition) => isMade(definition));
}

/** A variable as the facts name it at a statement: one that hides another has a name of its own. */
function namedAt(facts: FileFacts, statement: number, written: string): string {
  const { uses, definitions, names } = facts;
  for (const table of [uses, definitions]) {
    for (let at = 0; at < table.name.length; at++) {
      const name = names[table.name[at]!]!;
      if (table.statement[at] !== statement || !name.includes('~')) continue;
      if (pathsTouch(writtenPath(name), written))
        return firstSegment(name) + written.slice(firstSegment(written).length);
    }
  }
  return written;
}
