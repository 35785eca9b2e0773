/**
 * Probes in what `require` loads: the text Node is about to compile, and the text a compiler that hooks into `require`
 * (ts-node, Babel, SWC) is about to read. The compiler is given the source with probes, so that lines stay those of the
 * source.
 */
'use strict';
const fs = require('node:fs');
const Module = require('node:module');

const compiled = ['.ts', '.tsx', '.cts', '.mts', '.jsx'];

/** For a Node without hooks for both kinds of modules. */
function instrumentCommonJs(instrumented) {
  const original = Module.prototype._compile;
  Module.prototype._compile = function compile(text, file, ...rest) {
    const probed = typeof text === 'string' && /\.c?js$/.test(file) ? instrumented(file, text) : null;
    return original.call(this, probed ?? text, file, ...rest);
  };
}

function instrumentCompilers(instrumented) {
  for (const ending of compiled) define(ending, Module._extensions[ending]);

  /** Who lists the endings sees one only once somebody has set it. */
  function define(ending, compiler) {
    const current = reading(compiler, instrumented);
    Object.defineProperty(Module._extensions, ending, {
      configurable: true,
      enumerable: current !== undefined,
      get: () => current,
      set: (next) => define(ending, next),
    });
  }
}

/** A compiler that finds probes in the one file it is called for, when it reads that. */
function reading(compiler, instrumented) {
  if (compiler === undefined || compiler.isReading) return compiler;
  function withProbes(module, file) {
    const original = fs.readFileSync;
    fs.readFileSync = function readFileSync(path, ...rest) {
      const content = original.call(this, path, ...rest);
      if (path !== file) return content;
      const probed = instrumented(file, content);
      if (probed === null) return content;
      return typeof content === 'string' ? probed : Buffer.from(probed);
    };
    try {
      return compiler.call(this, module, file);
    } finally {
      fs.readFileSync = original;
    }
  }
  withProbes.isReading = true;
  return withProbes;
}

module.exports = { instrumentCommonJs, instrumentCompilers };
