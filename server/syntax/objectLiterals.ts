/**
 * Objects written out in an expression. What they hold is found under the name they are assigned to: functions and
 * classes as definitions of their own (`api.start`), other values as values of that path.
 */
import { definitionKind, noValue, nullValue } from '../core/graph/fileFacts.ts';
import { nestFunction, wholeValue } from './assignments.ts';
import { construct, part } from './captureVocabulary.ts';
import {
  childrenOf,
  childWithPart,
  type Extraction,
  isNamedNode,
  type Place,
  textOf,
  ungrouped,
} from './extraction.ts';
import { definitionIn } from './innerScopes.ts';

/** Reads an object literal; `path` is the path it is kept under as the facts have it, empty where there is none. */
export function extractObjectLiteral(x: Extraction, node: number, path: string, place: Place, depth: number): void {
  for (const child of childrenOf(x, node)) {
    if (!isNamedNode(x, child) || x.construct[child] === construct.skip) continue;
    const key = childWithPart(x, child, part.keyword);
    const value = childWithPart(x, child, part.value);
    if (definitionIn(x, child) >= 0) extractHeld(x, memberNode(x, child), child, path, place, depth);
    else if (key >= 0 && value >= 0) extractHeld(x, key, value, path, place, depth);
    else if (x.construct[child] === construct['reference.name']) extractHeld(x, child, child, path, place, depth);
    else x.visit(child, place, 'read', depth + 1);
  }
}

/** The node that names a method written in an object. */
function memberNode(x: Extraction, method: number): number {
  return childWithPart(x, method, part.name);
}

function extractHeld(x: Extraction, key: number, value: number, path: string, place: Place, depth: number): void {
  const name = keyText(x, key);
  const under = path === '' || name === '' ? '' : `${path}.${name}`;
  if (name === '' && key >= 0) x.visit(key, place, 'read', depth + 1);
  const held = ungrouped(x, value);
  const definition = definitionIn(x, held);
  if (definition >= 0) {
    nestFunction(x, definition, under, place, name);
    return;
  }
  const isObject = x.construct[held] === construct['object.literal'];
  if (isObject && under !== '') defineMember(x, key, under, place, -1);
  if (isObject) extractObjectLiteral(x, held, under, place, depth + 1);
  else {
    x.visit(value, place, 'read', depth + 1);
    const known = under === '' ? noValue : wholeValue(x, held, place);
    // What is not known of a member is known of the object.
    if (known !== noValue && known !== nullValue) defineMember(x, key, under, place, known);
  }
}

function defineMember(x: Extraction, key: number, path: string, place: Place, value: number): void {
  const { statement, scope } = place;
  const [name, start] = [x.facts.name(path), x.table.start[key]!];
  x.facts.definition({ kind: definitionKind.assignment, statement, scope, name, start, value });
}

/** A key that is a plain name, also in quotes; empty for one that is computed or no name. */
function keyText(x: Extraction, key: number): string {
  const text = key < 0 ? '' : textOf(x, key).replace(/^(["'])(.*)\1$/, '$2');
  return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(text) ? text : '';
}
