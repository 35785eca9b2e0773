/** What tests get in place of `node:test`: the same names, with tests and suites that are watched. */
import { createRequire } from 'node:module';

const { test } = createRequire(import.meta.url)('./nodeTests.cjs');
const { it, describe, suite, before, beforeEach, after, afterEach, mock, run, only, skip, todo, snapshot, assert } =
  test;

export {
  after,
  afterEach,
  assert,
  before,
  beforeEach,
  describe,
  it,
  mock,
  only,
  run,
  skip,
  snapshot,
  suite,
  test,
  todo,
};
// biome-ignore lint/style/noDefaultExport: node:test has one
export default test;
