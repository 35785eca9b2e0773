// Bundles the faces and copies what they read at run time. `node esbuild.mjs` builds once into dist/.
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { build } from 'esbuild';

/** One folder for each language. */
const languages = readdirSync('syntaxes', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** What the facts of a file depend on: the engine's own sources, the languages' data, and the grammars. */
function engineVersion() {
  const hash = createHash('sha1');
  const engine = ['server/core', 'server/syntax', 'server/analysis', 'server/indexing'];
  const folders = [...engine, ...languages.map((language) => `syntaxes/${language}`)];
  for (const folder of folders) {
    for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
      const path = join(folder, file);
      if (statSync(path).isFile()) hash.update(`${path}\0`).update(readFileSync(path));
    }
  }
  return hash.update(readFileSync('package-lock.json')).digest('hex');
}

const require = createRequire(import.meta.url);
rmSync('dist', { recursive: true, force: true });
mkdirSync('dist', { recursive: true });

await build({
  entryPoints: {
    cli: 'server/cli/main.ts',
    lsp: 'server/lsp/main.ts',
    extension: 'src/extension.ts',
    mountAndRun: 'server/adapters/isolation/mountAndRun.ts',
  },
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  bundle: true,
  platform: 'node',
  target: 'node22',
  format: 'cjs',
  external: ['vscode'],
  define: { 'import.meta.url': 'importMetaUrl', culpritEngineVersion: JSON.stringify(engineVersion()) },
  banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
  sourcemap: 'linked',
  logLevel: 'warning',
});

// Threads need a file of their own, and wait at its top level for their parsers.
await build({
  entryPoints: ['server/indexing/parseWorker.ts'],
  outfile: 'dist/parseWorker.mjs',
  bundle: true,
  platform: 'node',
  target: 'node22',
  format: 'esm',
  // What is bundled may ask for a module as CommonJS does.
  banner: { js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);" },
  sourcemap: 'linked',
  logLevel: 'warning',
});

// The instrumenter of JavaScript comes with its parser, and runs in whatever Node the tests run in.
await build({
  entryPoints: ['server/adapters/tracers/javascript/instrument.cjs'],
  outfile: 'dist/tracers/javascript/instrument.cjs',
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node18',
  format: 'cjs',
  logLevel: 'warning',
});
const bundled = /__pycache__|javascript.instrument(er|\.cjs)/;
cpSync('server/adapters/tracers', join('dist', 'tracers'), { recursive: true, filter: (path) => !bundled.test(path) });
cpSync('syntaxes', 'dist/syntaxes', { recursive: true });
const grammars = join('dist', 'grammars');
mkdirSync(grammars);
cpSync(
  join(dirname(require.resolve('web-tree-sitter')), 'web-tree-sitter.wasm'),
  join(grammars, 'web-tree-sitter.wasm'),
);
for (const language of languages) {
  const { grammar } = JSON.parse(readFileSync(join('syntaxes', language, 'language.json'), 'utf8'));
  if (grammar !== undefined) cpSync(require.resolve(grammar), join(grammars, basename(grammar)));
}
