/**
 * Goes through a program and says to `probes` what stands where: statements, decisions, bodies of functions, values.
 * Knows what must not be touched (what is called, `delete`, links of an optional chain, types) and where a block has to
 * be made. What the probes look like is theirs.
 */
'use strict';
const { isFunctionLike, keyOf, nameFrom, transparent } = require('./functionNames.cjs');
const { isHoisted } = require('./hoistedCalls.cjs');
const { createVisitors } = require('./nodeVisitors.cjs');

const counted = new Set(
  (
    'ExpressionStatement VariableDeclaration ReturnStatement IfStatement ForStatement ForInStatement ForOfStatement ' +
    'WhileStatement DoWhileStatement SwitchStatement ThrowStatement TryStatement BreakStatement ContinueStatement ' +
    'LabeledStatement DebuggerStatement ClassDeclaration TSExportAssignment WithStatement'
  ).split(' '),
);
/** Nothing of these runs, or not as an expression. */
const passive =
  /^(TS(?!As|Satis|NonNull|TypeAssertion|Instantiation|Module(Block|Declaration)|ExportAssignment|ParameterProperty)|Flow|Declare|Import(?!Expression)|ExportAll|ExportNamespace|TypeAlias|OpaqueType|Interface|Enum|TypeCast(?!Expression)|TypeParameter|TypeAnnotation|Template(?!Literal)|JSXText|JSXEmpty|JSXIdentifier|JSXMember|JSXNamespaced|Identifier$|PrivateName|.*Literal$(?<!TemplateLiteral))/;
const untyped = new Set('typeAnnotation typeParameters typeArguments returnType predicate loc extra'.split(' '));

/** Walks the whole program. `probes` is told of a thing before of what it holds. */
function walkProgram(program, probes, { source }) {
  const scope = { prefix: '', code: probes.moduleCode(program), isTop: true, isInner: false, isField: false };

  function statements(list, scope) {
    for (const node of list) statement(node, scope);
  }

  function statement(node, scope) {
    if (node.declare || passive.test(node.type) || isHoisted(node)) return;
    if (isCounted(node)) {
      (node.declaration ?? node).isStatement = true;
      probes.statement(node, scope);
    }
    visit(node, null, scope);
  }

  function isCounted(node) {
    if (node.type === 'ExportNamedDeclaration') {
      const { declaration } = node;
      return declaration != null && !declaration.declare && /^(Variable|Class)Declaration$/.test(declaration.type);
    }
    if (node.type === 'ExportDefaultDeclaration')
      return !/^(Function|TSDeclare|TSInterface)/.test(node.declaration.type);
    return counted.has(node.type) && !node.declare;
  }

  /** The body of a statement; one without braces is given some. */
  function body(node, scope, atStart = '') {
    if (node.type === 'BlockStatement') {
      if (atStart !== '') probes.insertions.open(node.start + 1, atStart);
      statements(node.body, scope);
    } else {
      probes.insertions.wrap(node, `{${atStart}`, '}');
      if (node.type !== 'EmptyStatement') statement(node, scope);
    }
  }

  function functionBody(node, name, scope) {
    const inner = { prefix: `${name}.`, code: null, isTop: false, isInner: true, isField: false, isFunction: true };
    const isEarly = node.type === 'FunctionDeclaration' && scope.isTop;
    inner.code = probes.functionCode(node, name, scope);
    for (const parameter of node.params) pattern(parameter, inner);
    if (node.body == null) return;
    if (node.body.type === 'BlockStatement') {
      const isDerived = node.kind === 'constructor' && scope.isDerived === true;
      probes.functionBlock(node, inner, {
        isEarly,
        isDerived,
        at: node.body.directives.at(-1)?.end ?? node.body.start + 1,
      });
      statements(node.body.body, inner);
    } else {
      probes.arrowValue(node, inner);
      probes.returned(node.body, inner);
      visit(node.body, null, inner);
    }
  }

  function classBody(node, name, scope) {
    for (const { expression } of node.decorators ?? []) visit(expression, null, scope);
    if (node.superClass) visit(node.superClass, null, scope);
    const inner = {
      ...scope,
      prefix: `${name}.`,
      code: probes.classCode(node, name),
      isDerived: node.superClass != null,
    };
    for (const member of node.body.body) classMember(member, inner);
  }

  function classMember(member, scope) {
    if (passive.test(member.type) || member.declare || member.abstract) return;
    if (member.computed) visit(member.key, null, scope);
    for (const { expression } of member.decorators ?? []) visit(expression, null, scope);
    if (member.type === 'StaticBlock') {
      probes.staticBlock(member, scope);
      statements(member.body, scope);
    } else if (/Method$/.test(member.type)) {
      functionBody(member, scope.prefix + keyOf(member, source), scope);
    } else if (member.value) {
      const inner = member.static ? scope : { ...scope, isInner: true };
      if (!isFunctionLike(member.value)) probes.field(member.value, { ...inner, isField: true });
      visit(member.value, member, { ...inner, isField: true });
    }
  }

  function pattern(node, scope) {
    switch (node?.type) {
      case 'AssignmentPattern':
        pattern(node.left, scope);
        return visit(node.right, null, scope);
      case 'RestElement':
        return pattern(node.argument, scope);
      case 'TSParameterProperty':
        return pattern(node.parameter, scope);
      case 'ObjectPattern':
        for (const property of node.properties) {
          if (property.computed) visit(property.key, null, scope);
          pattern(property.type === 'RestElement' ? property : property.value, scope);
        }
        return undefined;
      case 'ArrayPattern':
        for (const element of node.elements) pattern(element, scope);
        return undefined;
      case undefined:
        return undefined;
      default:
        return target(node, scope);
    }
  }

  /** What is assigned to, changed or deleted: only what it is found by is looked into. */
  function target(node, scope) {
    if (node.type === 'MemberExpression' || node.type === 'OptionalMemberExpression') {
      visit(node.object, null, scope);
      if (node.computed) visit(node.property, null, scope);
    } else if (/Pattern$/.test(node.type)) pattern(node, scope);
    else if (transparent.has(node.type)) target(node.expression, scope);
  }

  function visitAll(nodes, scope, holder = null) {
    for (const node of nodes) if (node) visit(node, holder, scope);
  }

  /** `holder` is what keeps the value under a name, for functions that have none. */
  function visit(node, holder, scope) {
    if (node == null || node.declare || passive.test(node.type)) return;
    const visitor = visitors[node.type];
    if (visitor !== undefined) visitor(node, scope, holder);
    else everything(node, scope);
  }

  function everything(node, scope) {
    for (const key in node) {
      if (untyped.has(key)) continue;
      const value = node[key];
      if (Array.isArray(value)) {
        for (const item of value) if (typeof item?.type === 'string') visit(item, null, scope);
      } else if (typeof value?.type === 'string') visit(value, null, scope);
    }
  }

  function named(node, holder, scope) {
    const own = nameFrom(node, holder, source);
    return scope.prefix + (own ?? `<anonymous:${probes.lineAt(node.start)}>`);
  }

  const walk = {
    probes,
    source,
    statements,
    body,
    visit,
    visitAll,
    everything,
    pattern,
    target,
    functionBody,
    classBody,
    named,
  };
  const visitors = createVisitors(walk);
  statements(program.body, scope);
}

module.exports = { walkProgram };
