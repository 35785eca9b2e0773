/**
 * In mocha's process, twice: required before the tests are loaded, it sees where tests are written and what cannot be
 * loaded; as its reporter it sees when tests start and end.
 */
'use strict';
const { callSite } = require('./callSite.cjs');
const { createSelection, idOf } = require('./selection.cjs');
const { leaveNoTrace, readRequest } = require('./request.cjs');
const { startWatching } = require('./runtime.cjs');

const request = readRequest();
const watcher = startWatching(request, { worker: '0' });
leaveNoTrace();
const selection = createSelection(request.selection, watcher.isLeftOut);
const lines = new WeakMap();
const library = require(request.mochaFolder);
const Mocha = library.default ?? library;
watchRegistration(Mocha.Suite.prototype);
watchLoading(Mocha.prototype);

function watchRegistration(suite) {
  const { addTest } = suite;
  suite.addTest = function addWatched(test) {
    const file = this.file === undefined ? null : watcher.scope.relative(this.file);
    lines.set(test, callSite(watcher.scope, file));
    return addTest.call(this, test);
  };
}

/** One file after another, so that one which cannot be loaded does not take the others along. */
function watchLoading(mocha) {
  const { loadFilesAsync } = mocha;
  mocha.loadFilesAsync = async function loadEach(...rest) {
    const { files } = this;
    for (const file of files) {
      const nSuites = this.suite.suites.length;
      const nTests = this.suite.tests.length;
      this.files = [file];
      try {
        await loadFilesAsync.apply(this, rest);
      } catch (error) {
        this.suite.suites.length = nSuites;
        this.suite.tests.length = nTests;
        const name = watcher.scope.relative(file) ?? file;
        watcher.problem({ kind: 'loadFailed', test: name, file: name, message: `${name} could not be loaded`, error });
      }
    }
    this.files = files;
  };
}

/** Mocha's reporter: called once everything is loaded, before anything runs. */
function report(runner) {
  let failedSetUp = null;
  let current = null;
  const told = new Set();
  const shared = new Map();

  choose(runner.suite);
  runner.on('suite', () => endCurrent());
  runner.on('suite end', () => endCurrent());
  runner.on('hook', (hook) => {
    if (hook.type === 'hook' && /^"before all"/.test(hook.title)) {
      endCurrent();
      watcher.setLoadedAside();
      watcher.beginTrace();
    }
  });
  runner.on('hook end', (hook) => {
    if (/^"before all"/.test(hook.title)) keepShared(hook.parent);
  });
  runner.on('test', (test) => {
    endCurrent();
    if (!watcher.mayStartAnother()) {
      test.pending = true;
      return;
    }
    begin(test, true);
  });
  runner.on('pending', (test) => {
    if (current !== null && current.test === test) current.outcome = 'skipped';
    else if (watcher.mayStartAnother()) {
      endCurrent();
      begin(test, true);
      current.outcome = 'skipped';
      endCurrent();
    }
  });
  runner.on('pass', () => {
    if (current !== null && current.outcome === null) current.outcome = 'passed';
  });
  runner.on('fail', (failed, error) => {
    watcher.pauseTrace();
    if (failed.type === 'test') {
      if (current === null || current.test !== failed) begin(failed, true);
      Object.assign(current, { outcome: 'failed', error });
    } else if (/^"before all"/.test(failed.title)) {
      failedSetUp = { error };
      takeAlong(failed.parent);
    } else if (current !== null && current.outcome !== 'failed') Object.assign(current, { outcome: 'error', error });
  });
  runner.on('end', () => {
    endCurrent();
    watcher.finish(0);
  });

  function begin(test, freshTrace) {
    current = { test, outcome: null, error: undefined };
    told.add(test);
    watcher.start(placeOf(test), { freshTrace, shared: sharedWith(test) });
  }

  function endCurrent() {
    if (current === null) return;
    const { outcome, error } = current;
    current = null;
    watcher.end({ outcome: outcome ?? 'skipped', error });
  }

  /** What the set-up of a suite reached counts for each test in it. */
  function keepShared(suite) {
    const number = watcher.takeShared();
    if (number !== null) shared.set(suite, [...(shared.get(suite) ?? []), number]);
  }

  function sharedWith({ parent }) {
    return parent ? [...sharedWith(parent), ...(shared.get(parent) ?? [])] : [];
  }

  /** Tests whose set-up failed: none of them runs. */
  function takeAlong(suite) {
    endCurrent();
    suite.eachTest((test) => {
      if (told.has(test)) return;
      begin(test, false);
      Object.assign(current, { outcome: 'error', error: failedSetUp.error });
      endCurrent();
    });
  }
}

/** Leaves in the tree what was asked for. */
function choose(root) {
  const chosen = [];
  (function visit(suite) {
    const isNarrow = suite.file !== undefined && selection.isNarrow(watcher.scope.relative(suite.file) ?? '');
    suite.tests = suite.tests.filter((test) => {
      const { id, file, line } = placeOf(test);
      return selection.wants(id, file, line);
    });
    if (isNarrow || suite.root)
      Object.assign(suite, isNarrow || isAllNarrow() ? { _onlyTests: [], _onlySuites: [] } : {});
    suite._onlyTests = suite._onlyTests.filter((test) => suite.tests.includes(test));
    if (request.reversed) suite.tests.reverse();
    suite.retries(0);
    for (const test of suite.tests) {
      test.retries(0);
      chosen.push(placeOf(test));
    }
    for (const inner of suite.suites) visit(inner);
    suite.suites = suite.suites.filter((inner) => inner.total() !== 0);
    suite._onlySuites = suite._onlySuites.filter((inner) => suite.suites.includes(inner));
    if (request.reversed) suite.suites.reverse();
  })(root);
  watcher.collected(chosen);
}

function isAllNarrow() {
  return Object.keys(request.selection).every((file) => selection.isNarrow(file));
}

function placeOf(test) {
  const file = watcher.scope.relative(test.file ?? '') ?? lines.get(test)?.file ?? '';
  const place = lines.get(test);
  const line = place !== null && place !== undefined && place.file === file ? place.line : null;
  return { id: idOf(file, test.titlePath()), file, line };
}

module.exports = report;
