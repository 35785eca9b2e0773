/** The part of the query language that is read, and what is refused. */
import { expect, test } from 'vitest';
import { parseQuery } from '../../server/syntax/queryText.ts';

test('a predicate restricts the node it names, wherever that stands in its pattern', () => {
  const [pattern] = parseQuery('(call method: (identifier) @_name (#any-of? @_name "require" "load")) @import.module');
  expect(pattern!.captures).toEqual(['import.module']);
  expect(pattern!.texts).toBeNull();
  expect(pattern!.children.map(({ texts }) => texts)).toEqual([['require', 'load']]);
});

test('what is not part of it is an error that names it', () => {
  expect(() => parseQuery('(call (#match? @_name "^a")) @statement')).toThrow('#match?');
  expect(() => parseQuery('(call (#any-of? @_name "a"')).toThrow('predicate is not closed');
  expect(() => parseQuery('(call (name)')).toThrow('bracket is not closed');
});
