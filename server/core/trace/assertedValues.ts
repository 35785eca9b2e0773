/**
 * The two values a failed assertion speaks of, as assertion libraries write them. Where a message does not say which of
 * them the test expected, the first counts as observed, as the documentation of most has it. Leaves out messages without
 * two values: a lone `assert condition`.
 */
export interface AssertedValues {
  readonly observed: string;
  readonly expected: string;
}

/** A message with both values as groups, or the two lines of it that hold one each. */
type Form = RegExp | readonly [observed: RegExp, expected: RegExp];

/** More telling forms before those that are only two values and an operator. */
const forms: readonly Form[] = [
  // JUnit, TestNG, Hamcrest, AssertJ
  /expected: ?<(?<expected>.*?)> but was: ?<(?<observed>.*?)>(?:$|\n| within)/s,
  [/^\s*but(?: was)?: (?:was )?(.+)$/m, /^\s*expected: (?:is )?(.+)$/im],
  /expected \[(?<expected>.*?)\] but found \[(?<observed>.*?)\]/s,
  /Expecting(?: actual)?:\s*\n\s*(?<observed>.+?)\s*\nto (?:be equal to|contain|be):?\s*\n\s*(?<expected>.+?)\s*(?:\n|$)/s,
  // jest, vitest, node:assert, chai
  [/^\s*(?:\+ )?received(?: value)?: (.+)$/im, /^\s*(?:- )?expected(?: value)?: (.+)$/im],
  /expected (?<observed>.+?) to (?:be|equal|deeply equal|strictly equal|loosely equal|include|match|contain)(?: of)? (?<expected>.+?)(?: \/\/.*)?(?:\n|$)/s,
  // testify, Rust, GoogleTest
  [/^\s*actual\s*: (.+)$/im, /^\s*expected\s*: (.+)$/im],
  [/^\s*left: `?(.+?)`?,?$/m, /^\s*right: `?(.+?)`?,?$/m],
  /^\s*Which is: (?<observed>.+)\n\s*(?<expected>\S.*)$/m,
  // Go's own way
  /\bgot:? (?<observed>.+?)[,;]?\s+want(?:ed)?:? (?<expected>.+)$/ms,
  /\bwant(?:ed)?:? (?<expected>.+?)[,;]?\s+got:? (?<observed>.+)$/ms,
  /\bexpected (?<expected>\S+?),? (?:but )?got (?<observed>\S+)/,
  /\S = (?<observed>.+?)[,;] want (?<expected>.+)$/m,
  // pytest, unittest, node:assert
  /^(?:AssertionError: )?assert (?<expected>(?:'.*?'|".*?")) in (?<observed>.+)$/m,
  /^(?:AssertionError: )?assert (?<observed>.+?) (?:==|is|in) (?<expected>.+)$/m,
  /^(?:Lists|Tuples|Sequences|Dicts|Sets|First sequence|First list) differ: (?<observed>.+?) != (?<expected>.+)$/m,
  /^(?<expected>.+?) not found in (?<observed>.+?)(?: : .*)?$/m,
  /^\s*Regex(?: pattern)?: (?<expected>.+)\n\s*(?:Actual message|Input): (?<observed>.+)$/m,
  /^(?<observed>.+?) (?:!=|!==|is not(?! in )|!= within \S+) (?<expected>.+?)(?: : .*| within .*)?$/m,
];

/** Of a longer message the start is read. */
const maxChars = 4_000;

/** `null` where the message holds no two values. */
export function assertedValues(message: string): AssertedValues | null {
  const start = message.slice(0, maxChars);
  for (const form of forms) {
    const found = form instanceof RegExp ? ofOne(form, start) : ofTwo(form, start);
    if (found === null) continue;
    const observed = found.observed.trim();
    const expected = found.expected.trim();
    if (observed !== '' && expected !== '') return { observed, expected };
  }
  return null;
}

function ofOne(form: RegExp, message: string): AssertedValues | null {
  const { observed, expected } = form.exec(message)?.groups ?? {};
  return observed === undefined || expected === undefined ? null : { observed, expected };
}

function ofTwo([observing, expecting]: readonly [RegExp, RegExp], message: string): AssertedValues | null {
  const observed = observing.exec(message)?.[1];
  const expected = expecting.exec(message)?.[1];
  return observed === undefined || expected === undefined ? null : { observed, expected };
}
