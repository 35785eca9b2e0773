/**
 * jest-circus with somebody who listens: tells the session of each test of a file when it starts and how it ended. What
 * is not asked for is skipped before it starts. Listening from outside of the test's context works for every environment
 * and both versions. Leaves out other test frameworks: a file that jest-jasmine2 runs tells nothing.
 */
'use strict';
const { requestSession } = require('../session.cjs');
const { lineIn } = require('../askedTests.cjs');
const { idOf } = require('../selection.cjs');
const { thrownBy } = require('./failure.cjs');

async function watchedTestRunner(globalConfig, config, environment, runtime, testPath, ...rest) {
  const session = requestSession();
  const file = session.relative(testPath);
  // jest gives a file whose worker is gone to another, where it would end just so.
  if (!session.isFirst(file)) throw new Error(`${file} ended its process`);
  const theirs = environment.handleTestEvent?.bind(environment);
  const listener = createListener({ session, file, testPath, environment });
  environment.handleTestEvent = (event, state) => {
    if (event.name !== 'test_done') {
      const done = theirs?.(event, state);
      if (typeof done?.then === 'function') return done.then(() => listener(event, state));
      listener(event, state);
      return done;
    }
    listener(event, state);
    return theirs?.(event, state);
  };
  const original = require(config.culprit.testRunner);
  return (original.default ?? original)(globalConfig, config, environment, runtime, testPath, ...rest);
}

function createListener({ session, file, testPath, environment }) {
  let running = null;
  const lineOfTest = (test) => lineIn(test.asyncError?.stack, testPath);
  const place = (test) => ({ id: idOf(file, namesOf(test)), file, line: lineOfTest(test) });

  const begin = (test) => {
    if (running !== null) return;
    running = test;
    // Errors it has already are those of a set-up.
    session.start(place(test), blocksAround(test), test.errors.length === 0);
  };
  const skipped = (test) => {
    if (test.culpritLeftOut) return;
    session.start(place(test), []);
    session.end('skipped', 0, null);
  };

  return (event, state) => {
    switch (event.name) {
      case 'run_start':
        environment.global[Symbol.for('RETRY_TIMES')] = 0;
        if (state.describeRetryOptions !== undefined) state.describeRetryOptions = new WeakMap();
        select(session, file, state, place);
        break;
      case 'test_start':
        environment.global[Symbol.for('RETRY_TIMES')] = 0;
        if (!isSkipped(event.test, state) && !session.mayStartAnother()) leaveOut(event.test);
        break;
      case 'test_skip':
      case 'test_todo':
        skipped(event.test);
        break;
      case 'test_started':
      case 'test_fn_start':
        begin(event.test);
        break;
      case 'test_done':
        begin(event.test);
        session.end(...outcomeOf(event.test));
        running = null;
        break;
      case 'hook_start':
        if (event.hook.type === 'beforeAll') session.setUpBegins(event.hook.parent);
        break;
      case 'run_finish':
        for (const error of state.unhandledErrors) {
          session.loadFailed(file, file, 'An error outside of the tests', thrownBy(error));
        }
        break;
      default:
        break;
    }
  };
}

/** Leaves out what is not asked for, and undoes `concurrent`: what runs at once cannot be told apart. */
function select(session, file, state, place) {
  const { rootDescribeBlock, hasFocusedTests } = state;
  const all = testsBelow(rootDescribeBlock).map((test) => ({ test, ...place(test) }));
  const chosen = all.filter((one) => session.wants(one));
  const isChosen = new Set(chosen.map(({ test }) => test));
  for (const { test } of all) {
    test.concurrent = false;
    if (!isChosen.has(test)) leaveOut(test);
    // A forgotten `.only` must not hide what was asked for by name.
    else if (hasFocusedTests && test.mode === undefined && session.isNarrow(file)) test.mode = 'only';
  }
  skipEmpty(rootDescribeBlock, session.request.reversed);
  session.collected(file, chosen, all);
}

function leaveOut(test) {
  test.mode = 'skip';
  test.culpritLeftOut = true;
}

/** A block of which nothing runs does not set anything up. */
function skipEmpty(block, reversed) {
  const runs = block.children.filter((child) =>
    child.type === 'test' ? !child.culpritLeftOut : skipEmpty(child, reversed),
  );
  if (runs.length === 0 && block.parent !== undefined) block.mode = 'skip';
  if (reversed) block.children.reverse();
  return 0 < runs.length;
}

function blocksAround(test) {
  const blocks = [];
  for (let block = test.parent; block !== undefined; block = block.parent) blocks.push(block);
  return blocks;
}

function testsBelow(block) {
  return block.children.flatMap((child) => (child.type === 'test' ? [child] : testsBelow(child)));
}

function isSkipped({ mode }, { hasFocusedTests }) {
  return mode === 'skip' || mode === 'todo' || (hasFocusedTests && mode === undefined);
}

function outcomeOf({ duration, errors }) {
  const seconds = (duration ?? 0) / 1000;
  return errors.length === 0 ? ['passed', seconds, null] : ['failed', seconds, thrownBy(errors[0])];
}

function namesOf(block) {
  return block === undefined || block.parent === undefined ? [] : [...namesOf(block.parent), String(block.name)];
}

module.exports = watchedTestRunner;
