import { areaOf, areasBelow, inAll, type AreaFigures, type Figures, type Share } from './areas.ts'
import { writeRanges } from './number-ranges.ts'

/** Returns a row for each area: lines and branches in percent, beside the kept ones, and what is below them. */
export function reportRows(now: Figures, kept: Figures | null): readonly string[] {
  const below = new Set(kept === null ? [] : areasBelow(now, kept))
  const rows = Object.entries(now).map(
    ([area, figures]) => row(area, figures, kept?.[area]) + (below.has(area) ? '  BELOW' : ''),
  )
  return [...rows, row('in all', inAll(now), kept === null ? undefined : inAll(kept))]
}

function row(name: string, { lines, branches }: AreaFigures, kept: AreaFigures | undefined): string {
  return `${name.padEnd(32)} ${beside('lines', lines, kept?.lines)}  ${beside('branches', branches, kept?.branches)}`
}

function beside(name: string, share: Share, before: Share | undefined): string {
  const kept = before === undefined ? '' : ` (${percent(before)})`
  return `${name} ${percent(share)}${kept} ${share.join('/').padStart(12)}`
}

function percent([covered, total]: Share): string {
  return (total === 0 ? '–' : ((covered / total) * 100).toFixed(1)).padStart(5)
}

/** Returns the lost lines by area, one file a row. */
export function lostRows(lost: ReadonlyMap<string, readonly number[]>): readonly string[] {
  const byArea = Map.groupBy(lost, ([path]) => areaOf(path))
  return [...byArea]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([area, files]) => [
      `${area}: ${files.reduce((sum, [, lines]) => sum + lines.length, 0)} lines`,
      ...files.map(([path, lines]) => `  ${path}:${writeRanges(lines)}`),
    ])
}
