// The engine as a program of its own, bundled as the faces are, so that what is measured is what is shipped.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { cacheFolder } from './corpora.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));
/** The language data and grammars that `npm run build` has put there. */
export const installed = join(root, 'dist');

const parts = [
  'adapters/disk/installedLanguages',
  'adapters/disk/repositoryFiles',
  'adapters/git/hardenedGit',
  'analysis/analysisHost',
  'analysis/graphDocuments',
  'core/flow/program',
  'core/graph/codeGraph',
  'indexing/graphCache',
  'indexing/installedThreads',
  'indexing/lateCompilation',
  'indexing/openRepository',
  'syntax/parserSet',
];

/** Bundles the engine; gives the path of its module. */
export async function bundleEngine() {
  const outfile = join(cacheFolder, 'engine.cjs');
  await build({
    stdin: { contents: parts.map((part) => `export * from './server/${part}.ts';`).join('\n'), resolveDir: root },
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    define: { 'import.meta.url': 'importMetaUrl' },
    banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
    logLevel: 'warning',
  });
  return outfile;
}
