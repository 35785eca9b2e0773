/**
 * The server's own command line: `culprit lsp --stdio [--trust]`, or `--node-ipc` from our extension. The transport
 * flags are read by the connection itself; only what is ours is read here.
 */
export interface ServerArguments {
  readonly trusted: boolean;
}

export function readArguments(argv: readonly string[]): ServerArguments {
  return { trusted: argv.includes('--trust') };
}
