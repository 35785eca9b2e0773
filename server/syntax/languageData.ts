/** `language.json`, checked: a wrong field is a mistake in the data and throws at start, naming it. */
import type { LanguageTraits } from '../core/graph/languageTraits.ts';

export interface LanguageData {
  /** Extensions it shares with another language, each with what a text of its own has in it. */
  readonly sharedExtensions: ReadonlyMap<string, RegExp>;
  readonly traits: LanguageTraits;
  /** The grammar as `package/file.wasm`. */
  readonly grammar: string;
  /** Node types of a macro's use and of the tokens it is given, where the grammar leaves those unread. */
  readonly tokenTrees: { readonly holder: string; readonly tree: string } | null;
  /** Query files, in order: `file.scm` of the language's own folder, `id/file.scm` of another's. */
  readonly queries: readonly string[];
  /** The file of fix templates, as a query's; `null` where there is none. */
  readonly fixes: string | null;
}

/** `data` gives the text of a file of a language's folder; a language that `extends` another has its fields too. */
export function parseLanguageData(id: string, data: (id: string, file: string) => string): LanguageData {
  const root = fieldsOf(id, data);
  const tests = asRecord(root.tests, 'tests');
  return {
    traits: {
      id: asText(root, 'id'),
      extensions: asTexts(root, 'extensions'),
      comment: asText(root, 'comment'),
      builtins: new Set(asTexts(root, 'builtins')),
      mutators: new Set(asTexts(root, 'mutators')),
      receiverless: new Set(asTexts(root, 'receiverless')),
      classReceivers: new Set(asTexts(root, 'classReceivers')),
      propertyDecorators: new Set(asTexts(root, 'propertyDecorators')),
      baseMakers: new Set(asTexts(root, 'baseMakers')),
      basesAreCalled: root.basesAreCalled === true,
      callOperatorName: asText(root, 'callOperator'),
      constructorName: asText(root, 'constructor'),
      superName: asText(root, 'super'),
      superCall: oneOf(root, 'superCall', ['object', 'constructor', 'method']),
      selfTypes: new Set(asTexts(root, 'selfTypes')),
      instantiators: new Set(asTexts(root, 'instantiators')),
      overloads: root.overloads === true,
      hasAlternatives: root.hasAlternatives === true,
      valueTypes: Object.entries(asRecord(root.valueTypes ?? {}, 'valueTypes')).map(([pattern, type]) => ({
        pattern: new RegExp(pattern),
        type: String(type),
      })),
      reopensClasses: root.reopensClasses === true,
      structuralInterfaces: root.structuralInterfaces === true,
      classScopeIsVisible: root.classScopeIsVisible === true,
      declaresVariables: root.declaresVariables === true,
      constantNames: asText(root, 'constantNames') === '' ? null : new RegExp(asText(root, 'constantNames')),
      memberNames: asText(root, 'memberNames') === '' ? null : new RegExp(asText(root, 'memberNames')),
      receiverName: asText(root, 'receiverName'),
      transparentTypes: new Set(asTexts(root, 'transparentTypes')),
      expressionStatements: root.expressionStatements === true,
      memberSigil: asText(root, 'memberSigil'),
      namesCall: root.namesCall === true,
      modulesSpanFiles: root.modulesSpanFiles === true,
      moduleSpace: asText(root, 'moduleSpace'),
      seesModules: root.seesModules === true,
      moduleObjects: asTexts(root, 'moduleObjects'),
      importBinds: oneOf(root, 'importBinds', ['first', 'last', 'none']),
      elementMethods: new Set(asTexts(root, 'elementMethods')),
      typeModifiers: new Set(asTexts(root, 'typeModifiers')),
      prototypeName: asText(root, 'prototype'),
      manyTypes: new Set(asTexts(root, 'manyTypes')),
      iterators: new Set(asTexts(root, 'iterators')),
      wrapperTypes: new Set(asTexts(root, 'wrapperTypes')),
      wrapperMembers: new Set(asTexts(root, 'wrapperMembers')),
      keepers: new Set(asTexts(root, 'keepers')),
      typesRunCode: root.typesRunCode !== false,
      linksByName: root.linksByName === true,
      implicitReceiver: asText(root, 'implicitReceiver'),
      isDocument: root.isDocument === true,
      lexis: lexisOf(root),
      tests: {
        files: asTexts(tests, 'files'),
        folders: asTexts(tests, 'folders'),
        functions: asTexts(tests, 'functions'),
        classes: asTexts(tests, 'classes'),
        bases: asTexts(tests, 'bases'),
        setups: asTexts(tests, 'setups'),
        fixtures: asTexts(tests, 'fixtures'),
        calls: asTexts(tests, 'calls'),
        suites: asTexts(tests, 'suites'),
        decorators: asTexts(tests, 'decorators'),
        besideCode: tests.besideCode === true,
        namedByPath: tests.namedByPath === true,
      },
    },
    sharedExtensions: new Map(
      Object.entries(asRecord(root.sharedExtensions ?? {}, 'sharedExtensions')).map(([extension, mark]) => [
        extension,
        new RegExp(String(mark), 'm'),
      ]),
    ),
    grammar: asText(root, 'grammar'),
    tokenTrees: tokenTreesOf(root),
    queries: asTexts(root, 'queries'),
    fixes: asText(root, 'fixes') || null,
  };
}

