/** Trees of source texts with the grammar's own names. */
import { expect, test } from 'vitest';
import { createSourceTrees } from '../../server/syntax/sourceTrees.ts';
import { parserSource } from '../parsers.ts';

test('a tree names its nodes and fields, and says where a text is not of the language', async () => {
  const parse = await createSourceTrees(parserSource());
  const tree = parse('rust', 'fn é(a: u8) -> u8 { a + 1 }\n')!;
  const { table, typeNames, fieldNames, isNamed, text } = tree;
  const named = Array.from({ length: table.length }, (_, node) => node).filter((node) => isNamed[table.type[node]!]);
  const shown = named.map((node) => `${fieldNames[table.field[node]!]}:${typeNames[table.type[node]!]}`);
  expect(shown).toContain('body:block');
  expect(shown).toContain(':binary_expression');
  const body = named.find((node) => typeNames[table.type[node]!] === 'block')!;
  expect(text.slice(table.start[body], table.end[body])).toBe('{ a + 1 }');
  expect(tree.isBroken).toBe(false);
  expect(parse('rust', 'fn ( {')!.isBroken).toBe(true);
});
