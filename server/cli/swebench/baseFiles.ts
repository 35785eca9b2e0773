/** Reads what an instance's patch was made against, and the gold off it. */
import { createCommitFiles } from '../../adapters/git/commitFiles.ts';
import type { CodeSnapshot } from '../../analysis/codeSnapshot.ts';
import { indexRepository } from '../../analysis/indexRepository.ts';
import { type Line, line } from '../../core/ids.ts';
import type { GitObjects } from '../../ports/git.ts';
import type { ParserSet } from '../../syntax/parserSet.ts';
import { changedFiles, type Gold, goldOf } from './gold.ts';
import type { Instance } from './instance.ts';
import { missingCommit } from './localizeInstances.ts';

/** The gold, or one sentence on why it cannot be told. */
export async function readGold(objects: GitObjects, parsers: ParserSet, instance: Instance): Promise<Gold | string> {
  const { id, repo, baseCommit, solution } = instance;
  const tree = await objects.tree(baseCommit);
  if (tree === null) return missingCommit(instance);
  const paths = new Set(tree.map(({ path }) => path));
  try {
    const changed = changedFiles(solution.patch).map(({ file }) => file);
    const kept = changed.filter((file) => paths.has(file) && parsers.languageOf(file) !== null);
    const files = createCommitFiles(repo, objects, tree);
    const { snapshot, problems, host } = await indexRepository(files, parsers, { kept, problems: [] });
    const unread = problems[0];
    const gold = goldOf(solution.patch, {
      has: (file) => paths.has(file),
      isInGraph: (file) => snapshot.languageOf(file) !== null,
      statementAt: snapshot.statementAt,
      enclosing: (file, at) => snapshot.enclosing(file, definitionOf(snapshot, file, at)),
    });
    host.dispose();
    return unread === undefined ? gold : `Its clone lacks a file that its patch changes: ${unread.message}`;
  } catch (error) {
    return `The patch of ${id} cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** What decorators, annotations and attributes begin with. */
const decoratorMark = /^\s*(@|#\[|\[)/;

/** The first line of the definition that a decorator's line belongs to; any other line as it is. */
function definitionOf(snapshot: CodeSnapshot, file: string, at: Line): Line {
  const { facts, text } = snapshot.indexed[snapshot.files.indexOf(file)] ?? {};
  const headers = facts?.scopes.filter((scope) => scope.decorators.length > 0 && at < scope.line) ?? [];
  const header = headers.map((scope) => scope.line).sort((a, b) => a - b)[0];
  if (header === undefined || text === undefined) return at;
  const lines = text.split(/\r\n|\n|\r/);
  const isDecorator = (one: number) => {
    const start = snapshot.statementAt(file, line(one))?.line ?? one;
    return decoratorMark.test(lines[start - 1] ?? '');
  };
  const between = Array.from({ length: header - at }, (_, index) => at + index);
  return between.every(isDecorator) ? line(header) : at;
}
