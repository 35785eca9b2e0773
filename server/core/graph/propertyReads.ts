/** Reads of members that run a method (`@property`, `get`), as calls without arguments. */

import { lastSegment } from './accessPaths.ts';
import type { AnalyzedFile } from './analyzedFile.ts';
import type { CallResolution, CallTarget } from './callResolution.ts';
import type { CallFacts } from './fileFacts.ts';
import { isPropertyScope } from './propertyNames.ts';

export interface PropertyRead {
  readonly call: CallFacts;
  readonly target: CallTarget;
}

/** The reads of properties in a file; `properties` are the names by which some class has one (`propertyNames`). */
export function propertyReads(
  files: readonly AnalyzedFile[],
  file: number,
  resolution: CallResolution,
  properties: ReadonlySet<string>,
): readonly PropertyRead[] {
  const found: PropertyRead[] = [];
  if (properties.size === 0) return found;
  const { facts } = files[file]!;
  const { uses } = facts;
  const isProperty = facts.names.map((name, at) => facts.namePrefix[at]! >= 0 && properties.has(lastSegment(name)));
  if (!isProperty.includes(true)) return found;
  // A path that is called is no mere read; at one place it stands in one statement.
  const placed = (start: number, name: number) => start * facts.names.length + name;
  const called = new Set(facts.calls.map(({ start, callee }) => placed(start, callee)));
  for (let use = 0; use < uses.name.length; use++) {
    const statement = uses.statement[use]!;
    const start = uses.start[use]!;
    for (let name = uses.name[use]!; facts.namePrefix[name]! >= 0; name = facts.namePrefix[name]!) {
      if (!isProperty[name] || called.has(placed(start, name))) continue;
      const end = start + facts.names[name]!.length;
      const scope = uses.scope[use]!;
      const read = { statement, scope, callee: name, receiverCall: -1, receiverPath: '', member: '', start, end };
      const call: CallFacts = { ...read, arguments: [] };
      const target = resolution.targetOf(file, call);
      const getter =
        target?.callee.kind === 'function' ? getterOf(files[target.callee.file]!, target.callee.scope) : -1;
      if (target !== null && getter >= 0)
        found.push({ call, target: { ...target, callee: { ...target.callee, scope: getter } } });
    }
  }
  return found;
}

/** The method that a read of a property runs, of the several that may share its name; -1 where it is none. */
function getterOf(file: AnalyzedFile, scope: number): number {
  if (isPropertyScope(file, scope)) return scope;
  const { name, parent } = file.facts.scopes[scope]!;
  return file.facts.scopes.findIndex(
    (other, index) => other.parent === parent && other.name === name && isPropertyScope(file, index),
  );
}
