/**
 * Brackets where one expression is put into another: only where the operators around it bind tighter than its own.
 * Reads tokens, not trees, because what is put together has no tree yet.
 */

const token =
  /(?:[rbfuRBFU]{1,2})?(?:"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)|\d[\w.]*(?:(?<=[eE])[+-]\d+)?|[\p{L}_$][\p{L}\p{N}_$]*|[([{]|[)\]}]|:=|===|!==|\*\*|\/\/|<<|>>>?|==|!=|<=|>=|&&|\|\||\?\?|=>|[^\s\w]/gu;

/** Binds tighter than any operator. */
const tightest = 1000;

/** The level of the loosest operator outside all brackets; `tightest` where there is none. */
function loosestLevel(text: string, levels: ReadonlyMap<string, number>): number {
  let depth = 0;
  let level = tightest;
  for (const [part] of text.matchAll(token)) {
    if (/^[([{]$/.test(part)) depth++;
    else if (/^[)\]}]$/.test(part)) depth--;
    else if (depth === 0) level = Math.min(level, levels.get(part) ?? tightest);
  }
  return level;
}

/**
 * The text with brackets if it needs any between the text before and the text after it.
 * Left of an operator of its own level it needs none, unless comparisons would become a chain.
 */
export function bracketed(text: string, before: string, after: string, levels: ReadonlyMap<string, number>): string {
  const own = loosestLevel(text, levels);
  const isNumber = /^\d/.test(text);
  if (own === tightest && !isNumber) return text;
  if (own === levels.get(',')) return `(${text})`;
  const next = firstToken(after);
  const isHeld = /^[.[(]$/.test(next);
  if (isHeld && (isNumber ? next === '.' : true)) return `(${text})`;
  const left = levels.get(lastToken(before)) ?? -1;
  const right = levels.get(next) ?? -1;
  const chain = levels.get('==') === own;
  if (own <= left || own < right || (own === right && chain)) return `(${text})`;
  return text;
}

function firstToken(text: string): string {
  return text.match(token)?.[0] ?? '';
}

function lastToken(text: string): string {
  return text.match(token)?.at(-1) ?? '';
}
