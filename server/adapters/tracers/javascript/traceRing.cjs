/**
 * The ordered trace of a test: calls, lines, returns and raises in a ring of 2^18 slots, and the values kept with them.
 * Events come from any file with trace probes; between tests they are passed over. `../README.md` has the format.
 */
'use strict';
const fs = require('node:fs');
const { join } = require('node:path');
const { isSecret, printNamed, printValue } = require('./valueText.cjs');

const slotBits = 18;
const nSlots = 2 ** slotBits;
const slotMask = nSlots - 1;
const headerWords = 16;
const kinds = { line: 0, call: 1, return: 2, raise: 3 };
const maxSaved = 8;
const maxCodes = 2 ** 20;
const valuesOfPlace = 8;
const maxValues = 4000;
const printBudget = 200_000;
/** The clock is asked after so many lines. */
const linesBetweenClocks = 4096;
const { writeFileSync } = fs;

/**
 * `onOverrun` is called inside of the traced program once a test has run out of fuel or time (`fuel` statements,
 * `milliseconds`), and does not come back.
 */
function createTraceRing({ folder, suffix, events, fuel, milliseconds, onOverrun }) {
  const words = new Uint32Array(headerWords + 2 * nSlots);
  new DataView(words.buffer).setBigUint64(0, 0x43554c5052495431n, true);
  const now = performance.now.bind(performance);
  const codeLines = [];
  const codeNames = [];
  const announced = new Set();
  const sites = [];
  const known = new Map();
  let next = 0;
  let first = 0;
  let active = false;
  let entered = new Set();
  let fuelLeft = 0;
  let untilClock = 0;
  let deadline = 0;
  let kept = new Map();
  let printed = 0;
  let nSaved = 0;

  function put(code, kind, line) {
    const slot = headerWords + 2 * (next & slotMask);
    words[slot] = (line & 0xffffff) | (kind << 24) | (code << 26);
    words[slot + 1] = ((code >>> 6) & 0x3fff) | ((Math.floor(next / nSlots) + 1) << 14);
    return next++;
  }

  function meet(code) {
    entered.add(code);
    if (announced.has(code) || maxCodes <= code) return;
    announced.add(code);
    const [file, name] = codeNames[code];
    events.add({ e: 'code', i: code, file, name, line: codeLines[code] });
  }

  function checkClock() {
    untilClock = linesBetweenClocks;
    if (deadline < now()) overrun();
  }

  function overrun() {
    active = false;
    onOverrun(fuelLeft < 0 ? 'fuel' : 'time');
  }

  const probes = {
    /** A statement begins; the number of the event. */
    n(code, line) {
      if (!active) return 0;
      if (--fuelLeft < 0) overrun();
      if (--untilClock < 0) checkClock();
      return put(code, kinds.line, line);
    },
    /** A function is entered; the line of its definition. */
    e(code) {
      const line = codeLines[code];
      if (active) {
        if (!entered.has(code)) meet(code);
        put(code, kinds.call, line);
      }
      return line;
    },
    /** A function is left, with what `q` kept of its value. */
    x(code, line, value) {
      if (!active) return;
      const at = put(code, kinds.return, line);
      if (value?.text !== undefined) keep(-1 - code, at, [['', value.text]]);
    },
    /** Something raised passes a function, or is caught in it. */
    r(code, line) {
      if (!active) return;
      if (--fuelLeft < 0) overrun();
      put(code, kinds.raise, line);
    },
    /** A function waits: it is left for now. */
    z(code, value) {
      if (active) put(code, kinds.return, codeLines[code]);
      return value;
    },
    /** It goes on. */
    w(code, value) {
      probes.e(code);
      return value;
    },
    /** The initial value of a field is there. */
    y(code, value) {
      if (active) put(code, kinds.return, codeLines[code]);
      return value;
    },
    a(site, ...values) {
      if (!active || !mayPrint()) return;
      const named = sites[site][1].map((name, index) => [name, printNamed(name, values[index])]);
      keep(site, next - 1, named);
    },
    /** A value of an event, by default the last; of `x++` it is the value before, and `change` what is added to it. */
    v(site, at, value, change) {
      if (!active || !mayPrint()) return value;
      const name = sites[site][1];
      const shown = change === undefined || typeof value !== 'number' ? value : value + change;
      const hides = sites[site][0] === 'condition' && isSecret(name) && typeof value === 'string';
      keep(site, at === -1 ? next - 1 : at, [[name, hides ? '<redacted>' : printNamed(name, shown)]]);
      return value;
    },
    q(holder, value) {
      if (active && mayPrint()) holder.text = printValue(value);
      return value;
    },
  };

  function mayPrint() {
    printed += 1;
    return printed <= printBudget;
  }

  /** The first and the last few of each place: a site, or below zero the returns of a function. */
  function keep(site, at, named) {
    let place = kept.get(site);
    if (place === undefined) {
      place = { first: [], last: [] };
      kept.set(site, place);
    }
    const entry = { at, named };
    if (place.first.length < valuesOfPlace) place.first.push(entry);
    else {
      if (place.last.length === valuesOfPlace) place.last.shift();
      place.last.push(entry);
    }
  }

  return {
    /** What a file with trace probes asks for: the numbers of its first function and its first place of values. */
    traced(file, codes, places) {
      const key = `${file}\0${codes.length}\0${places.length}`;
      const before = known.get(key);
      if (before !== undefined) return before;
      const answer = { ...probes, c: codeNames.length, j: sites.length };
      for (const [name, line] of codes) {
        codeNames.push([file, name]);
        codeLines.push(line);
      }
      sites.push(...places);
      known.set(key, answer);
      return answer;
    },
    begin() {
      first = next;
      entered = new Set();
      kept = new Map();
      printed = 0;
      fuelLeft = fuel;
      untilClock = linesBetweenClocks;
      deadline = now() + milliseconds;
      active = true;
    },
    pause() {
      active = false;
    },
    /** What `goOn` needs to take a trace up again, with what happened meanwhile in it. */
    state: () => ({ first, entered, kept, deadline, active }),
    goOn(state) {
      ({ first, kept, deadline, active } = state);
      entered = state.entered.union?.(entered) ?? new Set([...state.entered, ...entered]);
    },
    /** Numbers of the functions the test entered. */
    entered: () => [...entered],
    /** Values in the order of their events. */
    values() {
      const all = [];
      for (const [site, { first, last }] of kept) {
        const kind = site < 0 ? 'return' : sites[site][0];
        for (const { at, named } of [...first, ...last]) {
          for (const [name, value] of named) all.push({ at, kind, name, value });
        }
      }
      return all.sort((a, b) => a.at - b.at).slice(0, maxValues);
    },
    /** Keeps the trace in a file of its own; its name, or `null` where enough are kept. */
    save() {
      if (nSaved === maxSaved) return null;
      nSaved += 1;
      const name = `trace${suffix}-${nSaved}.bin`;
      new DataView(words.buffer).setBigUint64(8, BigInt(first), true);
      try {
        writeFileSync(join(folder, name), words);
      } catch {
        return null;
      }
      return name;
    },
  };
}

module.exports = { createTraceRing };
