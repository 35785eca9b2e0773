/** Small random programs of Python for property tests: assignments, loops, branches, exceptions and calls. */
import fc from 'fast-check';

const name = fc.constantFrom('a', 'b', 'c', 'd');
const value = fc.oneof(
  name,
  fc.tuple(name, name).map(([left, right]) => `${left} + ${right}`),
  name.map((read) => `[x for x in ${read}]`),
  name.map((read) => `f(${read}, k=${read})`),
  fc.constantFrom('1', 'None'),
);

type Block = readonly string[];
const indent = (block: Block): Block => block.map((line) => `    ${line}`);

const simple: fc.Arbitrary<Block> = fc.oneof(
  fc.tuple(name, value).map(([target, read]) => [`${target} = ${read}`]),
  fc.tuple(name, name, value).map(([one, two, read]) => [`${one}, ${two} = ${read}`]),
  fc.tuple(name, value).map(([target, read]) => [`${target} += ${read}`]),
  fc.tuple(name, name, value).map(([target, key, read]) => [`${target}[${key}] = ${read}`]),
  fc.tuple(name, value).map(([target, read]) => [`${target}.x = ${read}`]),
  name.map((target) => [`del ${target}`]),
  value.map((read) => [`return ${read}`]),
  fc.constantFrom(['break'], ['continue'], ['raise'], ['pass']),
);

const { block } = fc.letrec<{ block: Block; statement: Block }>((tie) => ({
  block: fc.array(tie('statement'), { minLength: 1, maxLength: 3 }).map((statements) => statements.flat()),
  statement: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    simple,
    fc
      .tuple(name, tie('block'), tie('block'))
      .map(([test, yes, no]) => [
        `if ${test}:`,
        ...indent(yes),
        `elif ${test}.x:`,
        ...indent(no),
        'else:',
        ...indent(yes),
      ]),
    fc
      .tuple(name, name, tie('block'), tie('block'))
      .map(([target, read, body, last]) => [`for ${target} in ${read}:`, ...indent(body), 'else:', ...indent(last)]),
    fc.tuple(fc.constantFrom('a', 'True'), tie('block')).map(([test, body]) => [`while ${test}:`, ...indent(body)]),
    fc
      .tuple(tie('block'), tie('block'), tie('block'))
      .map(([body, handler, last]) => [
        'try:',
        ...indent(body),
        'except E as e:',
        ...indent(handler),
        'finally:',
        ...indent(last),
      ]),
    fc.tuple(name, tie('block')).map(([read, body]) => [`with ${read} as b:`, ...indent(body)]),
    fc.tuple(name, tie('block')).map(([parameter, body]) => [`def g(${parameter}):`, ...indent(body)]),
  ),
}));

/** The text of a function with a random body. */
export const randomProgram: fc.Arbitrary<string> = block.map((body) =>
  ['def f(a, k=None):', ...indent(body), ''].join('\n'),
);
