/**
 * Reads what `git cat-file --batch` answers, in the order of what was asked:
 * https://git-scm.com/docs/git-cat-file#_batch_output. What is too large to keep is passed over as it arrives. A stream is
 * of one process: what another one says does not go on where this one ended.
 */

export interface GitObject {
  readonly type: string;
  /** `null` where there are more bytes than asked for. */
  readonly bytes: Uint8Array | null;
}

interface Question {
  readonly maxBytes: number;
  readonly answer: (object: GitObject | null) => void;
}

/** The answer being read: its pieces so far, and how many bytes with the final newline are still to come. */
interface Content {
  readonly type: string;
  readonly size: number;
  readonly pieces: Uint8Array[] | null;
  left: number;
}

const newline = 0x0a;

export interface ObjectStream {
  /** To be called in the order in which objects are asked for; `null` is answered for one that is not there. */
  expect(question: Question): void;
  take(chunk: Uint8Array): void;
  /** There will be no more: everyone who waits is answered `null`. */
  end(): void;
}

export function createObjectStream(): ObjectStream {
  const questions: Question[] = [];
  let head: Uint8Array = new Uint8Array(0);
  let content: Content | null = null;
  return {
    expect: (question) => void questions.push(question),
    take(chunk) {
      for (let rest = chunk; rest.length > 0; ) rest = content === null ? takeHead(rest) : takeContent(content, rest);
    },
    end() {
      for (const { answer } of questions.splice(0)) answer(null);
    },
  };

  /** `<id> <type> <size>`, or `<id> missing`. Gives what follows. */
  function takeHead(chunk: Uint8Array): Uint8Array {
    const end = chunk.indexOf(newline);
    head = joined([head, end < 0 ? chunk : chunk.subarray(0, end)]);
    if (end < 0) return chunk.subarray(chunk.length);
    const [, type = '', size] = new TextDecoder().decode(head).split(' ');
    head = new Uint8Array(0);
    if (size === undefined || !/^\d+$/.test(size)) questions.shift()?.answer(null);
    else {
      const isKept = Number(size) <= (questions[0]?.maxBytes ?? 0);
      content = { type, size: Number(size), pieces: isKept ? [] : null, left: Number(size) + 1 };
    }
    return chunk.subarray(end + 1);
  }

  function takeContent(current: Content, chunk: Uint8Array): Uint8Array {
    const taken = chunk.subarray(0, current.left);
    current.left -= taken.length;
    current.pieces?.push(taken);
    if (current.left === 0) {
      content = null;
      const bytes = current.pieces === null ? null : joined(current.pieces).subarray(0, current.size);
      questions.shift()?.answer({ type: current.type, bytes });
    }
    return chunk.subarray(taken.length);
  }
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
