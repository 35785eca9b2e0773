/**
 * Parsers for all languages, from bytes a face hands over: this floor reads no file. Grammars are compiled on first
 * use and loaded synchronously; the asynchronous load can stall for seconds behind V8's optimising compiler.
 */
import { Language as Grammar, Parser, type Tree } from 'web-tree-sitter';
import type { FileFacts } from '../core/graph/fileFacts.ts';
import type { Language, LanguageRules } from '../core/graph/languageTraits.ts';
import { type CaptureRules, compileRules } from './captureRules.ts';
import { documentLanguages, extractDocument } from './documents.ts';
import { createExtensionIndex } from './extensionIndex.ts';
import { extractFacts } from './extractFacts.ts';
import { type FixableText, fixableText } from './fixes/candidateEdits.ts';
import { type FixData, parseFixData } from './fixes/fixData.ts';
import type { KeptTrees } from './keptTrees.ts';
import { parseLanguageData } from './languageData.ts';
import { cppRules, cRules } from './languages/c.ts';
import { goRules } from './languages/go.ts';
import { javaRules } from './languages/java.ts';
import { javascriptRules } from './languages/javascript.ts';
import { packageRules } from './languages/packages.ts';
import { pythonRules } from './languages/python.ts';
import { rubyRules } from './languages/ruby.ts';
import { rustRules } from './languages/rust.ts';
import { systemverilogRules } from './languages/systemverilog.ts';
import { compileModule, type GrowingMemory, startParsers } from './parserMemory.ts';
import type { SyntaxTable } from './syntaxTable.ts';
import { createTabulator, type Tabulate } from './tabulator.ts';
import { expandTokenTrees, type TokenTreeTypes, tokenTreeTypes } from './tokenTrees.ts';

/** Where the parts of the parsers come from. */
export interface ParserSource {
  /** The bytes of `web-tree-sitter.wasm`. */
  readonly core: Uint8Array;
  /** The bytes of a grammar, by `package/file.wasm`. */
  readonly grammar: (file: string) => Uint8Array;
  /** The text of a file in the language's folder of `syntaxes/`: `language.json` or a query. */
  readonly data: (languageId: string, file: string) => string;
}

export interface ParserSet {
  readonly languages: readonly Language[];
  /** The language of a file by its extension; of languages that share one, by what the text has in it. */
  languageOf(file: string, text?: string): Language | null;
  /**
   * Facts of a source text; `null` for a language that is not known. Broken text gives partial facts. With `kept`, the
   * file's tree stays there, and what did not change since it was last parsed so is not parsed again.
   */
  extract(file: string, text: string, kept?: KeptTrees): FileFacts | null;
  /** What could be written otherwise in a text, to be freed when done; `null` where the language has no templates. */
  fixable(file: string, text: string): FixableText | null;
  /** Frees the parsers. */
  dispose(): void;
}

/** Every language with its rules: the one list to extend for a new one. */
const rulesByLanguage: Readonly<Record<string, LanguageRules>> = {
  c: cRules,
  cpp: cppRules,
  csharp: packageRules('.', true),
  go: goRules,
  java: javaRules,
  javascript: javascriptRules,
  kotlin: packageRules('.', false),
  php: packageRules('\\', false),
  python: pythonRules,
  ruby: rubyRules,
  rust: rustRules,
  scala: packageRules('.', true),
  systemverilog: systemverilogRules,
  tsx: javascriptRules,
  typescript: javascriptRules,
};

