/**
 * The flags of all instrumented files in few large arrays, so that what a test reached is found by one search and
 * forgotten by one fill. A flag is the character `0` or `1`; a file has those of functions, of loading, and of branches
 * side by side.
 */
'use strict';

const chunkBytes = 1 << 20;
const zero = 48;
const one = 49;

/** `events` is told of each file when its flags are asked for. */
function createFlagArrays(events) {
  const chunks = [];
  const known = new Map();
  let nFiles = 0;

  /** The arrays of a file with so many probes; `lines` says what they stand for, as three JSON arrays. */
  function flags(file, nInner, nOuter, nBranches, lines) {
    const key = `${file}\0${lines}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const size = nInner + nOuter + nBranches;
    let chunk = chunks.at(-1);
    if (chunk === undefined || chunk.bytes.length < chunk.top + size) {
      chunk = { bytes: Buffer.alloc(Math.max(chunkBytes, size)), top: 0, files: [] };
      chunks.push(chunk);
    }
    const { bytes, top } = chunk;
    bytes.fill(zero, top, top + size);
    const index = nFiles;
    nFiles += 1;
    const ends = [top + nInner, top + nInner + nOuter, top + size];
    chunk.files.push({ index, start: top, ends });
    chunk.top += size;
    const [inner, outer, branches] = splitArrays(lines);
    const shape = `"inner":${inner},"outer":${outer},"branches":${branches}`;
    events.addText(`{"e":"file","i":${index},"file":${JSON.stringify(file)},${shape}}`);
    // Plain views: a Buffer's own are slower to write to.
    const view = (from, to) => new Uint8Array(bytes.buffer, bytes.byteOffset + from, to - from);
    const arrays = { i: view(top, ends[0]), o: view(ends[0], ends[1]), b: view(ends[1], ends[2]) };
    known.set(key, arrays);
    return arrays;
  }

  /** What was reached since the last call, as flags by file, and forgets it. */
  function take() {
    const taken = { inner: {}, outer: {}, branches: {}, hasOuter: false, hasInner: false };
    for (const { bytes, top, files } of chunks) {
      let at = bytes.indexOf(one);
      if (at === -1 || top <= at) continue;
      const from = at;
      for (let position = fileAt(files, at); at !== -1 && at < top; position = fileAt(files, at, position)) {
        const { index, start, ends } = files[position];
        const inner = part(bytes, start, ends[0]);
        const outer = part(bytes, ends[0], ends[1]);
        const branches = part(bytes, ends[1], ends[2]);
        if (inner !== '') taken.inner[index] = inner;
        if (outer !== '') taken.outer[index] = outer;
        if (branches !== '') taken.branches[index] = branches;
        taken.hasInner ||= inner !== '' || branches !== '';
        taken.hasOuter ||= outer !== '';
        at = bytes.indexOf(one, ends[2]);
      }
      bytes.fill(zero, from, top);
    }
    return taken;
  }

  return { flags, take };
}

/** The flags of a range up to the last that is set. */
function part(bytes, from, to) {
  if (from === to) return '';
  const text = bytes.latin1Slice(from, to);
  return text.slice(0, text.lastIndexOf('1') + 1);
}

/** The position of the file that holds a byte, looking from `position` on. */
function fileAt(files, at, position = 0) {
  let low = position;
  let high = files.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (files[middle].start <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Three arrays written one after another, apart. The first two are flat. */
function splitArrays(lines) {
  const first = lines.indexOf(']') + 1;
  const second = lines.indexOf(']', first) + 1;
  return [lines.slice(0, first), lines.slice(first + 1, second), lines.slice(second + 1)];
}

module.exports = { createFlagArrays };
