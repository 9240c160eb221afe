/** Processes and threads beside main have areas of their own (ARCHITECTURE.md). */
const beside = [
  'main/imaging/child',
  'main/vision/child',
  'main/vision/map',
  'main/engine/host',
  'main/downloads/child',
  'main/database/worker',
  'main/storage/worker',
]

/** Returns the area that a file below `src` is counted in. */
export function areaOf(path: string): string {
  const inner = path.replace(/^src\//, '')
  const process = beside.find((folder) => inner.startsWith(`${folder}/`))
  if (process !== undefined) return process
  const folders = inner.split('/').slice(0, -1)
  return folders.slice(0, folders[1] === 'features' ? 3 : 2).join('/')
}

/** Covered, and all there is. */
export type Share = readonly [covered: number, total: number]

export interface AreaFigures {
  readonly lines: Share
  readonly branches: Share
}

export type Figures = Readonly<Record<string, AreaFigures>>

/** Adds up the figures of files by area, in alphabetical order. */
export function figuresByArea(files: ReadonlyMap<string, AreaFigures>): Figures {
  const areas = new Map<string, AreaFigures>()
  for (const [path, figures] of files) {
    const area = areaOf(path)
    areas.set(area, sum(areas.get(area) ?? nothing, figures))
  }
  return Object.fromEntries([...areas].toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

/** Returns the figures of all areas together. */
export function inAll(figures: Figures): AreaFigures {
  return Object.values(figures).reduce(sum, nothing)
}

const nothing: AreaFigures = { lines: [0, 0], branches: [0, 0] }

function sum(a: AreaFigures, b: AreaFigures): AreaFigures {
  return { lines: sumOfShares(a.lines, b.lines), branches: sumOfShares(a.branches, b.branches) }
}

function sumOfShares([a, all]: Share, [b, others]: Share): Share {
  return [a + b, all + others]
}

/** Returns the areas of which less is covered than was kept, by share: code that was added or removed counts as it is. */
export function areasBelow(now: Figures, kept: Figures): readonly string[] {
  return Object.keys(kept).filter((area) => {
    const current = now[area]
    if (current === undefined) return false
    return isLess(current.lines, kept[area]!.lines) || isLess(current.branches, kept[area]!.branches)
  })
}

function isLess([covered, total]: Share, [keptCovered, keptTotal]: Share): boolean {
  return covered * keptTotal < keptCovered * total
}
