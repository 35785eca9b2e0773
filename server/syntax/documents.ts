/**
 * Files that are not code but break code: settings, manifests, environment templates, image recipes, schemas, prompts.
 * Read line by line with patterns: each line with a key is a statement that defines it, and paths of code on a line are
 * its texts. Leaves out what the document means.
 */
import { definitionKind, type FileFacts, flowPart, statementKind } from '../core/graph/fileFacts.ts';
import type { Language } from '../core/graph/languageTraits.ts';
import { FactsBuilder } from './factsBuilder.ts';
import { parseLanguageData } from './languageData.ts';

interface DocumentKind {
  readonly id: string;
  /** Ends of file names. */
  readonly extensions: readonly string[];
  /** Where a comment begins, which is not read. */
  readonly comment?: RegExp;
  /** The name of the package whose manifest the document is; empty for any other. */
  readonly packageName?: (file: string, text: string) => string;
  /** Each finds keys of a line in its first group. */
  readonly keys: readonly RegExp[];
}

const afterHash = /(?:^|\s)#/;

const kinds: readonly DocumentKind[] = [
  {
    id: 'json',
    extensions: ['.json', '.jsonc', '.json5'],
    packageName: nameInPackageJson,
    keys: [/"((?:[^"\\]|\\.)+)"\s*:/g],
  },
  {
    id: 'yaml',
    comment: afterHash,
    extensions: ['.yaml', '.yml'],
    keys: [/^\s*(?:-\s+)?["']?([\w.$/-]+)["']?\s*:(?=\s|$)/g],
  },
  {
    id: 'toml',
    comment: afterHash,
    extensions: ['.toml'],
    keys: [/^\s*\[+\s*["']?([\w.-]+)["']?\s*\]+/g, /^\s*["']?([\w.-]+)["']?\s*=/g],
  },
  { id: 'ini', comment: afterHash, extensions: ['.ini', '.cfg', '.properties'], keys: [/^\s*([\w.-]+)\s*[=:]/g] },
  {
    id: 'dotenv',
    comment: afterHash,
    extensions: ['.env.example', '.env.sample', '.env.template', '.env.dist'],
    keys: [/^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=/g],
  },
  {
    id: 'dockerfile',
    comment: afterHash,
    extensions: ['Dockerfile', '.dockerfile', 'Containerfile'],
    keys: [/^\s*(?:ENV|ARG)\s+(\w+)/gi],
  },
  {
    id: 'sql',
    comment: /--/,
    extensions: ['.sql'],
    keys: [
      /\b(?:TABLE|VIEW|FUNCTION|PROCEDURE|TYPE)\s+(?:IF\s+(?:NOT\s+)?EXISTS\s+)?["`[]?([\w.]+)/gi,
      /^\s*(?:ADD\s+(?:COLUMN\s+)?)?["`[]?(\w+)["`\]]?\s+(?:BIG|SMALL|TINY)?(?:INT|SERIAL|TEXT|VARCHAR|CHAR|BOOL|DATE|TIME|NUMERIC|DECIMAL|REAL|FLOAT|DOUBLE|UUID|JSON|BLOB|BYTEA)/gi,
    ],
  },
  {
    id: 'gomod',
    comment: /\/\//,
    extensions: ['go.mod'],
    packageName: (_, text) => /^module\s+"?([^\s"]+)/m.exec(text)?.[1] ?? '',
    keys: [],
  },
  {
    id: 'markdown',
    extensions: ['.md', '.mdx', '.prompt', '.jinja', '.j2'],
    keys: [/\{\{?\s*([A-Za-z_]\w*)\s*\}?\}/g],
  },
];

/** Locks are made by tools and named by no code. */
const ignored = ['package-lock.json', 'npm-shrinkwrap.json', 'composer.lock', 'Pipfile.lock'];

/** A larger document is data rather than settings. */
const mostCharacters = 256 * 1024;
const mostKeys = 2_000;

const rules = {
  moduleNames: () => [],
  ambientModules: () => [],
  sees: () => false,
  importTarget: () => ({ kind: 'paths', files: [] }) as const,
};

const languages = kinds.map(({ id, extensions }): Language => {
  const fields = JSON.stringify({ id, extensions, isDocument: true, tests: {} });
  return { traits: parseLanguageData(id, () => fields).traits, rules };
});

/** All kinds of documents, as languages whose files have keys and nothing else. */
export const documentLanguages: readonly Language[] = languages;

/** The facts of a document; of one that is ignored or too large, that there is such a file. */
export function extractDocument(file: string, text: string, language: Language): FileFacts {
  const facts = new FactsBuilder();
  const rows = text.split('\n');
  const { keys, comment, packageName } = kinds[languages.indexOf(language)]!;
  const nLines = rows.length - (rows.at(-1) === '' ? 1 : 0);
  facts.openModule(nLines);
  const isRead = text.length <= mostCharacters && !ignored.includes(file.slice(file.lastIndexOf('/') + 1));
  let nKeys = 0;
  let offset = 0;
  for (const [row, line] of rows.entries()) {
    if (!isRead || nKeys > mostKeys) break;
    const read = comment === undefined ? line : line.slice(0, comment.exec(line)?.index);
    const found = keys.flatMap((pattern) => [...read.matchAll(pattern)]);
    const paths = pathsIn(read);
    if (found.length > 0 || paths.length > 0) {
      nKeys += found.length;
      const at = { kind: statementKind.simple, part: flowPart.body, flags: 0, parent: -1, scope: 0 };
      const statement = facts.statement({ ...at, line: row + 1, endLine: row + 1 });
      for (const match of found) {
        const name = facts.name(match[1]!);
        const start = offset + match.index;
        facts.definition({ kind: definitionKind.assignment, statement, scope: 0, name, start });
      }
      for (const path of paths) facts.literal(statement, path);
    }
    offset += line.length + 1;
  }
  return facts.finish({
    file,
    language: language.traits.id,
    module: isRead ? (packageName?.(file, text) ?? '') : '',
    nLines,
    broken: false,
  });
}

function nameInPackageJson(file: string, text: string): string {
  if (file !== 'package.json' && !file.endsWith('/package.json')) return '';
  try {
    const manifest: unknown = JSON.parse(text);
    const name = typeof manifest === 'object' && manifest !== null && 'name' in manifest ? manifest.name : '';
    return typeof name === 'string' ? name : '';
  } catch {
    return '';
  }
}

/** Paths of files, and members of modules as entry points write them (`package.module:function`). */
function pathsIn(line: string): readonly string[] {
  return line.match(/(?:\.{0,2}\/)?[\w@-]+(?:[./][\w@-]+)+(?::[A-Za-z_]\w*)?/g) ?? [];
}
