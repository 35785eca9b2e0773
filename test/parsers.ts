/** The parsers as tests load them: grammars from their packages, language data from the checkout. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createParserSet, type ParserSet, type ParserSource } from '../server/syntax/parserSet.ts';

const require = createRequire(import.meta.url);
let parsers: Promise<ParserSet> | null = null;

/** What parsers are made of. */
export function parserSource(): ParserSource {
  return {
    core: readFileSync(join(dirname(require.resolve('web-tree-sitter')), 'web-tree-sitter.wasm')),
    grammar: (file) => readFileSync(require.resolve(file)),
    data: (id, file) => readFileSync(join(import.meta.dirname, '..', 'syntaxes', id, file), 'utf8'),
  };
}

export function testParsers(): Promise<ParserSet> {
  parsers ??= createParserSet(parserSource());
  return parsers;
}
