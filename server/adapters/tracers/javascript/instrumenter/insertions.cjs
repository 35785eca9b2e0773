/**
 * Texts put into a source without touching what is there. Whoever asks first at a place is the outer one: what opens
 * keeps its order, what closes is turned around. No text may hold a newline, so that every line keeps its number.
 */
'use strict';

function createInsertions(source) {
  const opening = new Map();
  const closing = new Map();
  const open = (at, text) => opening.set(at, (opening.get(at) ?? '') + text);
  const close = (at, text) => closing.set(at, text + (closing.get(at) ?? ''));
  const all = () =>
    [...new Set([...opening.keys(), ...closing.keys()])]
      .sort((a, b) => a - b)
      .map((at) => [at, (closing.get(at) ?? '') + (opening.get(at) ?? '')]);
  return {
    open,
    close,
    /** Before all that opens there. */
    first: (at, text) => opening.set(at, text + (opening.get(at) ?? '')),
    wrap(node, before, after) {
      open(node.start, before);
      close(node.end, after);
    },
    /** Position and text of each, in order; for who wants a map of columns too. */
    all,
    applied() {
      let text = '';
      let from = 0;
      for (const [at, inserted] of all()) {
        text += source.slice(from, at) + inserted;
        from = at;
      }
      return text + source.slice(from);
    },
  };
}

module.exports = { createInsertions };
