/** `culprit localize --issue`: reads a bug report and prints where it may belong. Leaves out all of the ranking itself. */
import { readFileSync } from 'node:fs';
import { decodeText } from '../../adapters/disk/decodeText.ts';
import type { EvidenceSource } from '../../localize/evidence/finding.ts';
import { changedSince } from '../../localize/issue/changedSince.ts';
import { localizeReport } from '../../localize/issue/localizeReport.ts';
import { unranked } from '../../localize/unranked.ts';
import type { Localization, Problem } from '../../protocol/localization.ts';
import { indexed, repositoryFiles, repositoryHistory } from '../compose.ts';
import { CliRefusal, exitStatus } from '../exitStatus.ts';
import { withinBounds } from '../reportBounds.ts';

/** A report as it was given. `text` is empty where there is none to rank from; `problems` say why. */
export interface GivenReport {
  readonly text: string;
  readonly problems: readonly Problem[];
}

export interface ReportToLocalize {
  readonly repository: string;
  readonly report: GivenReport;
  readonly top: number;
  readonly without: readonly EvidenceSource[];
}

/** Nothing is run, so nothing need be trusted. */
export async function localizeFromReport({
  repository,
  report,
  top,
  without,
}: ReportToLocalize): Promise<Localization> {
  const { text, problems } = report;
  const asked = { repository, tests: [], runner: 'none' };
  if (text.trim() === '') return { ...unranked(asked, 'issue-only', 0), problems };
  const [{ snapshot }, changed] = await Promise.all([
    indexed(repositoryFiles(repository)),
    changedSince(repositoryHistory(), repository, text),
  ]);
  const request = { repository, text, top, without, ...(changed === null ? {} : { changedSince: changed }) };
  const localization = localizeReport(snapshot, request);
  const nothing =
    localization.files.length === 0
      ? [warning('Nothing the report says is in the repository: name a file, a function or a message of it')]
      : [];
  return { ...localization, problems: [...problems, ...localization.problems, ...nothing] };
}

/** `-` is standard input. `images` are only counted. */
export function readGivenReport(from: string, images: readonly string[]): GivenReport {
  const { bytes, problems } = withinBounds(readBytes(from));
  const read = textOf(from, bytes);
  const unseen = images.length === 1 ? 'The image is not looked at' : `The ${images.length} images are not looked at`;
  const ofImages: readonly Problem[] =
    images.length === 0
      ? []
      : [{ severity: 'information', message: `${unseen}: that takes a model, and --model is none` }];
  return { text: read.text, problems: [...problems, ...read.problems, ...ofImages] };
}

function readBytes(from: string): Uint8Array {
  try {
    return readFileSync(from === '-' ? 0 : from);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CliRefusal(
      `Cannot read the bug report "${from}": ${why}. Pass a file, or - for standard input`,
      exitStatus.usage,
    );
  }
}

function textOf(from: string, bytes: Uint8Array): GivenReport {
  const name = from === '-' ? 'on standard input' : `"${from}"`;
  const mark =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null;
  if (mark === null && bytes.includes(0)) {
    return { text: '', problems: [warning(`The bug report ${name} is not text: pass what somebody wrote`)] };
  }
  const text = mark === null ? decodeText(bytes).text : new TextDecoder(mark).decode(bytes);
  if (text.trim() !== '') return { text, problems: [] };
  return { text: '', problems: [warning(`The bug report ${name} is empty: nothing can be ranked from it`)] };
}

function warning(message: string): Problem {
  return { severity: 'warning', message };
}
