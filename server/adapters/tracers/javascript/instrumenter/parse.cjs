/**
 * Source text to a syntax tree, whatever dialect the file is in: JavaScript with JSX, Flow where it says so, TypeScript,
 * TSX. Leaves out what the tree is for.
 */
'use strict';
const { parse } = require('@babel/parser');

const anyDialect = [
  'decoratorAutoAccessors',
  'explicitResourceManagement',
  'sourcePhaseImports',
  'deferredImportEvaluation',
];
const decorators = [['decorators-legacy'], [['decorators', { allowCallParenthesized: true }]]];

/** The program of a file; throws where no dialect of its ending can read it. */
function parseSource(source, file) {
  let first;
  for (const [dialect, sourceType] of dialectsOf(file)) {
    for (const decorator of decorators) {
      try {
        return parse(source, {
          sourceType,
          plugins: [...anyDialect, ...decorator, ...dialect],
          attachComment: false,
          allowUndeclaredExports: true,
          // Said of CommonJS already, which refuses to hear it again.
          ...(sourceType === 'commonjs'
            ? {}
            : { allowReturnOutsideFunction: true, allowNewTargetOutsideFunction: true }),
        }).program;
      } catch (error) {
        first ??= error;
      }
    }
  }
  throw first;
}

function dialectsOf(file) {
  const ending = /\.([mc]?)([jt])s(x?)$/.exec(file);
  if (ending === null) return [[['jsx'], 'unambiguous']];
  const [, kind, language, x] = ending;
  const sourceType = kind === 'm' ? 'module' : kind === 'c' ? 'commonjs' : 'unambiguous';
  if (language === 't') return [[x === 'x' ? ['typescript', 'jsx'] : ['typescript'], sourceType]];
  return [
    [['jsx'], sourceType],
    [['jsx', ['flow', { all: true }]], sourceType],
  ];
}

module.exports = { parseSource };
