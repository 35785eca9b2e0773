/**
 * A transformer around another: it gives it the instrumented source in place of the original, and hides itself from what
 * the other sees of jest's configuration. Where there is no other, the source is all there is.
 */
'use strict';
const { createHash } = require('node:crypto');
const { pathToFileURL } = require('node:url');
const { createInstrumentedCode } = require('../instrumentedCode.cjs');
const { readRequest } = require('../request.cjs');

const request = readRequest();
const instrumented = createInstrumentedCode(request);

/** `path` is the other's, `options` what the project gives it. */
async function createTransformer({ path, options }) {
  const other = path === null ? null : await load(path);
  const around = async (own) => ({
    options: own,
    transformer: other?.createTransformer === undefined ? other : await other.createTransformer(own),
    configs: new WeakMap(),
    /** Some ask here rather than read what they are given, and keep the first they see. */
    cacheFS: new Map(),
  });
  const asItIs = await around(options);
  const checksTypes = path !== null && /[\\/]ts-jest[\\/]/.test(path);
  // It would check the types of what we made of the source.
  const unchecked = checksTypes ? await around({ ...options, diagnostics: false }) : asItIs;

  /** What the other would be asked without us. */
  function alone({ options: own, configs, cacheFS }, asked) {
    let config = configs.get(asked.config);
    if (config === undefined) {
      const transform = asked.config.transform
        .filter(([, at, { path: original } = {}]) => at !== __filename || original !== null)
        .map((entry) =>
          entry[1] === __filename ? [entry[0], entry[2].path, entry[2].path === path ? own : entry[2].options] : entry,
        );
      config = { ...asked.config, transform };
      configs.set(asked.config, config);
    }
    return { ...asked, config, transformerConfig: own, cacheFS };
  }

  /** The source to hand on, and whom to. A failing test fails for errors in types, too, where those are checked. */
  function prepared(source, file, asked) {
    const text = instrumented(file, source);
    if (text === null) return [source, asItIs];
    if (checksTypes && request.mode === 'trace') {
      asItIs.cacheFS.set(file, source);
      asItIs.transformer.process(source, file, alone(asItIs, asked));
    }
    return [text, unchecked];
  }

  return {
    canInstrument: false,
    getCacheKey(source, file, asked) {
      const text = instrumented(file, source);
      const one = text === null ? asItIs : unchecked;
      const hash = createHash('sha256')
        .update(JSON.stringify([path, one.options, request.mode]))
        .update(text ?? source);
      const theirs = one.transformer?.getCacheKey?.(source, file, alone(one, asked));
      return hash
        .update(theirs ?? `${file}\0${asked.configString}`)
        .digest('hex')
        .slice(0, 32);
    },
    process(source, file, asked) {
      const [text, one] = prepared(source, file, asked);
      if (one.transformer === null) return { code: text };
      one.cacheFS.set(file, text);
      return one.transformer.process(text, file, alone(one, asked));
    },
    async processAsync(source, file, asked) {
      const [text, one] = prepared(source, file, asked);
      const { transformer } = one;
      if (transformer === null) return { code: text };
      one.cacheFS.set(file, text);
      const own = alone(one, asked);
      return await (transformer.processAsync?.(text, file, own) ?? transformer.process(text, file, own));
    },
  };
}

/** A package of CommonJS or of modules. */
async function load(path) {
  let loaded;
  try {
    loaded = require(path);
  } catch (error) {
    if (error.code !== 'ERR_REQUIRE_ESM' && error.code !== 'ERR_REQUIRE_ASYNC_MODULE') throw error;
    loaded = await import(pathToFileURL(path).href);
  }
  return loaded.default ?? loaded;
}

module.exports = { createTransformer };
