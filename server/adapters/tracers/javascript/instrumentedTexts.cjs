/**
 * Instrumented texts, from a cache by the hash of all they depend on. The instrumenter with its parser is loaded only
 * where a text is not there yet, so that a process whose files are all known never pays for it.
 */
'use strict';
const crypto = require('node:crypto');
const fs = require('node:fs');
const { join } = require('node:path');

const folderName = 'javascript-probes';
/** Texts nobody wrote by hand: what takes one is minified or generated, and a probe for each of its statements tells nothing. */
const maxAverageLine = 400;
const minMinified = 5000;
const hashLength = 64;
const { readFileSync, writeFileSync, mkdirSync, renameSync, statSync } = fs;

/** Texts with probes of one mode; `values` are line ranges by file relative to the repository, or `null`. */
function createInstrumentedTexts({ cacheFolder, mode, values }) {
  const folder = join(cacheFolder, folderName);
  let salt = null;
  let loaded = null;

  /** What the cache is good for: this very instrumenter. */
  function ownSalt() {
    if (salt !== null) return salt;
    const { size, mtimeMs } = statSync(join(__dirname, 'instrument.cjs'));
    salt = `${__dirname} ${size} ${mtimeMs}`;
    return salt;
  }

  /** The text with probes; `null` where there is nothing to put them in, or it cannot be parsed. */
  return function instrumented(source, file) {
    if (isMinified(source)) return null;
    const ranges = values?.[file] ?? [];
    const key = hash(JSON.stringify([ownSalt(), mode, ranges, file, source]));
    const stored = join(folder, key.slice(0, 2), key.slice(2));
    const known = readVerified(stored);
    if (known !== null) return known === '' ? null : known;
    loaded ??= require('./instrument.cjs');
    let text = '';
    try {
      text = loaded.instrument({ source, file, mode, values: ranges }).text;
    } catch {
      // Whoever runs it says what is wrong with it.
    }
    writeAtomically(join(folder, key.slice(0, 2)), stored, text);
    return text === '' ? null : text;
  };
}

function isMinified(source) {
  if (source.length < minMinified) return false;
  let nLines = 1;
  for (let at = source.indexOf('\n'); at !== -1; at = source.indexOf('\n', at + 1)) nLines += 1;
  return maxAverageLine < source.length / nLines;
}

function hash(text) {
  return crypto.createHash('sha256').update(text).digest('hex');
}

/** A stored text, `null` unless it is what was written: a damaged one would be run as the program. */
function readVerified(path) {
  let stored;
  try {
    stored = readFileSync(path, 'utf8');
  } catch {
    return null;
  }
  const text = stored.slice(hashLength);
  return hash(text) === stored.slice(0, hashLength) ? text : null;
}

function writeAtomically(folder, path, text) {
  const temporary = `${path}.${process.pid}.${Math.round(performance.now() * 1000)}`;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(temporary, hash(text) + text);
    renameSync(temporary, path);
  } catch {
    // Without a cache we are slower, nothing else.
  }
}

module.exports = { createInstrumentedTexts };
