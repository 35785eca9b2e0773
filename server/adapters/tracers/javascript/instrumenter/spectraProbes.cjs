/**
 * Probes that set a flag: one for each statement, one for each way a decision may go. A flag is the character `1`, so
 * that a part of the array is already the text of an event. Flags of functions (`culprit$i`), of what runs while modules
 * are loaded (`culprit$o`) and of branches (`culprit$b`) have arrays of their own.
 */
'use strict';

const set = 49; // '1'

/** What `walkProgram` tells, answered with flags. */
function createSpectraProbes({ file, insertions, lineAt, isModule }) {
  const inner = [];
  const outer = [];
  const branches = [];
  const nDecisions = new Map();
  let hasEarly = false;

  const flag = (array, lines, line) => `culprit$${array}[${lines.push(line) - 1}]=${set}`;
  const hit = (node, { isInner }) =>
    isInner ? flag('i', inner, lineAt(node.start)) : flag('o', outer, lineAt(node.start));

  /** A decision of a line, as a function from its outcomes to their probes. */
  function decision(line) {
    const index = nDecisions.get(line) ?? 0;
    nDecisions.set(line, index + 1);
    return (outcome) => `culprit$b[${branches.push([line, index, outcome]) - 1}]=${set}`;
  }

  return {
    insertions,
    lineAt,
    moduleCode: () => null,
    functionCode: () => null,
    classCode: () => null,
    statement: (node, scope) => insertions.open(node.start, `${hit(node, scope)};`),
    condition(test, kind, node) {
      const isLoop = kind === 'loop';
      const went = decision(lineAt(isLoop ? node.start : test.start));
      const [yes, no] = isLoop ? ['body', 'done'] : ['true', 'false'];
      insertions.wrap(test, '((', `)?${went(yes)}:!(${went(no)}))`);
    },
    /** What stands at the start of the body of a loop that has no condition. */
    loopBody(node) {
      node.went ??= decision(lineAt(node.start));
      return `${node.went('body')};`;
    },
    /** What stands after a loop over something, unless it may be left in another way. */
    loopDone(node, _scope, breaksOut) {
      if (!/^For(In|Of)/.test(node.type) || breaksOut) return '';
      node.went ??= decision(lineAt(node.start));
      return `;${node.went('done')};`;
    },
    right: (node) => insertions.wrap(node, `(${decision(lineAt(node.start))('right')},`, ')'),
    case: (node, _scope, at) => insertions.open(at, `${decision(lineAt(node.start))('case')};`),
    handler: (node) => insertions.open(node.body.start + 1, `${decision(lineAt(node.start))('handler')};`),
    tried() {},
    functionBlock(_node, _scope, { isEarly, at }) {
      if (!isEarly || !isModule) return;
      hasEarly = true;
      insertions.open(at, ';culprit$i??culprit$h();');
    },
    arrowValue(node, scope) {
      insertions.wrap(node.body, `(${hit(node.body, scope)},`, ')');
    },
    staticBlock() {},
    field: (node, scope) => insertions.wrap(node, `(${hit(node, scope)},`, ')'),
    suspended() {},
    value() {},
    returned() {},
    declared() {},
    assigned() {},
    /** Asks the runtime for the arrays. In a module functions may be called before any of its statements ran. */
    head() {
      const probes = [file, inner, outer, branches].map((part) => JSON.stringify(part));
      const counts = [inner, outer, branches].map((part) => part.length);
      const shape = `${JSON.stringify(file)},${counts},${JSON.stringify(probes.slice(1).join())}`;
      const names = 'i:culprit$i,o:culprit$o,b:culprit$b';
      const asked = `globalThis[Symbol.for("culprit")]?.flags(${shape})??{i:[],o:[],b:[]}`;
      if (!hasEarly) return `var{${names}}=${asked};`;
      return `var culprit$i,culprit$o,culprit$b;function culprit$h(){({${names}}=${asked})}culprit$h();`;
    },
  };
}

module.exports = { createSpectraProbes };
