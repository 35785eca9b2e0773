/** Progress on stderr: one line that is rewritten on a terminal, plain lines elsewhere, nothing when quiet. */

export interface ProgressLine {
  show(message: string): void;
  clear(): void;
}

export function progressLine(stream: NodeJS.WriteStream, quiet: boolean): ProgressLine {
  if (quiet) return { show: () => {}, clear: () => {} };
  if (!stream.isTTY) return { show: (message) => void stream.write(`${message}\n`), clear: () => {} };
  const clear = () => void stream.write('\r\u001b[K');
  return {
    show(message) {
      clear();
      stream.write(`${message} …`.slice(0, Math.max(20, (stream.columns ?? 80) - 1)));
    },
    clear,
  };
}
