import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FileCoverage } from './coverage-of-run.ts'
import type { MovedLines } from './moved-lines.ts'
import { readRanges, writeRanges } from './number-ranges.ts'

/** What was covered, file by file: too long for the repository, and needed to name what is no longer covered. */
export interface KeptCoverage {
  /** The commit whose sources were measured. */
  readonly commit: string
  readonly files: ReadonlyMap<string, FileCoverage>
}

const fileName = 'covered.json'

export function keepCoverage(folder: string, { commit, files }: KeptCoverage): void {
  const written = [...files].map(([path, { lines, arms }]) => [
    path,
    { lines: writeRanges(lines), arms: writeRanges(arms) },
  ])
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, fileName), `${JSON.stringify({ commit, files: Object.fromEntries(written) }, null, 1)}\n`)
}

export function readKeptCoverage(folder: string): KeptCoverage {
  const { commit, files } = JSON.parse(readFileSync(join(folder, fileName), 'utf8')) as {
    commit: string
    files: Record<string, { lines: string; arms: string }>
  }
  const read = Object.entries(files).map(
    ([path, { lines, arms }]) =>
      [path, { lines: new Set(readRanges(lines)), arms: new Set(readRanges(arms)) }] as const,
  )
  return { commit, files: new Map(read) }
}

/** Adds up what runs of the same sources covered. */
export function coveredByAny(runs: readonly ReadonlyMap<string, FileCoverage>[]): ReadonlyMap<string, FileCoverage> {
  const all = new Map<string, FileCoverage>()
  for (const [path, { lines, arms }] of runs.flatMap((run) => [...run])) {
    const { lines: knownLines = [], arms: knownArms = [] } = all.get(path) ?? {}
    all.set(path, { lines: new Set([...knownLines, ...lines]), arms: new Set([...knownArms, ...arms]) })
  }
  return all
}

/**
 * Returns, by file, the lines that were covered and are still there, but not covered any more.
 * @param moved where lines of changed files are now; other files are as they were
 */
export function lostLines(
  kept: KeptCoverage['files'],
  now: KeptCoverage['files'],
  moved: ReadonlyMap<string, { readonly path: string | null; readonly to: MovedLines }>,
): ReadonlyMap<string, readonly number[]> {
  const lost = new Map<string, readonly number[]>()
  for (const [path, { lines }] of kept) {
    const change = moved.get(path)
    const newPath = change === undefined ? path : change.path
    if (newPath === null) continue
    const places = [...lines].map((line) => (change === undefined ? line : change.to(line)))
    const missing = places.filter((line) => line !== null && !now.get(newPath)?.lines.has(line))
    if (missing.length > 0) lost.set(newPath, missing as number[])
  }
  return lost
}
