/** Where a test is written: the innermost place in the repository's own code from which we were called. */
'use strict';
const { pathOf } = require('./scope.cjs');

/** `file` and `line`, or `null` where no frame is in the repository. `file` is the test file, if that is known. */
function callSite(scope, file = null) {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 30;
  const { stack } = new Error('here');
  Error.stackTraceLimit = limit;
  let first = null;
  for (const text of String(stack).split('\n').slice(1)) {
    const match = /((?:file:|\/|[A-Za-z]:[\\/])[^()]*?):(\d+)(?::\d+)?\)?$/.exec(text);
    const path = match === null ? null : pathOf(match[1]);
    const relative = path === null ? null : scope.relative(path);
    if (relative === null) continue;
    const place = { file: relative, line: Number(match[2]) };
    if (file === null || relative === file) return place;
    first ??= place;
  }
  return first;
}

module.exports = { callSite };
