/**
 * What functions and classes are called: the names the repository graph gives them, so that what a run entered is found
 * there. `Class.method`, `outer.inner`, `object.property`, the title of a test, `<anonymous:12>` where there is none.
 */
'use strict';

const titled = new Set('it test specify describe suite context before beforeAll beforeEach'.split(' '));
const setUps = new Set(['before', 'beforeAll', 'beforeEach']);
const transparent = new Set([
  'TSAsExpression',
  'TSSatisfiesExpression',
  'TSNonNullExpression',
  'TSTypeAssertion',
  'ParenthesizedExpression',
]);

/** The name of a function or class that `holder` (its parent, past casts and parentheses) keeps under a name; else null. */
function nameFrom(node, holder, source) {
  if (node.id) return node.id.name;
  if (holder === null) return null;
  switch (holder.type) {
    case 'VariableDeclarator':
      return holder.id.type === 'Identifier' ? holder.id.name : null;
    case 'AssignmentExpression':
      return pathOf(holder.left);
    case 'ObjectProperty':
    case 'ClassProperty':
    case 'ClassPrivateProperty':
    case 'ClassAccessorProperty':
      return holder.computed && holder.type === 'ObjectProperty' ? null : keyOf(holder, source);
    case 'ExportDefaultDeclaration':
      return 'default';
    case 'CallExpression':
      return titleOf(holder, source);
    default:
      return null;
  }
}

/** The name of a method, as it is written. */
function keyOf({ key, computed }, source) {
  if (computed) return `[${source.slice(key.start, key.end)}]`;
  return key.type === 'Identifier' ? key.name : source.slice(key.start, key.end);
}

/** What an assignment to a path names: `a.b`; the last part of what a module exports; null for anything else. */
function pathOf(target) {
  const parts = [];
  let node = target;
  while (node.type === 'MemberExpression' && !node.computed && node.property.type === 'Identifier') {
    parts.unshift(node.property.name);
    node = node.object;
  }
  if (node.type === 'ThisExpression') return parts.length === 0 ? null : parts.join('.');
  if (node.type !== 'Identifier') return null;
  if (node.name === 'module' && parts[0] === 'exports') return parts.slice(1).join('.') || 'module.exports';
  if (node.name === 'exports') return parts.join('.') || 'exports';
  return [node.name, ...parts].filter((part) => part !== 'prototype').join('.');
}

/** The title a test or suite is given as text, placeholders and all; what a set-up is called, for it has none. */
function titleOf({ callee, arguments: [title] }, source) {
  // `t.test` of a test within a test as well as `test.skip`.
  const called = [rootOf(callee), callee.property?.name].find((name) => titled.has(name));
  if (called === undefined) return null;
  if (title?.type === 'StringLiteral') return title.value;
  if (title?.type === 'TemplateLiteral') return source.slice(title.start + 1, title.end - 1);
  return setUps.has(called) ? called : null;
}

/** The name that `test.each(table)`, `it.skip` and the like begin with. */
function rootOf(callee) {
  let node = callee;
  while (node !== undefined && node.type !== 'Identifier') node = node.object ?? node.callee ?? node.tag;
  return node?.name ?? null;
}

const functions = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);

/** Whether a value takes its name from where it is kept. */
function isFunctionLike(node) {
  let inner = node;
  while (transparent.has(inner.type)) inner = inner.expression;
  return functions.has(inner.type) || inner.type === 'ClassExpression';
}

module.exports = { functions, isFunctionLike, keyOf, nameFrom, rootOf, transparent };
