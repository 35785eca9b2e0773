/**
 * What a patch says was to be changed, at the commit before it: files, functions, lines. A hunk counts where it takes
 * lines away; one that only adds counts at the line before. New files are nowhere yet, and do not count.
 */
import { parsePatch, type StructuredPatch } from 'diff';
import { type Line, line } from '../../core/ids.ts';

export interface Gold {
  /** Files the patch changes, moves or removes. */
  readonly files: readonly string[];
  /** Of these, those the graph knows the language of. */
  readonly filesInGraph: readonly string[];
  /** The innermost function of each changed line that is in one: `named`. */
  readonly functions: readonly string[];
  /** The innermost function, else class, else file of each changed line: `named`. */
  readonly elements: readonly string[];
  readonly lines: readonly GoldLine[];
  /** The statement at each of them that is in one, as `file:line` of where it begins. */
  readonly statements: readonly string[];
}

export interface GoldLine {
  readonly file: string;
  readonly line: number;
}

/** What gold is read off: the patched files as they were before. */
export interface BaseFiles {
  /** Whether the commit has such a file. */
  has(file: string): boolean;
  /** Whether the graph knows it. */
  isInGraph(file: string): boolean;
  /** Where the statement at a line begins; `null` between statements. */
  statementAt(file: string, at: Line): { readonly line: number } | null;
  /** The scopes around a line, outermost first. */
  enclosing(
    file: string,
    at: Line,
  ): readonly { readonly element: string; readonly kind: 'file' | 'class' | 'function' }[];
}

/** Throws where the patch is none. */
export function goldOf(patch: string, base: BaseFiles): Gold {
  const changes = changedFiles(patch).filter(({ file }) => base.has(file));
  const lines = changes.flatMap(({ file, lines: changed }) => changed.map((at) => ({ file, line: at })));
  const scopes = lines.map(({ file, line: at }) => base.enclosing(file, line(at)));
  const functions = scopes.flatMap((around) => around.findLast(({ kind }) => kind === 'function')?.element ?? []);
  const files = distinct(changes.map(({ file }) => file));
  return {
    files,
    filesInGraph: files.filter(base.isInGraph),
    functions: distinct(functions.map(named)),
    elements: distinct(scopes.flatMap((around) => around.at(-1)?.element ?? []).map(named)),
    lines,
    statements: distinct(
      lines.flatMap((one) => {
        const start = base.statementAt(one.file, line(one.line));
        return start === null ? [] : [`${one.file}:${start.line}`];
      }),
    ),
  };
}

/** A function without a name is part of what it stands in: its name is its line, which nobody would rank it by. */
export function named(element: string): string {
  return element.replace(/(?<=[^:])(\.<anonymous:\d+>)+$/, '');
}

/** The files a patch changes, by the names they have before it; new ones left out. */
export function changedFiles(patch: string): readonly { readonly file: string; readonly lines: readonly number[] }[] {
  const byFile = new Map<string, Set<number>>();
  for (const change of parsePatch(patch)) {
    const file = oldPath(change);
    if (file === null) continue;
    const lines = byFile.get(file) ?? new Set();
    byFile.set(file, lines);
    for (const hunk of change.hunks) for (const at of changedLines(hunk)) lines.add(at);
  }
  return [...byFile].map(([file, lines]) => ({ file, lines: [...lines].sort((a, b) => a - b) }));
}

/** `null` for a new file. */
function oldPath({ oldFileName, isCreate }: StructuredPatch): string | null {
  if (isCreate === true || oldFileName === undefined || oldFileName === '/dev/null') return null;
  return oldFileName.replace(/^a\//, '');
}

/** Lines taken away; where lines are only added, the one before them, or the first line of the file. */
function changedLines({ oldStart, lines }: StructuredPatch['hunks'][number]): readonly number[] {
  const changed: number[] = [];
  let next = oldStart;
  let removed = 0;
  let added = 0;
  const endOfChange = () => {
    if (removed === 0 && added > 0) changed.push(Math.max(1, next - 1));
    removed = 0;
    added = 0;
  };
  for (const text of lines) {
    if (text.startsWith('+')) added++;
    else if (text.startsWith('-')) {
      removed++;
      changed.push(next++);
    } else if (!text.startsWith('\\')) {
      endOfChange();
      next++;
    }
  }
  endOfChange();
  return changed;
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
