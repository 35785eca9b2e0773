/**
 * Statements that a test runner moves to the top of the file, before ours is there: `jest.mock`, `vi.hoisted` and their
 * like. They are recognised by their shape, and may not speak of anything around them.
 */
'use strict';

const runners = new Set(['jest', 'vi', 'vitest']);
const hoisted = new Set(['mock', 'unmock', 'deepUnmock', 'enableAutomock', 'disableAutomock', 'hoisted']);

/** Whether a statement is one, or declares what one gives. */
function isHoisted(node) {
  if (node.type === 'ExportNamedDeclaration') return node.declaration != null && isHoisted(node.declaration);
  if (node.type === 'VariableDeclaration') return node.declarations.some(({ init }) => isHoistedCall(init));
  return node.type === 'ExpressionStatement' && isHoistedCall(node.expression);
}

function isHoistedCall(node) {
  if (node?.type === 'AwaitExpression') return isHoistedCall(node.argument);
  if (node?.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return false;
  const { object, property } = node.callee;
  if (!hoisted.has(property.name)) return false;
  return object.type === 'Identifier' ? runners.has(object.name) : isHoistedCall(object);
}

module.exports = { isHoisted };
