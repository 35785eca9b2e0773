/**
 * Syntax trees of source texts, for those who put probes into them: columns with the names of the grammar. Leaves out
 * facts and queries, which `parserSet` is for.
 */
import { Language as Grammar, Parser } from 'web-tree-sitter';
import { parseLanguageData } from './languageData.ts';
import { compileModule, startParsers } from './parserMemory.ts';
import type { ParserSource } from './parserSet.ts';
import type { SyntaxTable } from './syntaxTable.ts';
import { createTabulator } from './tabulator.ts';

/** A tree of one text; its columns are valid until the next text of the language is parsed. */
export interface SourceTree {
  readonly text: string;
  readonly table: SyntaxTable;
  /** Names of nodes by number, as `table.type` has it. */
  readonly typeNames: readonly string[];
  /** Whether a node of the number is more than a word or a sign of the language. */
  readonly isNamed: readonly boolean[];
  /** Names of fields by number, as `table.field` has it; 0 is none. */
  readonly fieldNames: readonly string[];
  /** Whether the text is not of the language. */
  readonly isBroken: boolean;
}

/** Parses a text of the language with the id; `null` where the parser gives up. */
export type ParseSource = (languageId: string, text: string) => SourceTree | null;

/** A parser for every language, each loaded when it is first asked for. Throws where the language is not known. */
export async function createSourceTrees(source: ParserSource): Promise<ParseSource> {
  const memory = await startParsers(source.core);
  const loaded = new Map<string, (text: string) => SourceTree | null>();

  function load(languageId: string): (text: string) => SourceTree | null {
    const { grammar: file } = parseLanguageData(languageId, source.data);
    const grammar = Grammar.loadSync(compileModule(source.grammar(file)));
    const parser = new Parser().setLanguage(grammar);
    const tabulate = createTabulator(memory, grammar, parser);
    const types = Array.from({ length: grammar.nodeTypeCount }, (_, type) => type);
    const typeNames = types.map((type) => grammar.nodeTypeForId(type) ?? '');
    const isNamed = types.map((type) => grammar.nodeTypeIsNamed(type));
    const fieldNames = Array.from(grammar.fields, (name) => name ?? '');
    return (text) => {
      const tree = parser.parse(text);
      if (tree === null) return null;
      try {
        return { text, table: tabulate(tree), typeNames, isNamed, fieldNames, isBroken: tree.rootNode.hasError };
      } finally {
        tree.delete();
      }
    };
  }

  return (languageId, text) => {
    const parse = loaded.get(languageId) ?? load(languageId);
    loaded.set(languageId, parse);
    return parse(text);
  };
}
