/** How hot a location is shown, in five steps relative to the hottest. The rank is always written beside the colour. */
import type { RankedLocation } from '../../server/protocol/localization.ts';

export const heatLevels = [1, 2, 3, 4, 5] as const;
export type HeatLevel = (typeof heatLevels)[number];

export function heatOf(location: RankedLocation, all: readonly RankedLocation[]): HeatLevel {
  const hottest = Math.max(...all.map(({ suspiciousness }) => suspiciousness));
  if (hottest <= 0) return 1;
  const step = Math.ceil((location.suspiciousness / hottest) * heatLevels.length);
  return heatLevels[Math.min(Math.max(step, 1), heatLevels.length) - 1] ?? 1;
}
