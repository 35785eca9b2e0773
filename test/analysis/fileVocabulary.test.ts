/** Which words of a file are code, documentation and messages, in languages of each kind; and what must hold of any text. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { indexFile } from '../../server/analysis/analysisHost.ts';
import { fileVocabulary, nTermFields, termField } from '../../server/analysis/fileVocabulary.ts';
import { lexicalSpans } from '../../server/core/text/lexicalSpans.ts';
import { testParsers } from '../parsers.ts';

const parsers = await testParsers();

function vocabularyOf(file: string, text: string) {
  const indexed = indexFile(parsers, file, text)!;
  return { ...fileVocabulary(indexed), scopes: indexed.facts.scopes };
}

/** `owner field term ×count`, the module as `.`. */
function postings(file: string, text: string): ReadonlyMap<string, number> {
  const { terms, starts, places, counts, scopes } = vocabularyOf(file, text);
  const found = new Map<string, number>();
  terms.forEach((term, at) => {
    for (let one = starts[at]!; one < starts[at + 1]!; one++) {
      const field = Object.keys(termField)[places[one]! % nTermFields]!;
      const owner = scopes[Math.floor(places[one]! / nTermFields)]!.qualifiedName || '.';
      found.set(`${owner} ${field} ${term}`, counts[one]!);
    }
  });
  return found;
}

test('docstrings and comments are documentation of what they are about, strings are code', () => {
  const text = `"""Greets visitors."""
LIMIT = "ten visitors"  # chosen freely

# Welcomes somebody warmly.
@cached
def greet(name):
    """Say hello kindly."""
    return "dear" + name  # gently
`;
  const found = postings('a.py', text);
  const expected = [
    '. doc visitor',
    '. code visitor',
    '. doc chosen',
    'greet doc warmli',
    'greet code cach',
    'greet doc kindli',
  ];
  expect([...found.keys()]).toEqual(
    expect.arrayContaining([...expected, 'greet code dear', 'greet name greet', '. symbol limit']),
  );
  expect(found.has('. doc warmli')).toBe(false);
});

test.each([
  [
    'a.ts',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: TypeScript under test
    '/** Says hi. */\nexport function greet() {\n  return `x ${f(`inner "`)} "quoted` + /["\']/.source; // softly\n}\nconst later = 1;\n',
  ],
  [
    'A.java',
    'class A {\n  /** Says hi. */\n  @Test\n  String greet() {\n    char c = \'"\'; return "a // b"; // softly\n  }\n  int later;\n}\n',
  ],
  [
    'a.go',
    "package a\n\n// Says hi.\nfunc greet() string {\n  c := '\"'; return `a // b` // softly\n}\n\nvar later = 1\n",
  ],
  [
    'a.rs',
    '/// Says hi.\nfn greet<\'a>(x: &\'a str) -> char {\n    let c = \'"\'; let r = r#"a " // b"#; c // softly\n}\nconst later: i32 = 1;\n',
  ],
  [
    'a.cpp',
    '// Says hi.\nchar greet() {\n  char c = \'"\'; const char* r = R"(a " // b)"; return c; // softly\n}\nint later = 1;\n',
  ],
  ['a.rb', '# Says hi.\ndef greet\n  x = "a #{f("b")} # c"  # softly\nend\nlater = 1\n'],
])('%s: comments, strings and characters do not run into one another', (file, text) => {
  const found = [...postings(file, text).keys()];
  expect(found.some((one) => /greet doc softli$/.test(one))).toBe(true);
  expect(found.some((one) => /greet doc sai$/.test(one))).toBe(true);
  expect(found.some((one) => / code later$/.test(one))).toBe(true);
});

test('messages are known by what is not filled in, short literals as they stand', () => {
  const text =
    'def f(x):\n    raise ValueError(f"Cannot open {x} for  reading: %s" % x)\n    g("--dry-run", "two words")\n';
  const { literals } = vocabularyOf('a.py', text);
  expect(literals.fragments).toEqual(['cannot open', 'for reading:']);
  expect(literals.words).toEqual(['--dry-run']);
});

test('any text has spans in order, each within it, in every language', () => {
  const pieces = fc.constantFrom(
    '"',
    "'",
    '`',
    '"""',
    '/*',
    '*/',
    '//',
    '#',
    '\\',
    '\n',
    ' ',
    'a',
    '${',
    '}',
    '/',
    'r#"',
    '=',
  );
  for (const { traits } of parsers.languages) {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
        const text = parts.join('');
        let end = 0;
        for (const span of lexicalSpans(text, traits.lexis)) {
          expect(end <= span.start && span.start < span.end && span.end <= text.length).toBe(true);
          expect(span.start <= span.innerStart && span.innerEnd <= span.end).toBe(true);
          end = span.end;
        }
      }),
      { numRuns: 60 },
    );
  }
});

test('two files in one have the words of both', () => {
  const statement = fc.constantFrom(
    'x = "some text"\n',
    '# note well\n',
    'call(parserError)\n',
    'def f():\n    return value_one\n',
  );
  const text = fc.array(statement, { maxLength: 6 }).map((parts) => parts.join(''));
  const totals = (one: string) => {
    const sums = new Map<string, number>();
    const { terms, starts, places, counts } = vocabularyOf('a.py', one);
    terms.forEach((term, at) => {
      for (let here = starts[at]!; here < starts[at + 1]!; here++) {
        const field = places[here]! % nTermFields;
        if (field === termField.code || field === termField.doc)
          sums.set(`${field} ${term}`, (sums.get(`${field} ${term}`) ?? 0) + counts[here]!);
      }
    });
    return sums;
  };
  fc.assert(
    fc.property(text, text, (first, second) => {
      const both = totals(first);
      for (const [key, count] of totals(second)) both.set(key, (both.get(key) ?? 0) + count);
      const sorted = (sums: ReadonlyMap<string, number>) => [...sums].sort(([a], [b]) => (a < b ? -1 : 1));
      expect(sorted(totals(first + second))).toEqual(sorted(both));
    }),
    { numRuns: 50 },
  );
});