function lexisOf(root: Readonly<Record<string, unknown>>): LanguageTraits['lexis'] {
  const lexis = asRecord(root.lexis ?? {}, 'lexis');
  const lines = asTexts(lexis, 'lineComments');
  const [blocks, strings] = [lexis.blockComments ?? [], lexis.strings ?? []];
  if (!Array.isArray(blocks) || !Array.isArray(strings))
    throw new Error('Cannot read language data: "blockComments" and "strings" of "lexis" have to be lists');
  const comment = asText(root, 'comment');
  return {
    lineComments: lines.length > 0 || comment === '' ? lines : [comment],
    blockComments: blocks.map((pair) => [String(pair[0]), String(pair[1])] as const),
    strings: strings.map((one) => {
      const string = asRecord(one, 'strings');
      const open = asText(string, 'open');
      return {
        open,
        close: asText(string, 'close') || open,
        escape: typeof string.escape === 'string' ? string.escape : '\\',
        isMultiline: string.multiline === true,
        hole: asText(string, 'hole'),
      };
    }),
    characters: lexis.characters === true,
    patterns: lexis.patterns === true,
    docStrings: lexis.docStrings === true,
  };
}

function tokenTreesOf(root: Readonly<Record<string, unknown>>): LanguageData['tokenTrees'] {
  if (root.tokenTrees === undefined) return null;
  const types = asRecord(root.tokenTrees, 'tokenTrees');
  return { holder: asText(types, 'holder'), tree: asText(types, 'tree') };
}

function fieldsOf(id: string, data: (id: string, file: string) => string): Readonly<Record<string, unknown>> {
  const own = asRecord(JSON.parse(data(id, 'language.json')), `${id}/language.json`);
  if (typeof own.extends !== 'string') return { moduleSpace: id, ...own };
  return { ...fieldsOf(own.extends, data), ...own };
}

function asRecord(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null)
    throw new Error(`Cannot read language data: "${name}" is not an object`);
  return value as Readonly<Record<string, unknown>>;
}

function asText(record: Readonly<Record<string, unknown>>, key: string): string {
  const value = Object.hasOwn(record, key) ? record[key] : undefined;
  if (value === undefined) return '';
  if (typeof value !== 'string') throw new Error(`Cannot read language data: "${key}" is not a string`);
  return value;
}

/** The first of the values where there is no field. */
function oneOf<Value extends string>(
  record: Readonly<Record<string, unknown>>,
  key: string,
  values: readonly [Value, ...Value[]],
): Value {
  const text = asText(record, key);
  if (text === '') return values[0];
  const known = values.find((value) => value === text);
  if (known === undefined) throw new Error(`Cannot read language data: "${key}" is none of ${values.join(', ')}`);
  return known;
}

function asTexts(record: Readonly<Record<string, unknown>>, key: string): readonly string[] {
  const value = Object.hasOwn(record, key) ? record[key] : [];
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
  throw new Error(`Cannot read language data: "${key}" is not a list of strings`);
}
