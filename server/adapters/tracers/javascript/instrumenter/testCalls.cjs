/** The call of `test`, `it`, `describe` and their like that a line of a test file is in. */
'use strict';
const { rootOf } = require('./functionNames.cjs');
const { parseSource } = require('./parse.cjs');

const callees = /^([fx]?(it|test|describe|context|suite|specify)|bench)$/;

/**
 * First and last line of the innermost such call around a line; `null` where there is none, or the file cannot be
 * parsed.
 */
function testCallAt(source, file, line) {
  let innermost = null;
  const visit = (node) => {
    if (Array.isArray(node)) for (const item of node) visit(item);
    if (typeof node?.type !== 'string') return;
    if (/Statement$|Declaration$|Program/.test(node.type) && !holds(node, line)) return;
    if (node.type === 'CallExpression' && holds(node, line) && callees.test(rootOf(node.callee) ?? ''))
      innermost = node;
    for (const key in node) if (key !== 'loc' && key !== 'extra' && typeof node[key] === 'object') visit(node[key]);
  };
  try {
    visit(parseSource(source, file).body);
  } catch {
    return null;
  }
  return innermost === null ? null : [innermost.loc.start.line, innermost.loc.end.line];
}

function holds({ loc }, line) {
  return loc.start.line <= line && line <= loc.end.line;
}

module.exports = { testCallAt };
