/**
 * jest's runtime of a test file, which makes its context: the probes' side is there before anything else is. Stands where
 * jest looks for one, and finds the original as `main.cjs` left it.
 */
'use strict';
const { requestSession } = require('../session.cjs');

const original = require(process.env.CULPRIT_JEST_RUNTIME);
const Runtime = original.default ?? original;

class WatchedRuntime extends Runtime {
  constructor(config, environment, ...rest) {
    super(config, environment, ...rest);
    requestSession().watch.install(environment.global);
    const own = environment.global.process?.env;
    if (own !== undefined) for (const name of ['CULPRIT_REQUEST', 'CULPRIT_JEST_RUNTIME']) delete own[name];
  }
}

module.exports = { __esModule: true, default: WatchedRuntime };
