// Native tree-sitter as the yardstick: built from the C sources inside the npm packages, parse only, one thread.
import { execFileSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder, coreSources, grammarSources } from './corpora.mjs';

const source = fileURLToPath(new URL('./nativeParse.c', import.meta.url));
const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url));

/** Parses every file of a list natively; CPU and wall seconds, the least of so many rounds. */
export function parseNatively(language, list, rounds) {
  const out = execFileSync(built(language), [list, String(rounds)], { encoding: 'utf8' });
  return JSON.parse(out);
}

function built(language) {
  const core = coreSources();
  const program = join(cacheFolder, `native-${language}`);
  if (existsSync(program) && statSync(program).mtimeMs > statSync(source).mtimeMs) return program;
  const grammar = join(modules, grammarSources[language].folder);
  const scanner = join(grammar, 'scanner.c');
  const files = [source, join(core, 'src', 'lib.c'), join(grammar, 'parser.c')];
  if (existsSync(scanner)) files.push(scanner);
  const includes = [join(core, 'include'), join(core, 'src'), grammar].map((folder) => `-I${folder}`);
  const options = ['-O3', '-march=native', '-w', `-DGRAMMAR=tree_sitter_${language}`];
  execFileSync('gcc', [...options, ...includes, ...files, '-o', program], { stdio: ['ignore', 'ignore', 'inherit'] });
  return program;
}
