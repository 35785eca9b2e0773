/**
 * Probes that tell what happens in order: a function is entered, a statement begins, something is raised, the function is
 * left. `culprit$c` is the number of the file's first function, `culprit$l` the line a function is at, `culprit$k` the
 * event of that line, where values are kept too. A function that waits (`await`, `yield`) is left and entered again.
 */
'use strict';

const maxConditionLength = 60;
const stubs =
  'n(){},e(){return 0},x(){},r(){},z(c,v){return v},w(c,v){return v},y(c,v){return v},a(){},v(s,k,v){return v},q(o,v){return v}';
const names = 'nexrzwyavq';

/** What `walkProgram` tells, answered with calls of the runtime. */
function createTraceProbes({ source, file, insertions, lineAt, isModule, values }) {
  const codes = [];
  const sites = [];
  let hasEarly = false;

  const { open, close, wrap } = insertions;
  /** As the last argument of a call: what has commas of its own is held together. */
  const wrapArgument = (node, before, after) => {
    const isSequence = node.type === 'SequenceExpression';
    wrap(node, isSequence ? `${before}(` : before, isSequence ? `)${after}` : after);
  };
  const addCode = (name, node) => codes.push([name, lineAt(node.start)]) - 1;
  const codeOf = ({ code }) => `culprit$c+${code}`;
  const isWatched = (node) => values.some(([first, last]) => first <= lineAt(node.start) && lineAt(node.start) <= last);
  const site = (kind, name) => `culprit$j+${sites.push([kind, name]) - 1}`;
  const keep = (kind, name, scope) => `culprit$v(${site(kind, name)},${scope.isField ? -1 : 'culprit$k'},`;
  const at = (node, scope) =>
    `${hasKeys(scope) ? 'culprit$k=' : ''}culprit$n(${codeOf(scope)},culprit$l=${lineAt(node.start)})`;
  const hasKeys = (scope) => values.length !== 0 && !scope.isField;
  const textOf = (node) => {
    const text = source.slice(node.start, node.end).replace(/\s+/g, ' ');
    return text.length <= maxConditionLength ? text : `${text.slice(0, maxConditionLength - 1)}\u2026`;
  };

  function entered(node, scope, params) {
    const variables = values.length === 0 ? '' : ',culprit$k,culprit$s';
    const bound = params.flatMap(namesBound);
    const wanted = bound.length !== 0 && isWatched(node);
    const told = wanted ? `culprit$a(${site('argument', bound)},${bound});` : '';
    return `let culprit$l=culprit$e(${codeOf(scope)})${variables};try{${told}`;
  }

  /** Compilers of TypeScript look for `super()` among the statements of the body, so it gets no block around it. */
  function derivedConstructor(node, scope, start) {
    const end = node.body.end - 1;
    const after = `;culprit$x(${codeOf(scope)},culprit$l);`;
    const before = `;${entered(node, scope, node.params).replace('try{', '')}`;
    if (start === end) open(start, before + after);
    else {
      open(start, before);
      close(end, after);
    }
  }

  function left(scope) {
    const kept = values.length === 0 ? '' : ',culprit$s';
    const raised = `culprit$r(${codeOf(scope)},culprit$l,culprit$t);throw culprit$t`;
    return `}catch(culprit$t){${raised}}finally{culprit$x(${codeOf(scope)},culprit$l${kept})}`;
  }

  return {
    insertions,
    lineAt,
    moduleCode(program) {
      const code = addCode('<module>', program);
      const last = program.body.at(-1);
      if (last !== undefined) close(last.end, `;culprit$x(culprit$c+${code},culprit$l);`);
      return code;
    },
    functionCode: (node, name) => addCode(name, node),
    classCode: (node, name) => addCode(name, node),
    statement: (node, scope) => open(node.start, `${at(node, scope)};`),
    condition(test, kind, node, scope) {
      const line = kind === 'loop' ? `${at(node, scope)},` : '';
      const value = isWatched(test) ? keep('condition', textOf(test), scope) : '(';
      if (line !== '' || value !== '(') wrapArgument(test, `(${line}${value}`, '))');
    },
    loopBody(node, scope) {
      const line = `${at(node, scope)};`;
      const isEach = /^For(In|Of)/.test(node.type) && isWatched(node);
      if (!isEach) return line;
      const target = node.left.type === 'VariableDeclaration' ? node.left.declarations[0].id : node.left;
      return (
        line +
        namesBound(target)
          .map((name) => `${keep('assigned', name, scope)}${name});`)
          .join('')
      );
    },
    loopDone: () => '',
    right() {},
    case() {},
    handler(node, scope) {
      const name = isWatched(node) && node.param?.type === 'Identifier' ? node.param.name : null;
      const value = name === null ? '' : `${keep('assigned', name, scope)}${name});`;
      open(node.body.start + 1, `culprit$r(${codeOf(scope)},culprit$l,${node.param?.name ?? 'null'});${value}`);
    },
    /** What passes a `finally` is noted where it was raised, not where the `finally` ends. */
    tried(node, scope) {
      if (node.handler) return;
      open(node.block.end, `catch(culprit$t){culprit$r(${codeOf(scope)},culprit$l,culprit$t);throw culprit$t}`);
    },
    functionBlock(node, scope, { isEarly, isDerived, at: start }) {
      const early = isEarly && isModule;
      if (early) hasEarly = true;
      if (isDerived) return derivedConstructor(node, scope, start);
      const before = `;${early ? 'culprit$c??culprit$h();' : ''}${entered(node, scope, node.params)}`;
      const end = node.body.end - 1;
      if (start === end) open(start, before + left(scope));
      else {
        open(start, before);
        close(end, left(scope));
      }
    },
    /** An arrow that gives an expression is given a block. */
    arrowValue(node, scope) {
      const start = node.body.extra?.parenStart ?? node.body.start;
      open(start, `{${entered(node, scope, node.params)}${at(node.body, scope)};return `);
      close(node.end, `${left(scope)}}`);
    },
    staticBlock(node, scope) {
      const start = source.indexOf('{', node.start) + 1;
      open(start, `culprit$e(${codeOf(scope)});`);
      close(node.end - 1, `;culprit$x(${codeOf(scope)},0);`);
    },
    field(node, scope) {
      const before = `(culprit$e(${codeOf(scope)}),culprit$n(${codeOf(scope)},${lineAt(node.start)}),`;
      wrapArgument(node, `${before}culprit$y(${codeOf(scope)},`, '))');
    },
    suspended(node, argument, scope) {
      if (!scope.isFunction) return;
      open(node.start, `culprit$w(${codeOf(scope)},`);
      if (argument) wrapArgument(argument, `culprit$z(${codeOf(scope)},`, '))');
      else close(node.end, ` culprit$z(${codeOf(scope)}))`);
    },
    value(node, kind, scope) {
      if (isWatched(node)) wrapArgument(node, keep(kind, textOf(node), scope), ')');
    },
    returned(node) {
      if (isWatched(node)) wrapArgument(node, `culprit$q(culprit$s={},`, ')');
    },
    declared(node, scope) {
      if (!isWatched(node) || node.kind === 'using' || node.kind === 'await using') return;
      const after = [];
      for (const { id, init } of node.declarations) if (init) after.push(...namesBound(id));
      if (after.length !== 0 && node.isStatement) {
        close(node.end, after.map((name) => `;${keep('assigned', name, scope)}${name});`).join(''));
      }
    },
    assigned(node, scope) {
      if (!isWatched(node)) return;
      const isUpdate = node.type === 'UpdateExpression';
      const target = isUpdate ? node.argument : node.left;
      if (target.type === 'Identifier' || target.type === 'MemberExpression') {
        const change = isUpdate && !node.prefix ? (node.operator === '++' ? 1 : -1) : null;
        wrap(node, keep('assigned', textOf(target), scope), change === null ? ')' : `,${change})`);
      }
    },
    head() {
      const shape = [file, codes, sites].map((part) => JSON.stringify(part)).join();
      const variables = [...names, 'c', 'j'].map((name) => `culprit$${name}`);
      const pairs = [...names, 'c', 'j'].map((name) => `${name}:culprit$${name}`);
      const asked = `globalThis[Symbol.for("culprit")]?.traced(${shape})??{c:0,j:0,${stubs}}`;
      const start = 'var culprit$l=0,culprit$k,culprit$s;';
      const begin = 'culprit$e(culprit$c+0);';
      if (!hasEarly) return `${start}var{${pairs}}=${asked};${begin}`;
      return `${start}var ${variables};function culprit$h(){({${pairs}}=${asked})}culprit$c??culprit$h();${begin}`;
    },
  };
}

/** The variables a pattern makes. */
function namesBound(node) {
  switch (node?.type) {
    case 'Identifier':
      return node.name === 'this' ? [] : [node.name];
    case 'AssignmentPattern':
      return namesBound(node.left);
    case 'RestElement':
      return namesBound(node.argument);
    case 'TSParameterProperty':
      return namesBound(node.parameter);
    case 'ObjectPattern':
      return node.properties.flatMap((one) => namesBound(one.type === 'RestElement' ? one : one.value));
    case 'ArrayPattern':
      return node.elements.flatMap(namesBound);
    default:
      return [];
  }
}

module.exports = { createTraceProbes };
