/**
 * Where a file is wrong that could not be made sense of: compilers say it in the message of what they throw, each in its
 * own way, and have no frame for it.
 */
'use strict';
const { existsSync } = require('node:fs');
const { isAbsolute, join } = require('node:path');

const forms = [
  // Babel: `/a/b.ts: Unexpected token (2:13)`
  /^((?:\/|[A-Za-z]:[\\/])[^\n]*?\.[cm]?[jt]sx?): [^\n]*\((\d+):\d+\)/m,
  // oxc, swc, esbuild, TypeScript: `[ b.ts:2:14 ]`, `/a/b.ts:2:14: ERROR`, `b.ts:2:14 - error`, `b.ts(2,14)`
  /((?:\/|[A-Za-z]:[\\/])?[^\n[\]():]*?\.[cm]?[jt]sx?)[:(](\d+)[:,]\d+/,
];

/** The frame of an own file that a message names with a line, `null` where there is none. */
function frameOfMessage(message, { root, cwd }, scope) {
  for (const form of forms) {
    const [, named, line] = form.exec(message) ?? [];
    if (named === undefined) continue;
    const path = named.trim();
    const paths = isAbsolute(path) ? [path] : [join(cwd, path), join(root, path)];
    const file = paths.filter((one) => existsSync(one)).map((one) => scope.relative(one))[0] ?? null;
    if (file !== null) return { file, line: Number(line), function: '<module>', inRepository: true, locals: [] };
  }
  return null;
}

module.exports = { frameOfMessage };
