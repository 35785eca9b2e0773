/** A localization as SARIF 2.1.0 (OASIS), for code scanning and viewers: one result a location, one code flow an evidence. */
import type { CodeFlow, Location, Log, Message, Notification, Result } from 'sarif';
import type { Evidence, EvidenceStep, Localization, Problem, RankedLocation } from '../protocol/localization.ts';

const ruleId = 'culprit/suspicious-line';

/** `exitCode` is the status the process will end with. */
export function sarifOf(localization: Localization, version: string, exitCode: number): Log {
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Culprit',
            version,
            rules: [
              {
                id: ruleId,
                name: 'SuspiciousLine',
                shortDescription: { text: 'A line a failing test may be to blame on' },
                defaultConfiguration: { level: 'note' },
              },
            ],
          },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { SRCROOT: { uri: folderUri(localization.repository) } },
        invocations: [
          {
            executionSuccessful: localization.verdict !== 'environment',
            exitCode,
            toolExecutionNotifications: localization.problems.map(notificationOf),
          },
        ],
        results: localization.locations.map((location) => resultOf(localization, location)),
        properties: {
          verdict: localization.verdict,
          confidence: localization.confidence,
          tests: [...localization.tests],
          ...(localization.issues === undefined ? {} : { issues: localization.issues }),
        },
      },
    ],
  };
}

function resultOf(localization: Localization, location: RankedLocation): Result {
  const { rank, file, line, endLine, element, suspiciousness, probability, evidence } = location;
  const reasons = evidence.map(({ message }) => message).join('. ');
  return {
    ruleId,
    ruleIndex: 0,
    level: 'note',
    kind: 'fail',
    rank: Number((suspiciousness * 100).toFixed(2)),
    message: plainText(`Rank ${rank} of ${localization.locations.length} for ${subject(localization)}. ${reasons}`),
    locations: [
      {
        physicalLocation: { artifactLocation: artifactOf(file), region: { startLine: line, endLine } },
        logicalLocations: [{ fullyQualifiedName: element }],
      },
    ],
    codeFlows: evidence.filter(({ path }) => path.length !== 0).map(codeFlowOf),
    partialFingerprints: {
      'culprit/element': element,
      'culprit/place': `${file}:${line}`,
      'culprit/tests': localization.tests.join('\n'),
    },
    properties: { rank, probability },
  };
}

function subject({ tests }: Localization): string {
  return tests.length === 0 ? 'the bug report' : tests.join(', ');
}

function codeFlowOf({ message, path }: Evidence): CodeFlow {
  return {
    message: plainText(message),
    threadFlows: [{ locations: path.map((step) => ({ location: locationOf(step) })) }],
  };
}

function locationOf({ file, line, message }: EvidenceStep): Location {
  return {
    physicalLocation: { artifactLocation: artifactOf(file), region: { startLine: line } },
    message: plainText(message),
  };
}

function notificationOf({ severity, message }: Problem): Notification {
  return { level: severity === 'information' ? 'note' : severity, message: plainText(message) };
}

/** SARIF §3.11: braces would be placeholders and brackets links. */
function plainText(text: string): Message {
  return { text: text.replace(/[{}]/g, '$&$&').replace(/[[\]\\]/g, '\\$&') };
}

function artifactOf(file: string): { uri: string; uriBaseId: string } {
  return { uri: file.split('/').map(encodeURIComponent).join('/'), uriBaseId: 'SRCROOT' };
}

function folderUri(folder: string): string {
  const path = folder.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
  return `file://${path.startsWith('/') ? '' : '/'}${path}/`;
}
