/**
 * Hooks of the thread loaders run on: `import` of modules, and of `node:test`, where Node has no others; and wherever the
 * project has loaders of its own there, which are to be given sources with probes.
 */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { createInstrumentedCode } = require('./instrumentedCode.cjs');
const here = new URL('.', import.meta.url).href;
const formats = new Set(['module', 'module-typescript', 'commonjs-typescript']);
let instrumented = () => null;
let isNodeTest = false;

export function initialize({ request }) {
  instrumented = createInstrumentedCode(request);
  isNodeTest = request.runner === 'node';
}

export function resolve(specifier, context, next) {
  const isOurs = context.parentURL === undefined || context.parentURL.startsWith(here);
  if (specifier === 'node:test' && isNodeTest && !isOurs) return next(`${here}nodeTestModule.mjs`, context);
  return next(specifier, context);
}

export async function load(url, context, next) {
  const loaded = await next(url, context);
  if (!formats.has(loaded.format) || loaded.source === null || loaded.source === undefined) return loaded;
  const source = url.startsWith('file:') ? instrumented(url, loaded.source) : null;
  return source === null ? loaded : { ...loaded, source };
}
