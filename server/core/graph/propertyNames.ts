/** Methods that run when a member is read, by their decorators. Works on files alone. */
import { lastSegment } from './accessPaths.ts';
import type { AnalyzedFile } from './analyzedFile.ts';

/** Names by which some class has a property: only reads of these are looked at. */
export function propertyNames(files: readonly AnalyzedFile[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const file of files) for (const name of propertiesOf(file)) names.add(name);
  return names;
}

const propertyCache = new WeakMap<AnalyzedFile, readonly string[]>();

function propertiesOf(file: AnalyzedFile): readonly string[] {
  const known = propertyCache.get(file);
  if (known !== undefined) return known;
  const found = file.facts.scopes.flatMap(({ name }, scope) => (isPropertyScope(file, scope) ? [name] : []));
  propertyCache.set(file, found);
  return found;
}

/** Whether reading a member of this name runs the method. */
export function isPropertyScope({ facts, language }: AnalyzedFile, scope: number): boolean {
  const { propertyDecorators } = language.traits;
  return facts.scopes[scope]!.decorators.some((path) => propertyDecorators.has(lastSegment(path)));
}