export async function createParserSet(source: ParserSource): Promise<ParserSet> {
  const memory = await startParsers(source.core);
  const loaders = Object.entries(rulesByLanguage).map(([id, rules]) => lazyLanguage(source, memory, id, rules));
  const loadersOf = createExtensionIndex(loaders, ({ language }) => language.traits.extensions);
  const documentsOf = createExtensionIndex(documentLanguages, ({ traits }) => traits.extensions);
  const loaderOf = (file: string, text: string) => {
    const claims = loadersOf(file);
    const markOf = ({ claimant, extension }: (typeof claims)[number]) => claimant.sharedExtensions.get(extension);
    const marked = claims.find((claim) => markOf(claim)?.test(text) === true);
    const claim = marked ?? claims.find((one) => markOf(one) === undefined);
    return { loader: claim?.claimant, isShared: claims.length > 1 };
  };
  const documentKindOf = (file: string) => documentsOf(file)[0]?.claimant ?? null;
  return {
    languages: [...loaders.map(({ language }) => language), ...documentLanguages],
    languageOf: (file, text = '') => loaderOf(file, text).loader?.language ?? documentKindOf(file),
    extract(file, text, keptTrees) {
      const { loader, isShared } = loaderOf(file, text);
      if (loader === undefined) {
        const kind = documentKindOf(file);
        return kind && extractDocument(file, text, kind);
      }
      // The next version of such a text may be of another grammar.
      const kept = isShared ? undefined : keptTrees;
      const { parser, read, rules } = loader.load();
      const readable = loader.language.rules.readable?.(text) ?? text;
      const tree = kept === undefined ? parser.parse(readable) : kept.parse(parser, file, readable);
      if (tree === null) return null;
      try {
        const parsed = { file, text, table: read(tree, text), broken: tree.rootNode.hasError };
        return extractFacts(parsed, rules, loader.language.traits);
      } finally {
        if (kept === undefined) tree.delete();
      }
    },
    fixable(file, text) {
      const { loader } = loaderOf(file, text);
      const data = loader?.fixData() ?? null;
      if (loader === undefined || data === null) return null;
      const tree = loader.load().parser.parse(loader.language.rules.readable?.(text) ?? text);
      return tree && fixableText(data, tree, text);
    },
    dispose() {
      for (const loader of loaders) loader.unload();
    },
  };
}

interface LoadedLanguage {
  readonly parser: Parser;
  /** Columns of a tree of the text, valid until the next tree is read. */
  readonly read: (tree: Tree, text: string) => SyntaxTable;
  readonly rules: CaptureRules;
}

function lazyLanguage(source: ParserSource, memory: GrowingMemory, id: string, rules: LanguageRules) {
  const { traits, sharedExtensions, grammar: file, queries, tokenTrees, fixes } = parseLanguageData(id, source.data);
  let loaded: LoadedLanguage | null = null;
  let fixData: FixData | null = null;
  return {
    language: { traits, rules },
    sharedExtensions,
    load(): LoadedLanguage {
      if (loaded !== null) return loaded;
      const grammar = Grammar.loadSync(compileModule(source.grammar(file)));
      const captureRules = compileRules(
        grammar,
        queries.map((query) => queryText(source, id, query)),
      );
      const parser = new Parser().setLanguage(grammar);
      const tabulate = createTabulator(memory, grammar, parser);
      const types = tokenTrees === null ? null : tokenTreeTypes(grammar, tokenTrees);
      const read = types === null ? tabulate : withTokenTrees(types, tabulate, parser, memory, grammar);
      loaded = { parser, read, rules: captureRules };
      return loaded;
    },
    fixData(): FixData | null {
      if (fixes !== null) fixData ??= parseFixData(id, queryText(source, id, fixes));
      return fixData;
    },
    unload(): void {
      loaded?.parser.delete();
      loaded = null;
    },
  };
}

/** Reads what macros are given as well, with a reader of its own, as a reader's columns are its next tree's. */
function withTokenTrees(
  types: TokenTreeTypes,
  tabulate: Tabulate,
  parser: Parser,
  memory: GrowingMemory,
  grammar: Grammar,
): LoadedLanguage['read'] {
  const tabulateInner = createTabulator(memory, grammar, parser);
  const parse = (text: string) => {
    const tree = parser.parse(text);
    if (tree === null) return null;
    const table = tabulateInner(tree);
    tree.delete();
    return table;
  };
  return (tree, text) => expandTokenTrees(tabulate(tree), text, types, parse);
}

function queryText(source: ParserSource, id: string, query: string): string {
  const slash = query.indexOf('/');
  return slash < 0 ? source.data(id, query) : source.data(query.slice(0, slash), query.slice(slash + 1));
}
