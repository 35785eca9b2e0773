/** The files one process or thread leaves: events as JSON Lines, and its pulse. `../README.md` has their format. */
'use strict';
const fs = require('node:fs');
const { join } = require('node:path');

const { openSync, writeSync } = fs; // as they are now: tests may put others in their place

/** Files of the folder with `suffix` in their names. */
function openEventFile(folder, suffix) {
  const events = openSync(join(folder, `events${suffix}.jsonl`), 'a');
  const pulse = openSync(join(folder, `pulse${suffix}.bin`), 'w');
  const counter = new BigUint64Array(1);
  writeSync(pulse, counter, 0, 8, 0);
  let waiting = '';
  const flush = () => {
    if (waiting === '') return;
    const bytes = Buffer.from(waiting);
    waiting = '';
    for (let from = 0; from < bytes.length; ) from += writeSync(events, bytes, from);
  };
  return {
    /** Kept until the next `flush`. */
    add(event) {
      waiting += `${textOf(event)}\n`;
    },
    /** An event that is text already. */
    addText(text) {
      waiting += `${text}\n`;
    },
    flush,
    /** A test started or ended. */
    beat() {
      counter[0] += 1n;
      writeSync(pulse, counter, 0, 8, 0);
    },
  };
}

const quote = JSON.stringify;
const { isArray } = Array;
const { keys } = Object;

/** As `JSON.stringify`, whatever `toJSON` a test has given to all arrays or objects. */
function textOf(value) {
  if (typeof value !== 'object' || value === null) return value === undefined ? 'null' : quote(value);
  let text = '';
  if (isArray(value)) {
    for (let index = 0; index < value.length; index += 1) text += `${index === 0 ? '' : ','}${textOf(value[index])}`;
    return `[${text}]`;
  }
  for (const key of keys(value)) {
    if (value[key] !== undefined) text += `${text === '' ? '' : ','}${quote(key)}:${textOf(value[key])}`;
  }
  return `{${text}}`;
}

module.exports = { openEventFile };
