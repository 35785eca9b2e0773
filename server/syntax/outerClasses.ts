/**
 * Classes that a definition names around its own (`class A::B`): each goes on with the class of that name, where a
 * language lets classes be written again.
 */
import { definitionKind } from '../core/graph/fileFacts.ts';
import type { Extraction } from './extraction.ts';
import type { Position } from './position.ts';

/** Opens the classes before the last name of a path; returns the position inside of them. */
export function enterOuterClasses(
  x: Extraction,
  path: string,
  { header, start }: { readonly header: number; readonly start: number },
  position: Position,
): Position {
  let { scope } = position;
  for (const name of path.split('.').slice(0, -1)) {
    const above = x.facts.scopes[scope]!;
    const { line, endLine } = x.facts.lineRange(header);
    const detail =
      x.facts.scopes.push({
        kind: 'class',
        name,
        qualifiedName: above.qualifiedName === '' ? name : `${above.qualifiedName}.${name}`,
        parent: scope,
        header,
        line,
        endLine,
        parameters: [],
        decorators: [],
        bases: [],
        owner: '',
        hasBody: false,
        resultType: '',
        declaredGlobal: [],
        declaredOuter: [],
      }) - 1;
    const kind = definitionKind.class;
    x.facts.definition({ kind, statement: header, scope, name: x.facts.name(name), start, detail });
    scope = detail;
  }
  return { ...position, scope };
}
