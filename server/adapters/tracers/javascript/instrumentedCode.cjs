/** Which files get probes in this run, and their texts. Leaves out how a file's text is come by. */
'use strict';
const { createInstrumentedTexts } = require('./instrumentedTexts.cjs');
const { createScope } = require('./scope.cjs');

const code = /\.[mc]?[jt]sx?$/;
const ofTests = /(^|\/)(tests?|__tests__|spec|specs)\/|[.-](test|spec)\.[mc]?[jt]sx?$|(^|\/)tests?\.[mc]?[jt]s$/;

/** A function from a path (or URL) and a text to the text with probes, `null` where it is to stay as it is. */
function createInstrumentedCode(request) {
  if (request.mode === 'plain') return () => null;
  const scope = createScope(request.root, request.copy ?? null);
  const texts = createInstrumentedTexts(request);
  const only = request.instrument === null ? null : new Set(request.instrument);
  const own = new Set(Object.keys(request.selection ?? {}));

  function isWanted(file) {
    if (!code.test(file)) return false;
    if (request.mode === 'trace') return true;
    return only === null ? !own.has(file) && !ofTests.test(file) : only.has(file);
  }

  return function instrumented(pathOrUrl, source) {
    const file = scope.relative(pathOrUrl);
    if (file === null || !isWanted(file)) return null;
    const text = typeof source === 'string' ? source : Buffer.from(source).toString('utf8');
    return text.includes('Symbol.for("culprit")') ? null : texts(text, file);
  };
}

module.exports = { createInstrumentedCode };
