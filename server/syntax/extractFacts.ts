/**
 * Source text → `FileFacts`, for one language. Total: broken text gives the facts of what could be read.
 */
import type { FileFacts } from '../core/graph/fileFacts.ts';
import { flowPart } from '../core/graph/fileFacts.ts';
import type { LanguageTraits } from '../core/graph/languageTraits.ts';
import { indexLines, linesIn } from '../core/text/lineIndex.ts';
import { applyRules, type CaptureRules } from './captureRules.ts';
import { extractDefinition } from './definitions.ts';
import { extractExpression } from './expressions.ts';
import type { Extraction } from './extraction.ts';
import { FactsBuilder } from './factsBuilder.ts';
import { openModule } from './localNames.ts';
import { extractObjectLiteral } from './objectLiterals.ts';
import { extractStatement } from './statements.ts';
import type { SyntaxTable } from './syntaxTable.ts';

export interface ParsedFile {
  readonly file: string;
  readonly text: string;
  readonly table: SyntaxTable;
  readonly broken: boolean;
}

export function extractFacts(parsed: ParsedFile, rules: CaptureRules, traits: LanguageTraits): FileFacts {
  const { file, text, table, broken } = parsed;
  const lines = indexLines(text);
  const x: Extraction = {
    text,
    lines,
    table,
    ...applyRules(rules, table, text),
    isNamed: rules.isNamed,
    traits,
    facts: new FactsBuilder(traits.namesCall),
    pending: [],
    results: new Map(),
    writtenTypes: new Map(),
    typesInside: new Map(),
    visit: (node, place, access, depth) => extractExpression(x, node, place, access, depth),
    visitObject: (node, path, place, depth) => extractObjectLiteral(x, node, path, place, depth),
  };
  const nLines = linesIn(lines, text);
  x.facts.openModule(nLines);
  const top = {
    parent: -1,
    part: flowPart.body,
    scope: 0,
    depth: 0,
    decorators: [],
    block: traits.declaresVariables ? openModule(traits.memberNames) : null,
    bound: [],
    outlet: null,
    breaks: null,
  };
  if (table.length > 0) extractStatement(x, 0, top, extractDefinition);
  return x.facts.finish({ file, language: traits.id, module: x.facts.module, nLines, broken });
}
