/**
 * Macros that annotate a declaration (`int ZEXPORT f(void)`, `class LIB_API Slice`, `void f() REQUIRES(lock);`): to the
 * grammar they are words too many, for which it drops what follows. What looks like one, by where it stands and by
 * its capitals, is blanked; what merely may be one stays.
 */
import { blanked } from './conditionalCompilation.ts';

const macro = '[A-Z_][A-Z0-9_]{2,}';
/** Words after which a name in capitals is a type or a value, not an annotation. */
const notBefore =
  '(?:const|static|extern|inline|volatile|register|typedef|struct|class|enum|union|return|else|goto|case|new|typename|using|public|private|protected|virtual|explicit|constexpr|throw|delete|namespace|operator|friend|mutable|unsigned|signed|sizeof|co_return|not|and|or|define|undef|ifdef|ifndef|if|elif|defined|include|template|do|in)';
const keywords = 'static|extern|inline|virtual|explicit|constexpr|const|unsigned|signed|struct|enum|class';

const patterns: readonly RegExp[] = [
  // `class LIB_API Slice {`
  new RegExp(
    `\\b(?:class|struct|union)\\s+(${macro}(?:\\([^()\\n]*\\))?)\\s+(?=[A-Za-z_]\\w*\\s*(?:final\\s*)?[:{])`,
    'dg',
  ),
  // `class LIB_API Cache;`
  new RegExp(`\\bclass\\s+(${macro})\\s+(?=[A-Za-z_]\\w*\\s*;)`, 'dg'),
  // `int ZEXPORT f(`, `char FAR *p`
  new RegExp(
    `(?<=(?<![\\w#])(?!${notBefore}\\b)[A-Za-z_]\\w*(?:[ \\t]*[*&>]+)?[ \\t]+|[*&>][ \\t]*|\\}[ \\t]*)(${macro})(?=\\s+[*&]*[ \\t]*[A-Za-z_]\\w*\\s*[(;=,[)])`,
    'dg',
  ),
  // `LIB_API int f(`, `LIB_API const Type& f(`
  new RegExp(
    `^[ \\t]*(?:(?:${keywords})[ \\t]+)*(${macro})(?=[ \\t\\r\\n]+(?:(?:${keywords})[ \\t]+)*[A-Za-z_][\\w:]*(?:<[^<>;{}()]*>)?(?:[ \\t\\r\\n]+[*&]*|[ \\t]*[*&]+[ \\t]*)(?:${macro}[ \\t]+)?[A-Za-z_~][\\w:]*[ \\t]*[(;=\\[])`,
    'dgm',
  ),
  // A word alone on its line, between declarations.
  new RegExp(
    `(?<=[;}/{>"]\\s*\\n\\s*|^\\s*#[^\\n]*\\n\\s*)(${macro})(?=[ \\t]*(?:\\/\\/[^\\n]*)?\\r?\\n\\s*(?![\\s})\\],]))`,
    'dgm',
  ),
  // `void f(int n) REQUIRES(lock);`, `int n GUARDED_BY(lock);`
  new RegExp(
    `^[ \\t]*(?!(?:if|while|for|switch|else|return|do|case|goto|throw|delete|new|using|#)\\b)(?:[A-Za-z_][\\w:<>,*& \\t]*[ \\t*&]|~)[A-Za-z_]\\w*(?:\\((?:[^()]|\\([^()]*\\))*\\))?(?:\\s*(?:const|noexcept|override|final))*\\s+(${macro}\\((?:[^()]|\\([^()]*\\))*\\))(?=\\s*(?:=[ \\t]*\\w+)?\\s*[;{:])`,
    'dgm',
  ),
  /\b(__attribute__\s*\(\((?:[^()]|\([^()]*\))*\)\))/dg,
];

/** The text with macros that annotate declarations blanked; as long as before. */
export function withoutAnnotations(text: string): string {
  let result = text;
  for (const pattern of patterns) {
    const spans = [...result.matchAll(pattern)]
      .map((match) => match.indices![1]!)
      .filter(([from]) => !isInDirective(result, from));
    if (spans.length > 0) result = blanked(result, spans);
  }
  return result;
}

function isInDirective(text: string, at: number): boolean {
  for (let end = at; end > 0; ) {
    const start = text.lastIndexOf('\n', end - 1) + 1;
    if (/^[ \t]*#/.test(text.slice(start, start + 80))) return true;
    if (start < 2 || text[start - 2] !== '\\') return false;
    end = start - 1;
  }
  return false;
}
