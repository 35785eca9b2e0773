/**
 * The memory the parsers run in, which is ours, so that syntax trees can be read from it. One for the process, because
 * web-tree-sitter has one core for all its parsers.
 */
import { type Language, Parser } from 'web-tree-sitter';

/** `WebAssembly` is in every host, but in no library this floor is compiled against. */
interface WebAssemblyHost {
  readonly Module: new (bytes: Uint8Array) => Parameters<typeof Language.loadSync>[0];
  readonly Memory: new (pages: { readonly initial: number; readonly maximum: number }) => GrowingMemory;
}

/** A memory whose buffer is another one after it has grown. */
export interface GrowingMemory {
  readonly buffer: ArrayBuffer;
}

const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: WebAssemblyHost };

/** In pages of 64 KiB: what the core asks for at first, and the most it can address. */
const pages = { initial: 512, maximum: 32768 };

let memory: GrowingMemory | null = null;

/**
 * Starts the core of all parsers from the bytes of its module, once; gives the memory they run in. Where somebody else
 * in the process has started it before, that memory stays empty, which whoever reads from it has to notice.
 */
export async function startParsers(core: Uint8Array): Promise<GrowingMemory> {
  memory ??= new WebAssembly.Memory(pages);
  await Parser.init({ wasmBinary: core, wasmMemory: memory });
  return memory;
}

/** Compiles a grammar synchronously. */
export function compileModule(bytes: Uint8Array): Parameters<typeof Language.loadSync>[0] {
  return new WebAssembly.Module(bytes);
}
