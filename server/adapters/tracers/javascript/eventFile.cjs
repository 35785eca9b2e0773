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
      waiting += `${JSON.stringify(event)}\n`;
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

module.exports = { openEventFile };
