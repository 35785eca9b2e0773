/** Language data fits its grammar, and our one-pass matcher finds what tree-sitter's own engine finds. */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Language, Parser, Query } from 'web-tree-sitter';
import { applyRules, compileRules } from '../../server/syntax/captureRules.ts';
import { construct, constructNames, part, partNames } from '../../server/syntax/captureVocabulary.ts';
import { parseLanguageData } from '../../server/syntax/languageData.ts';
import { tabulate } from '../../server/syntax/syntaxTable.ts';
import { parseSpecPage } from '../fixture.ts';

const require = createRequire(import.meta.url);
const root = join(import.meta.dirname, '..', '..');
await Parser.init();

const languages = readdirSync(join(root, 'syntaxes'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

describe.each(languages)('%s', async (id) => {
  const folder = join(root, 'syntaxes', id);
  if (!readdirSync(folder).includes('language.json')) return;
  const data = (of: string, file: string) => readFileSync(join(root, 'syntaxes', of, file), 'utf8');
  const { grammar, queries, traits } = parseLanguageData(id, data);
  const language = await Language.load(readFileSync(require.resolve(grammar)));
  const text = readdirSync(join(root, 'test', 'spec'))
    .filter((path) => path.endsWith('.md') && path !== 'README.md')
    .flatMap((path) => parseSpecPage(readFileSync(join(root, 'test', 'spec', path), 'utf8')))
    .flatMap(({ files }) => files)
    .filter(({ path }) => traits.extensions.some((extension) => path.endsWith(extension)))
    .map((file) => file.text)
    .join('\n');

  test.each(queries)('%s finds what tree-sitter finds', (file) => {
    const source = file.includes('/') ? readFileSync(join(root, 'syntaxes', file), 'utf8') : data(id, file);
    const query = new Query(language, source);
    const tree = new Parser().setLanguage(language).parse(text)!;
    const captured = new Set(
      query
        .captures(tree.rootNode)
        .filter(({ name }) => !name.startsWith('_'))
        .map(({ name, node }) => `${name} ${node.startIndex}-${node.endIndex} ${node.type}`),
    );
    const table = tabulate(tree);
    const rules = compileRules(language, [source]);
    const labels = applyRules(rules, table, text);
    const labelled = new Set<string>();
    for (let node = 0; node < table.length; node++) {
      const where = `${table.start[node]}-${table.end[node]} ${language.types[table.type[node]!]}`;
      if (labels.construct[node] !== construct.none)
        labelled.add(`${constructNames[labels.construct[node]!]} ${where}`);
      if (labels.part[node] !== part.none) labelled.add(`${partNames[labels.part[node]!]} ${where}`);
    }
    // Ours keeps one construct and one part for a node, so it may have fewer labels, never others.
    for (const label of labelled) expect(captured).toContain(label);
    const places = (labels: ReadonlySet<string>) =>
      new Set([...labels].map((label) => label.slice(label.indexOf(' '))));
    expect(places(labelled)).toEqual(places(captured));
    tree.delete();
  });
});
