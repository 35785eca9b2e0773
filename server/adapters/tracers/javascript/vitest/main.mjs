/**
 * Runs vitest in the project's own version and configuration, changed only once vitest itself has read it: whose runner
 * runs the tests, what is made of sources before anybody else sees them, and what would write or run a test twice.
 * What is asked for is in the request. Leaves out browsers and type tests.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);
const { createInstrumentedCode } = require('../instrumentedCode.cjs');
const { readRequest } = require('../request.cjs');
const { idOf } = require('../selection.cjs');
const { requestSession } = require('../session.cjs');

const request = readRequest();
const session = requestSession();
const instrumented = createInstrumentedCode(request);
const here = dirname(fileURLToPath(import.meta.url));
const vitestFolder = dirname(createRequire(join(request.cwd, 'package.json')).resolve('vitest/package.json'));
const { createVitest } = await import(pathToFileURL(join(vitestFolder, 'dist', 'node.js')).href);
const isBefore5 = Number.parseInt(require(join(vitestFolder, 'package.json')).version, 10) < 5;

const vitest = await createVitest(
  'test',
  {
    root: request.cwd,
    ...(request.config === null ? {} : { config: request.config }),
    // The others write a file of their own beside the configuration.
    configLoader: 'runner',
    watch: false,
    run: true,
    ui: false,
    open: false,
    bail: 0,
    retry: 0,
    cache: false,
    allowOnly: true,
    passWithNoTests: true,
    includeTaskLocation: true,
    coverage: { enabled: false },
    typecheck: { enabled: false },
    sequence: { shuffle: false },
    reporters: [{ onTestRunEnd }],
    ...moduleCache(),
  },
  { cacheDir: join(request.cacheFolder, 'vite') },
);
vitest.projects.forEach(watch);
const specifications = await specificationsOf(request.files);
let status = 0;
if (0 < specifications.length) {
  const { unhandledErrors } = await vitest.runTestSpecifications(specifications, true);
  status = vitest.state.getCountOfFailedTests() === 0 && unhandledErrors.length === 0 ? 0 : 1;
}
await vitest.close();
process.exit(status);

/** Where what vite makes of sources is kept between runs: for each way of instrumenting them a place of its own. */
function moduleCache() {
  const { mode, instrument: files, values } = request;
  const { size, mtimeMs } = statSync(require.resolve('../instrument.cjs'));
  // Since 5 the key of each module says whether it has probes.
  const chosen = isBefore5 ? [files, mode === 'spectra' && files === null ? request.files : null] : [];
  const key = JSON.stringify([size, mtimeMs, mode, values, ...chosen]);
  const name = createHash('sha256').update(key).digest('hex').slice(0, 16);
  const fsModuleCachePath = join(request.cacheFolder, 'vitest', name);
  return isBefore5 ? { experimental: { fsModuleCachePath } } : { fsModuleCachePath };
}

/** One for each file: of the first project that takes it. */
async function specificationsOf(files) {
  const paths = new Map(files.map((file) => [slashed(join(request.root, file)), file]));
  const found = new Map();
  const elsewhere = new Map();
  for (const specification of await vitest.globTestSpecifications([...paths.keys()])) {
    const { moduleId, pool } = specification;
    const isRunnable = paths.has(moduleId) && pool !== 'browser' && pool !== 'typescript';
    if (isRunnable && !found.has(moduleId)) found.set(moduleId, specification);
    if (!isRunnable) elsewhere.set(moduleId, pool);
  }
  for (const [path, file] of paths) {
    if (found.has(path)) continue;
    const pool = elsewhere.get(path);
    const message =
      pool === undefined
        ? `vitest does not take ${file} for a test: see test.include in its configuration`
        : `${file} is run by vitest as ${pool}, which is not watched: only tests in Node are`;
    session.notFound(file, file, message);
  }
  return [...paths.keys()].flatMap((path) => found.get(path) ?? []);
}

/** A project as we want it. What a worker is told of it is made of `config` when it starts. */
function watch(project, index) {
  const { config } = project;
  const runner = join(request.outFolder, `runner-${index}.mjs`);
  const theirs = config.runner === undefined ? 'const theirs = null;' : `import theirs from ${quoted(config.runner)};`;
  const lines = [
    "import { createRequire } from 'node:module';",
    theirs,
    `const { watching } = createRequire(import.meta.url)(${quoted(join(here, 'runner.cjs'))});`,
    `export default await watching(theirs, ${quoted(pathToFileURL(vitestFolder).href)}, globalThis);`,
  ];
  writeFileSync(runner, `${lines.join('\n')}\n`);
  config.runner = runner;
  config.retry = 0;
  config.bail = 0;
  config.includeTaskLocation = true;
  config.snapshotOptions.updateSnapshot = 'none';
  if (request.mode === 'plain') return;
  Object.values(project.vite.environments).forEach(instrument);
  const keys = vitest.cache?._modules;
  if (keys?.defineCacheKeyGenerator === undefined) config.fsModuleCache = false;
  else keys.defineCacheKeyGenerator(config, ({ id, sourceCode }) => (probed(id, sourceCode) === null ? '-' : '+'));
}

/** Before any plugin sees a source it is ours; a project's own plugins cannot be put behind one of ours from outside. */
function instrument({ pluginContainer }) {
  const transform = pluginContainer.transform.bind(pluginContainer);
  pluginContainer.transform = (code, id, ...rest) => {
    const text = probed(id, code);
    return transform(text ?? code, id, ...rest);
  };
}

/** A module's source with probes; `null` where it has none, or is asked for as something else than code. */
function probed(id, source) {
  return /[?&](raw|url|inline|worker)\b/.test(id) ? null : instrumented(id.replace(/\?.*$/s, ''), source);
}

function onTestRunEnd(modules, unhandledErrors) {
  for (const module of modules) {
    const file = session.relative(module.moduleId);
    const [error] = [...module.children.allTests()].length === 0 ? module.errors() : [];
    if (error === undefined) continue;
    session.loadFailed(file, file, `${file} could not be loaded`, error);
  }
  for (const error of unhandledErrors) {
    if (error.VITEST_TEST_PATH === undefined) tellOfWorker(error);
    else {
      const file = session.relative(error.VITEST_TEST_PATH);
      const test = error.VITEST_TEST_NAME === undefined ? file : idOf(file, [error.VITEST_TEST_NAME]);
      session.loadFailed(test, file, 'An error outside of the tests', error);
    }
  }
}

/**
 * A worker that could not be started, or is gone. Where a test of its had begun, that has been told. Before 5 it does not
 * say which file it was for: then it was one of which nothing has been heard.
 */
function tellOfWorker(error) {
  const text = `${error.message} ${error.cause?.message ?? ''}`;
  const names = readdirSync(request.outFolder).filter((name) => /^events.*jsonl$/.test(name));
  const events = names.map((name) => readFileSync(join(request.outFolder, name), 'utf8')).join('');
  const named = request.files.filter((file) => text.includes(slashed(join(request.root, file))));
  for (const file of 0 < named.length ? named : request.files) {
    if (events.includes(`"file":${quoted(file)}`)) continue;
    session.loadFailed(file, file, `${file} could not be loaded`, error.cause ?? error);
  }
}

function quoted(text) {
  return JSON.stringify(text);
}

function slashed(path) {
  return path.replaceAll('\\', '/');
}
