/** What was weighed of each instance with what is right of it, for `npm run learn`. */
import { appendFileSync } from 'node:fs';
import type { Gold } from './gold.ts';
import type { Question, WeighedTables } from './question.ts';

/** Adds a line to a file of such lines. */
export function appendTables(path: string, { id, repo }: Question, tables: WeighedTables, gold: Gold): void {
  appendFileSync(path, `${JSON.stringify({ ...tables, group: repo, instance: id, right: rightOf(tables, gold) })}\n`);
}

/** Classes and code outside of functions count where they are candidates; functions always. */
function rightOf(tables: WeighedTables, gold: Gold) {
  const candidates = new Set(tables.kind === 'tests' ? tables.elements : tables.functions.candidates);
  const functions = gold.elements.filter((element) => candidates.has(element) || gold.functions.includes(element));
  return { statements: gold.statements, functions, files: gold.filesInGraph };
}
