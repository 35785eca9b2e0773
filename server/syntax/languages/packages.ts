/**
 * Languages whose files say which package they are of, wherever they lie: what is imported is the name of a package, and
 * a file sees its own without an import.
 */
import type { LanguageRules } from '../../core/graph/languageTraits.ts';

/** A package's name is written with `separator`; `nested` packages see those around them. */
export function packageRules(separator: string, nested: boolean): LanguageRules {
  const dotted = (name: string) => name.split(separator).filter(Boolean).join('.');
  return {
    moduleNames: (_file, _isFile, declared) => (declared === '' ? [] : [dotted(declared)]),
    ambientModules: (_file, _isFile, declared) => (nested ? withOuter(dotted(declared)) : [dotted(declared)]),
    sees: () => true,
    importTarget: (source) => ({ kind: 'module', name: dotted(source) }),
  };
}

/** A name and those it lies in, the innermost first; the last is what lies in none. */
function withOuter(name: string): readonly string[] {
  const segments = name.split('.');
  return [...segments.map((_, nInner) => segments.slice(0, segments.length - nInner).join('.')), ''];
}
