/**
 * vitest's runner with somebody who listens: tells the session of each test when it starts and how it ended. What is not
 * asked for is skipped before it starts, and nothing runs at once with something else. Every worker loads it, as CommonJS:
 * vitest would take a module through vite each time.
 */
'use strict';
const { idOf } = require('../selection.cjs');
const { requestSession } = require('../session.cjs');

/**
 * A runner's class; of the project's own where it has one, else of the vitest whose folder has this address. `realm` is the
 * global object of the tests.
 */
async function watching(theirs, vitestFolder, realm) {
  const session = requestSession();
  session.watch.install(realm);
  return class extends (theirs ?? (await vitestRunner(vitestFolder))) {
    extendTaskContext(context) {
      context.task.culpritMode = context.task.mode;
      return super.extendTaskContext?.(context) ?? context;
    }

    onBeforeRunFiles(files) {
      for (const file of files) select(session, file);
      return super.onBeforeRunFiles?.(files);
    }

    async onBeforeRunSuite(suite) {
      await super.onBeforeRunSuite?.(suite);
      if (suite.mode === 'run') session.setUpBegins(suite);
      else tellOfEach(session, suite, 'skipped', null);
    }

    async onAfterRunSuite(suite) {
      await super.onAfterRunSuite?.(suite);
      const [error] = suite.mode === 'run' ? (suite.result?.errors ?? []) : [];
      if (error !== undefined) tellOfHook(session, suite, error);
    }

    async onBeforeRunTask(test) {
      if (isRun(test) && !session.mayStartAnother()) leaveOut(test);
      await super.onBeforeRunTask?.(test);
      if (test.culpritLeftOut) return;
      test.culpritTold = true;
      session.start(placeOf(session, test), suitesOf(test));
      if (!isRun(test)) session.end('skipped', 0, null);
    }

    async onAfterRunTask(test) {
      await super.onAfterRunTask?.(test);
      const { state, duration, errors } = test.result ?? {};
      const [error] = errors ?? [];
      const outcome = state === 'pass' ? 'passed' : state === 'fail' ? 'failed' : 'skipped';
      session.end(outcome, (duration ?? 0) / 1000, outcome === 'failed' ? (error ?? null) : null);
    }
  };
}

/** Since 5 it stands beside everything else, before it had a module of its own. */
async function vitestRunner(folder) {
  const { TestRunner } = await import(`${folder}/dist/index.js`);
  return TestRunner ?? (await import(`${folder}/dist/runners.js`)).VitestTestRunner;
}

/** Leaves out what is not asked for, and undoes `concurrent`: what runs at once cannot be told apart. */
function select(session, file) {
  const all = testsBelow(file).map((test) => ({ test, ...placeOf(session, test) }));
  const chosen = all.filter((one) => session.wants(one));
  const isChosen = new Set(chosen.map(({ test }) => test));
  const name = session.relative(file.filepath);
  if (session.isNarrow(name) && all.some(({ test }) => test.culpritMode === 'only')) chosen.forEach(bringBack);
  for (const { test } of all) if (!isChosen.has(test)) leaveOut(test);
  skipEmpty(file, session.request.reversed);
  session.collected(name, chosen, all);
}

/** A forgotten `.only` must not hide what was asked for by name. */
function bringBack({ test }) {
  if (test.mode !== 'skip' || test.culpritMode !== 'run') return;
  for (let task = test; task !== undefined; task = task.suite ?? (task === test.file ? undefined : test.file)) {
    task.mode = 'run';
  }
}

function leaveOut(test) {
  test.mode = 'skip';
  test.culpritLeftOut = true;
}

/** A suite of which nothing runs does not set anything up. */
function skipEmpty(suite, reversed) {
  const runs = suite.tasks.filter((task) => {
    task.concurrent = false;
    task.shuffle = false;
    task.retry = 0;
    return task.type === 'suite' ? skipEmpty(task, reversed) : !task.culpritLeftOut;
  });
  if (runs.length === 0 && 0 < suite.tasks.length) suite.mode = 'skip';
  if (reversed) suite.tasks.reverse();
  return 0 < runs.length;
}

/** A set-up that failed takes its tests along; what fails after them is told apart from them. */
function tellOfHook(session, suite, error) {
  const file = session.relative(suite.file.filepath);
  const nTold = tellOfEach(session, suite, 'error', error);
  if (nTold === 0) session.loadFailed(file, file, 'An error outside of the tests', error);
}

/** Tests of a suite that were to run and will not; how many there are. */
function tellOfEach(session, suite, outcome, error) {
  const untold = testsBelow(suite).filter((test) => !test.culpritTold && !test.culpritLeftOut);
  for (const test of untold) {
    test.culpritTold = true;
    session.start(placeOf(session, test), suitesOf(test), outcome === 'skipped');
    session.end(outcome, 0, error);
  }
  return untold.length;
}

function testsBelow(suite) {
  return suite.tasks.flatMap((task) => (task.type === 'suite' ? testsBelow(task) : [task]));
}

function isRun({ mode }) {
  return mode === 'run' || mode === 'queued';
}

/** The suites around a test, its file among them. */
function suitesOf(test) {
  const suites = [test.file];
  for (let suite = test.suite; suite !== undefined && suite !== test.file; suite = suite.suite) suites.push(suite);
  return suites;
}

function placeOf(session, test) {
  const file = session.relative(test.file.filepath);
  const names = [];
  for (let at = test; at !== undefined && at !== at.file; at = at.suite ?? at.file) names.unshift(at.name);
  return { id: idOf(file, names), file, line: test.location?.line ?? null };
}

module.exports = { watching };
