/**
 * One process (or thread) that runs tests under watch: what probes call, and what is noted when a test starts and ends.
 * Runners call `startWatching` and then tell of their tests; how the three modes differ is decided here and nowhere else.
 */
'use strict';
const { createExceptions } = require('./exceptions.cjs');
const { createFlagArrays } = require('./flagArrays.cjs');
const { createScope } = require('./scope.cjs');
const { createTraceRing } = require('./traceRing.cjs');
const { openEventFile } = require('./eventFile.cjs');

const place = Symbol.for('culprit');
const notPassed = new Set(['failed', 'error', 'timedOut']);
const { setTimeout: later, clearTimeout: notLater, process: program } = globalThis;
const exit = program.reallyExit?.bind(program) ?? program.exit.bind(program);
const cutOffStatus = 124;

/**
 * Puts the probes' side in place and opens the event file. `request` is what `README.md` says; `worker` tells this process
 * from others of the same run. `target` is the global object of the tested code, where that is another.
 */
function startWatching(request, { worker = '', target = globalThis, stackOf, realmExit = exit } = {}) {
  const suffix = worker === '' ? '' : `-${worker}`;
  const events = openEventFile(request.outFolder, suffix);
  const scope = createScope(request.root, request.copy ?? null);
  const exceptions = createExceptions(scope, stackOf);
  const limits = request.limits;
  const isTraced = request.mode === 'trace';
  const arrays = createFlagArrays(events);
  const ring = !isTraced
    ? null
    : createTraceRing({
        folder: request.outFolder,
        suffix,
        events,
        fuel: limits.fuel,
        milliseconds: limits.testSeconds * 1000,
        onOverrun: cutOff,
      });
  const leftOut = new Set(request.leaveOut);
  const now = performance.now.bind(performance);
  const began = request.startedAt ?? Date.now();
  let current = null;
  let timer = null;
  let nStarted = 0;
  let nShared = 0;
  const waiting = [];

  install(target);
  events.add({ e: 'begin', pid: program.pid });
  events.flush();

  function install(realm) {
    const side = ring === null ? { flags: arrays.flags } : { traced: ring.traced };
    Object.defineProperty(realm, place, { value: side, configurable: true });
  }

  /** What ran outside of tests goes to nobody. */
  function setLoadedAside() {
    if (isTraced) return;
    const { inner, outer, hasInner, hasOuter } = arrays.take();
    if (hasInner || hasOuter) events.add({ e: 'importHits', outer, inner });
  }

  /** A test starts; one that runs already is set aside until the new one has ended. `shared` is what `takeShared` gave. */
  function start(test, { freshTrace = true, shared = [] } = {}) {
    if (current !== null) setAside();
    else setLoadedAside();
    nStarted += 1;
    current = { test, began: now(), shared: [...shared], trace: null };
    announce();
    if (ring !== null && freshTrace) ring.begin();
    watchTime();
  }

  function announce() {
    const { id, file, line } = current.test;
    events.beat();
    events.add({ e: 'start', id, file, line });
    events.flush();
  }

  function setAside() {
    stopWatchingTime();
    if (ring === null) share(current);
    else current.trace = ring.state();
    waiting.push(current);
    events.beat();
  }

  /** What a test reached so far is kept under a number, which its end will name. */
  function share(test) {
    const number = takeShared();
    if (number !== null) test.shared.push(number);
  }

  /** What was reached since the last call, under a number; `null` for nothing. Code of modules goes to nobody. */
  function takeShared() {
    if (isTraced) return null;
    const { inner, outer, hasInner, hasOuter } = arrays.take();
    if (hasOuter) events.add({ e: 'importHits', outer, inner: {} });
    if (!hasInner) return null;
    events.add({ e: 'shared', i: nShared, hits: inner });
    nShared += 1;
    return nShared - 1;
  }

  function watchTime() {
    if (ring === null) return;
    timer = later(() => cutOff('time'), limits.testSeconds * 1000);
    timer.unref?.();
  }

  function stopWatchingTime() {
    if (timer !== null) notLater(timer);
    timer = null;
  }

  /** The test that started last has ended; `outcome` is null where nothing is to be said of it. */
  function end({ outcome, error, exception, seconds }) {
    if (current === null) return;
    const { began: since, shared, wentOn, test } = current;
    current = null;
    ring?.pause();
    stopWatchingTime();
    const told = exception ?? (error === undefined ? null : exceptions.describe(error));
    if (outcome !== null && wentOn) events.add({ e: 'start', id: test.id, file: test.file, line: test.line });
    const event = { e: 'end', outcome, seconds: seconds ?? (now() - since) / 1000, exception: told };
    if (ring === null) {
      const { inner, outer, branches, hasOuter } = arrays.take();
      Object.assign(event, { hits: inner, branches, shared });
      if (hasOuter) events.add({ e: 'importHits', outer, inner: {} });
    } else if (outcome !== null && (request.keepPassingTraces || notPassed.has(outcome))) {
      const values = ring.values();
      if (values.length !== 0) events.add({ e: 'values', of: values });
      event.trace = ring.save();
      event.entered = ring.entered();
    }
    if (outcome !== null) events.add(event);
    events.flush();
    events.beat();
    goOnWith(waiting.pop() ?? null);
  }

  function goOnWith(test) {
    if (test === null) return;
    // It is named again only with its end, which may not come to be told.
    current = { ...test, wentOn: true };
    events.beat();
    if (ring !== null) ring.goOn(test.trace);
    watchTime();
  }

  /** Called in the middle of the program: says where it is, and ends the process, which cannot be trusted any more. */
  function cutOff(why) {
    const limit = why === 'fuel' ? `${limits.fuel} statements` : `${limits.testSeconds} seconds`;
    const exception = exceptions.here('Timeout', `Still running after ${limit}`);
    if (current === null) {
      events.add({ e: 'cutOff', exception });
      events.flush();
    } else end({ outcome: 'timedOut', exception });
    realmExit(cutOffStatus);
  }

  return {
    request,
    scope,
    describe: (error) => exceptions.describe(error),
    /** An exception of which only texts are left: `type`, `message` and `stack`. */
    describeText: exceptions.ofTexts,
    /** Gives another realm (a vm context) the same probes' side. */
    install,
    /** Tests that will run, as `id`, `file`, `line`; may come in parts. */
    collected: (tests) => events.add({ e: 'collected', tests }),
    flush: events.flush,
    setLoadedAside,
    /** After a set-up of several tests: what it reached, to be given to `start` of each. */
    takeShared,
    /** A file that could not be loaded (`loadFailed`), or a name nothing answers to (`notFound`). */
    problem({ kind, test, file = null, message, error, exception = null }) {
      const told = exception ?? (error === undefined ? null : exceptions.describe(error));
      events.add({ e: 'problem', kind, test, file, message, exception: told });
      events.flush();
    },
    start,
    end,
    /** The test that runs now, or `null`. */
    running: () => current?.test ?? null,
    isLeftOut: (id) => leftOut.has(id),
    mayStartAnother: () => nStarted < limits.maxTests && Date.now() - began < limits.startSeconds * 1000,
    /** For set-ups of several tests: their trace is that of the tests they take along (`start` with `freshTrace: false`). */
    beginTrace: () => ring?.begin(),
    /** What follows is no longer of interest: the test has failed, and is being cleaned up after. */
    pauseTrace: () => ring?.pause(),
    /** The runner came to its end. */
    finish(status) {
      setLoadedAside();
      events.add({ e: 'finish', status });
      events.flush();
    },
  };
}

module.exports = { startWatching };
