/** What the parsers are made of, as it lies beside the bundles: grammars in `grammars/`, language data in `syntaxes/`. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

export interface InstalledLanguages {
  /** The bytes of the parser's own module. */
  readonly core: Uint8Array;
  /** By `package/file.wasm`. */
  readonly grammar: (file: string) => Uint8Array;
  readonly data: (languageId: string, file: string) => string;
}

/** Reads below `folder`. Throws where the installation is incomplete. */
export function installedLanguages(folder: string): InstalledLanguages {
  const grammars = join(folder, 'grammars');
  return {
    core: readFileSync(join(grammars, 'web-tree-sitter.wasm')),
    grammar: (file) => readFileSync(join(grammars, basename(file))),
    data: (languageId, file) => readFileSync(join(folder, 'syntaxes', languageId, file), 'utf8'),
  };
}
