/**
 * What each kind of node means for probes: decisions, loops, functions, assignments, and which of its parts are looked
 * into. Kinds that are not here are looked into whole.
 */
'use strict';
const { functions, isFunctionLike, keyOf, nameFrom, transparent } = require('./functionNames.cjs');

const loops = new Set(['ForStatement', 'ForInStatement', 'ForOfStatement', 'WhileStatement', 'DoWhileStatement']);

/** Visitors by type, called with a node, its scope, and what keeps its value under a name. */
function createVisitors(walk) {
  const { probes, source, statements, body, visit, visitAll, everything, pattern, target } = walk;
  const { functionBody, classBody, named } = walk;

  function loop(node, scope) {
    const done = probes.loopDone(node, scope, breaksOut(node.body, node.labels ?? []));
    if (done !== '') probes.insertions.close(node.outerEnd ?? node.end, done);
  }

  const visitors = {
    BlockStatement: (node, scope) => statements(node.body, scope),
    TSModuleBlock: (node, scope) => statements(node.body, scope),
    TSModuleDeclaration(node, scope) {
      const name = scope.prefix + (node.id.name ?? source.slice(node.id.start, node.id.end));
      visit(node.body, null, { ...scope, prefix: `${name}.`, isTop: false });
    },
    IfStatement(node, scope) {
      probes.condition(node.test, 'choice', node, scope);
      visit(node.test, null, scope);
      body(node.consequent, scope);
      if (node.alternate) body(node.alternate, scope);
    },
    ConditionalExpression(node, scope) {
      probes.condition(node.test, 'choice', node, scope);
      visitAll([node.test, node.consequent, node.alternate], scope);
    },
    WhileStatement(node, scope) {
      loop(node, scope);
      probes.condition(node.test, 'loop', node, scope);
      visit(node.test, null, scope);
      body(node.body, scope);
    },
    DoWhileStatement(node, scope) {
      loop(node, scope);
      probes.condition(node.test, 'loop', node, scope);
      body(node.body, scope);
      visit(node.test, null, scope);
    },
    ForStatement(node, scope) {
      loop(node, scope);
      if (node.init) visit(node.init, null, scope);
      if (node.test) probes.condition(node.test, 'loop', node, scope);
      visit(node.test, null, scope);
      visit(node.update, null, scope);
      body(node.body, scope, node.test ? '' : probes.loopBody(node, scope));
    },
    ForInStatement: forEach,
    ForOfStatement: forEach,
    LabeledStatement(node, scope) {
      let inner = node;
      while (inner.type === 'LabeledStatement') inner = inner.body;
      if (loops.has(inner.type)) {
        inner.outerEnd = node.outerEnd ?? node.end;
        inner.labels = node.labels ?? [];
        for (let one = node; one !== inner; one = one.body) inner.labels.push(one.label.name);
        visit(inner, null, scope);
      } else if (/^(Switch|Block)/.test(inner.type)) visit(inner, null, scope);
      else body(inner, scope);
    },
    SwitchStatement(node, scope) {
      probes.value(node.discriminant, 'condition', scope);
      visit(node.discriminant, null, scope);
      for (const one of node.cases) {
        probes.case(one, scope, one.consequent[0]?.start ?? one.end);
        visit(one.test, null, scope);
        statements(one.consequent, scope);
      }
    },
    TryStatement(node, scope) {
      probes.tried(node, scope);
      statements(node.block.body, scope);
      if (node.handler) {
        probes.handler(node.handler, scope);
        if (node.handler.param) pattern(node.handler.param, scope);
        statements(node.handler.body.body, scope);
      }
      if (node.finalizer) statements(node.finalizer.body, scope);
    },
    ReturnStatement(node, scope) {
      if (node.argument == null) return;
      probes.returned(node.argument, scope);
      visit(node.argument, null, scope);
    },
    FunctionDeclaration: (node, scope, holder) => functionBody(node, named(node, holder, scope), scope),
    FunctionExpression: (node, scope, holder) => functionBody(node, named(node, holder, scope), scope),
    ArrowFunctionExpression: (node, scope, holder) => functionBody(node, named(node, holder, scope), scope),
    ClassDeclaration: (node, scope, holder) => classBody(node, named(node, holder, scope), scope),
    ClassExpression: (node, scope, holder) => classBody(node, named(node, holder, scope), scope),
    ObjectExpression(node, scope, holder) {
      const own = objectName(holder);
      const inner = own === null ? scope : { ...scope, prefix: `${scope.prefix}${own}.` };
      for (const property of node.properties) {
        if (property.computed) visit(property.key, null, scope);
        if (property.type === 'ObjectMethod') {
          functionBody(property, inner.prefix + keyOf(property, source), { ...scope, prefix: inner.prefix });
        } else if (property.type === 'SpreadElement') visit(property.argument, null, scope);
        else if (!property.shorthand) visit(property.value, isNameless(own, property) ? null : property, inner);
      }
    },
    VariableDeclaration(node, scope) {
      probes.declared(node, scope);
      for (const one of node.declarations) {
        pattern(one.id, scope);
        visit(one.init, one, scope);
      }
    },
    AssignmentExpression(node, scope) {
      probes.assigned(node, scope);
      target(node.left, scope);
      if (/^(\|\||&&|\?\?)=$/.test(node.operator) && !isFunctionLike(node.right)) probes.right(node.right, scope);
      visit(node.right, node, scope);
    },
    LogicalExpression(node, scope) {
      visit(node.left, null, scope);
      probes.right(node.right, scope);
      visit(node.right, null, scope);
    },
    UnaryExpression(node, scope) {
      if (node.operator === 'delete') target(node.argument, scope);
      else visit(node.argument, null, scope);
    },
    UpdateExpression(node, scope) {
      probes.assigned(node, scope);
      target(node.argument, scope);
    },
    MemberExpression: member,
    OptionalMemberExpression: member,
    CallExpression: call,
    OptionalCallExpression: call,
    NewExpression: call,
    ObjectProperty: everything,
    AwaitExpression(node, scope) {
      probes.suspended(node, node.argument, scope);
      visit(node.argument, null, scope);
    },
    YieldExpression(node, scope) {
      probes.suspended(node, node.argument, scope);
      visit(node.argument, null, scope);
    },
    TemplateLiteral: (node, scope) => visitAll(node.expressions, scope),
    TaggedTemplateExpression(node, scope) {
      visit(node.tag, null, scope);
      visitAll(node.quasi.expressions, scope);
    },
    ExportNamedDeclaration: (node, scope) => visit(node.declaration, null, scope),
    ExportDefaultDeclaration: (node, scope) => visit(node.declaration, node, scope),
    JSXElement(node, scope) {
      for (const attribute of node.openingElement.attributes) visit(attribute.argument ?? attribute.value, null, scope);
      visitAll(node.children, scope);
    },
    ...Object.fromEntries(
      [...transparent].map((type) => [type, (node, scope, holder) => visit(node.expression, holder, scope)]),
    ),
  };

  function forEach(node, scope) {
    loop(node, scope);
    if (node.left.type === 'VariableDeclaration') for (const { id } of node.left.declarations) pattern(id, scope);
    else target(node.left, scope);
    visit(node.right, null, scope);
    body(node.body, scope, probes.loopBody(node, scope));
  }

  function member(node, scope) {
    visit(node.object, null, scope);
    if (node.computed) visit(node.property, null, scope);
  }

  function call(node, scope) {
    visit(node.callee, null, scope);
    visitAll(node.arguments, scope, node);
  }

  return visitors;
}

/** An object within one that is kept under no name is not kept under one itself. */
function isNameless(own, { value }) {
  return own === null && value.type === 'ObjectExpression';
}

/** What the functions of an object literal stand under: the name of what the object is kept in. */
function objectName(holder) {
  if (holder?.type === 'CallExpression') return null;
  return holder === null ? null : nameFrom({}, holder, '');
}

/** Whether a `break` in the body of a loop leaves that very loop. */
function breaksOut(node, labels, isOwn = true) {
  if (node === null || typeof node !== 'object' || functions.has(node.type) || /^Class|Method$/.test(node.type))
    return false;
  if (node.type === 'BreakStatement') return node.label ? labels.includes(node.label.name) : isOwn;
  if (/Expression$|Literal$|Declaration$/.test(node.type)) return false;
  const within = isOwn && !loops.has(node.type) && node.type !== 'SwitchStatement';
  const held = [
    node.body,
    node.consequent,
    node.alternate,
    node.block,
    node.handler,
    node.finalizer,
    node.cases,
  ].flat();
  return held.some((inner) => inner != null && breaksOut(inner, labels, within));
}

module.exports = { createVisitors };
