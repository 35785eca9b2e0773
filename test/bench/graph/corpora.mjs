// Source texts to measure on, taken from package registries by their own clients into a cache folder, once.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

export const cacheFolder = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'culprit-bench');

/** Files larger than this are not indexed as a repository's sources either. */
const maxBytes = 2_000_000;

/** Each with its language and how it is taken. */
export const corpora = [
  { name: 'Django 3.2.25', language: 'python', take: (into) => fromPip('Django==3.2.25', into) },
  { name: 'sympy 1.13.3', language: 'python', take: (into) => fromPip('sympy==1.13.3', into) },
  { name: 'effect 3.12.0', language: 'typescript', take: (into) => fromNpm('effect@3.12.0', into) },
  {
    name: 'Hibernate ORM 6.6.4',
    language: 'java',
    take: (into) => fromMaven('org.hibernate.orm:hibernate-core:6.6.4.Final', into),
  },
  { name: 'golang.org/x/tools 0.30', language: 'go', take: (into) => fromGo('golang.org/x/tools@v0.30.0', into) },
  { name: 'tokio 1.42', language: 'rust', take: (into) => fromCargo('tokio', '1.42.0', into) },
  { name: 'uWSGI 2.0.28', language: 'c', take: (into) => fromPip('uWSGI==2.0.28', into) },
];

/** Where the C sources of the grammars lie, below `node_modules`, and which files are of the language. */
export const grammarSources = {
  python: { folder: 'tree-sitter-python/src', extensions: ['.py', '.pyi'] },
  typescript: { folder: 'tree-sitter-typescript/typescript/src', extensions: ['.ts', '.mts', '.cts'] },
  java: { folder: 'tree-sitter-java/src', extensions: ['.java'] },
  go: { folder: 'tree-sitter-go/src', extensions: ['.go'] },
  rust: { folder: 'tree-sitter-rust/src', extensions: ['.rs'] },
  c: { folder: 'tree-sitter-c/src', extensions: ['.c', '.h'] },
};

/** The folder of a corpus with its source files, sorted; takes it first if it is not in the cache. */
export function sourcesOf({ name, language, take }) {
  const folder = join(cacheFolder, 'corpora', name.replace(/\W+/g, '-'));
  cached(folder, take);
  const { extensions } = grammarSources[language];
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && extensions.some((extension) => entry.name.endsWith(extension)))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.endsWith('.d.ts') && statSync(file).size <= maxBytes)
    .sort();
  return { folder, files };
}

/** The C sources of tree-sitter's core, which the npm package of its Node binding holds. */
export function coreSources() {
  const folder = join(cacheFolder, 'tree-sitter-0.25.1');
  cached(folder, (into) => fromNpm('tree-sitter@0.25.1', into));
  return join(folder, 'package', 'vendor', 'tree-sitter', 'lib');
}

function cached(folder, take) {
  if (existsSync(folder)) return;
  const partial = `${folder}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  take(partial);
  renameSync(partial, folder);
}

function fromPip(requirement, into) {
  run('pip', ['download', '-q', '--no-deps', '--no-binary', ':all:', requirement], into);
  unpack('.tar.gz', into);
}

function fromNpm(specifier, into) {
  run('npm', ['pack', '--silent', specifier], into);
  unpack('.tgz', into);
}

function fromMaven(artifact, into) {
  const repository = join(into, 'repository');
  const goal = ['dependency:get', `-Dartifact=${artifact}:jar:sources`, '-Dtransitive=false'];
  run('mvn', ['-q', '-B', ...goal, `-Dmaven.repo.local=${repository}`], into);
  const jar = readdirSync(repository, { recursive: true }).find((path) => path.endsWith('-sources.jar'));
  run('unzip', ['-q', join(repository, jar), '-d', into], into);
  rmSync(repository, { recursive: true });
}

function fromGo(module, into) {
  const { Zip } = JSON.parse(run('go', ['mod', 'download', '-json', module], into));
  run('unzip', ['-q', Zip, '-d', into], into);
}

function fromCargo(crate, version, into) {
  const manifest = `[package]\nname = "corpus"\nversion = "0.0.0"\n[lib]\npath = "none.rs"\n[dependencies]\n`;
  writeFileSync(
    join(into, 'Cargo.toml'),
    `${manifest}${crate} = { version = "=${version}", default-features = false }\n`,
  );
  writeFileSync(join(into, 'none.rs'), '');
  run('cargo', ['vendor', '-q', 'vendor'], into);
  renameSync(join(into, 'vendor', crate), join(into, crate));
  rmSync(join(into, 'vendor'), { recursive: true });
  rmSync(join(into, 'none.rs'));
}

function unpack(ending, into) {
  for (const file of readdirSync(into).filter((name) => name.endsWith(ending))) {
    run('tar', ['xzf', file], into);
    rmSync(join(into, file));
  }
}

function run(command, argv, cwd) {
  return execFileSync(command, argv, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}
