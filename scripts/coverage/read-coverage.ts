import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { figuresByArea, type AreaFigures, type Figures } from './areas.ts'
import { CoverageOfRun, isMeasured, type FileCoverage, type RawCoverage } from './coverage-of-run.ts'
import { findSourcePoints } from './source-points.ts'

interface Reading {
  readonly files: ReadonlyMap<string, FileCoverage>
  /** Scripts of the project that say nothing of their sources. */
  readonly unmapped: readonly string[]
  /** Cut off, because their process was killed while it wrote. */
  readonly unreadable: readonly string[]
}

/** Reads one file after the other: a run leaves thousands, of a megabyte or two each. */
export function readCoverage(folders: readonly string[], root: string): Reading {
  const run = new CoverageOfRun(root)
  const unreadable: string[] = []
  for (const folder of folders) {
    for (const name of readdirSync(folder).filter((each) => each.endsWith('.json'))) {
      const raw = parse(readFileSync(join(folder, name), 'utf8'))
      if (raw === null) unreadable.push(name)
      else run.add(raw)
    }
  }
  return { files: run.covered(), unmapped: run.unmapped, unreadable }
}

function parse(text: string): RawCoverage | null {
  try {
    return JSON.parse(text) as RawCoverage
  } catch {
    return null
  }
}

/** Returns the figures of all sources, those that never ran too. */
export function figuresOf(covered: ReadonlyMap<string, FileCoverage>, root: string): Figures {
  const files = new Map<string, AreaFigures>()
  for (const entry of readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })) {
    const full = join(entry.parentPath, entry.name)
    const path = relative(root, full).replaceAll(sep, '/')
    if (!entry.isFile() || !isMeasured(path)) continue
    const { lines, arms } = findSourcePoints(path, readFileSync(full, 'utf8'))
    const reached = covered.get(path)
    files.set(path, {
      lines: [reached?.lines.size ?? 0, lines.size],
      branches: [reached?.arms.size ?? 0, arms.length],
    })
  }
  return figuresByArea(files)
}
