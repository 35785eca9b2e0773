/** Quoted texts that may name something outside of the code: a key of settings, a path, a table. */
import { type Extraction, type Place, textOf } from './extraction.ts';

const shortest = 3;
const longest = 100;
/** A statement of SQL longer than this is not searched. */
const longestSql = 4_000;

export function extractLiteral(x: Extraction, node: number, { statement }: Place): void {
  const length = x.table.end[node]! - x.table.start[node]!;
  if (length < shortest || length > longestSql) return;
  const text = textOf(x, node);
  if (length <= longest && /^[\w$@./:-]*[A-Za-z][\w$@./:-]*$/.test(text)) x.facts.literal(statement, text);
  else if (/^\s*(?:select|insert|update|delete|create|alter|with)\s/i.test(text)) {
    for (const match of text.matchAll(/\b(?:from|join|into|update|table)\s+["`[]?([A-Za-z_][\w.]*)/gi)) {
      x.facts.literal(statement, match[1]!);
    }
  }
}
