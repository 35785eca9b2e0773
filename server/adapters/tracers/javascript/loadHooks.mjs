/**
 * Given to Node with `--import`: the repository's own code is loaded with probes. One synchronous hook sees modules of
 * both kinds where Node has it (22.15); before that, `require` is seen here and `import` on the thread of the loaders.
 */
import module, { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { createInstrumentedCode } = require('./instrumentedCode.cjs');
const { instrumentCommonJs, instrumentCompilers } = require('./commonJsLoading.cjs');
const { readRequest } = require('./request.cjs');

const request = readRequest();
const formats = new Set(['module', 'commonjs', 'module-typescript', 'commonjs-typescript']);

if (request !== null) {
  const instrumented = createInstrumentedCode(request);
  const isWatched = request.mode !== 'plain';
  const isNodeTest = request.runner === 'node';
  if (module.registerHooks !== undefined) {
    if (isWatched)
      module.registerHooks({ load: (url, context, next) => withProbes(next(url, context), url, instrumented) });
    if (isNodeTest)
      module.registerHooks({ resolve: (specifier, context, next) => next(renamed(specifier, context), context) });
    if (isWatched && hasOtherLoaders()) module.register('./loaderThread.mjs', import.meta.url, { data: { request } });
  } else {
    if (isWatched) {
      instrumentCommonJs(instrumented);
      importModules();
    }
    if (isWatched || isNodeTest) module.register('./loaderThread.mjs', import.meta.url, { data: { request } });
  }
  if (isWatched) instrumentCompilers(instrumented);
  if (isNodeTest) require('./nodeTests.cjs').watchTests(request);
}

/** Whether the project has Node load something else first, which may be a loader of its own. */
function hasOtherLoaders() {
  const flags = [...process.execArgv, process.env.NODE_OPTIONS ?? ''].join(' ').replaceAll(import.meta.url, '');
  return /--(import|loader|experimental-loader)[= ]\s*[^\s-]/.test(flags);
}

/** Here the loaders do not see modules that are required, so mocha, which asks for this, is to import them. */
function importModules() {
  Object.defineProperty(process.features, 'require_module', { value: false, configurable: true, enumerable: true });
}

function withProbes(loaded, url, instrumented) {
  if (loaded.source === null || loaded.source === undefined || !url.startsWith('file:')) return loaded;
  // CommonJS that is required arrives without a format.
  if (!formats.has(loaded.format ?? 'commonjs')) return loaded;
  const source = instrumented(url, loaded.source);
  return source === null ? loaded : { ...loaded, source };
}

/** Tests import our module in place of Node's; ours imports Node's. */
function renamed(specifier, { parentURL }) {
  if (specifier !== 'node:test' || parentURL === undefined || !parentURL.startsWith('file:')) return specifier;
  return parentURL.startsWith(new URL('.', import.meta.url).href)
    ? specifier
    : new URL('./nodeTestModule.mjs', import.meta.url).href;
}
