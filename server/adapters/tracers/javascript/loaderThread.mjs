/** The loaders of Node 20, which run on a thread of their own: `import` of modules, and of `node:test`. */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { createInstrumentedCode } = require('./instrumentedCode.cjs');
const here = new URL('.', import.meta.url).href;
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
  if (loaded.format !== 'module' || loaded.source === null || loaded.source === undefined) return loaded;
  const source = url.startsWith('file:') ? instrumented(url, loaded.source) : null;
  return source === null ? loaded : { ...loaded, source };
}
