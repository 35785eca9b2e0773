/** The graph's element for a function a run entered. */
import type { ProgramElement, RepositorySnapshot } from '../analysis/repositorySnapshot.ts';
import type { Line } from '../core/ids.ts';
import type { TracedCode } from '../core/trace/executionTrace.ts';

/**
 * By name, the nearest below where the run says it begins, because decorators stand above a definition; else the function
 * that is defined on that line or holds it, because not every language's runs know functions by the graph's names.
 */
export function elementOfCode(
  snapshot: RepositorySnapshot,
  { file, qualifiedName, firstLine }: TracedCode,
): ProgramElement | null {
  const elements = snapshot.elementsOf(file);
  const named = elements.find((it) => it.qualifiedName === qualifiedName && firstLine <= it.line);
  if (named !== undefined) return named;
  const functions = elements.filter(({ kind }) => kind === 'function');
  const starting = functions.find(({ line }) => line === firstLine);
  if (starting !== undefined) return starting;
  const around = snapshot.elementAt(file, firstLine as Line);
  return around?.kind === 'function' ? around : null;
}
