import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { countAt, type FunctionCoverage } from './count-at.ts'
import { takenArms } from './taken-arms.ts'
import { findBuilt, lineStartsOf, readScriptMap, type ScriptMap, type Segment, type SourceMap } from './script-map.ts'
import { findSourcePoints, type SourcePoints } from './source-points.ts'

/** A file as Node writes it; Playwright's entries of a page, and those of Vitest's workers, are kept in the same form. */
export interface RawCoverage {
  readonly result: readonly { readonly url: string; readonly functions: readonly FunctionCoverage[] }[]
  readonly 'source-map-cache'?: Readonly<Record<string, CachedMap | undefined>>
}

interface CachedMap {
  /** Without the line breaks. */
  readonly lineLengths: readonly number[]
  readonly data: SourceMap | null
}

interface Source {
  readonly text: string
  readonly found: SourcePoints
}

/** Where each point of the sources in a script is, and how often each place was reached in all processes. */
interface Script {
  readonly offsets: readonly number[]
  readonly counts: number[]
  readonly places: readonly { readonly path: string; readonly point: number; readonly at: readonly number[] }[]
}

/** Lines by number, arms by their index in the file's `SourcePoints`. */
export interface FileCoverage {
  readonly lines: ReadonlySet<number>
  readonly arms: ReadonlySet<number>
}

/** Adds up what all processes of a run reached, by places in `src`. Scripts from elsewhere are ignored. */
export class CoverageOfRun {
  readonly #root: string
  readonly #sources = new Map<string, Source | null>()
  readonly #scripts = new Map<string, Script | null>()
  readonly #unmapped = new Set<string>()

  /** @param root the project whose build and sources ran */
  constructor(root: string) {
    this.#root = root
  }

  /** Scripts of the project that say nothing of their sources. */
  get unmapped(): readonly string[] {
    return [...this.#unmapped].toSorted()
  }

  add(raw: RawCoverage): void {
    const isTestRunner = raw.result.some(({ url }) => url.includes('/node_modules/playwright/'))
    for (const { url, functions } of raw.result) {
      const path = this.#pathOf(url)
      if (path === null || (isTestRunner && path.startsWith('src/'))) continue
      const script = this.#scriptAt(path, raw['source-map-cache']?.[url])
      // Without functions, it only passes on what others export.
      if (script === null && functions.length > 1) this.#unmapped.add(path)
      if (script === null) continue
      for (const [index, count] of countAt(functions, script.offsets).entries()) script.counts[index]! += count
    }
  }

  /** Of every source that a script of this run came from. */
  covered(): ReadonlyMap<string, FileCoverage> {
    const covered = new Map<string, { lines: Set<number>; arms: Set<number> }>()
    for (const script of this.#scripts.values()) {
      for (const [path, counts] of script === null ? [] : countsBySource(script)) {
        const { found } = this.#sources.get(path)!
        const file = covered.get(path) ?? { lines: new Set(), arms: new Set() }
        covered.set(path, file)
        const isReached = (point: number) => (counts.get(point) ?? 0) > 0
        for (const [line, points] of found.lines) if (points.some(isReached)) file.lines.add(line)
        for (const arm of takenArms(found.arms, counts)) file.arms.add(arm)
      }
    }
    return covered
  }

  #pathOf(url: string): string | null {
    if (url.startsWith(pageOrigin)) return `out/renderer/${url.slice(pageOrigin.length).replace(/[?#].*/, '')}`
    if (!url.startsWith('file://')) return null
    const path = relative(this.#root, fileURLToPath(url.replace(/[?#].*/, ''))).replaceAll(sep, '/')
    return /^(out|src)\//.test(path) ? path : null
  }

  #scriptAt(path: string, cached: CachedMap | undefined): Script | null {
    // The same source runs as it is in a process of its own, and rewritten in a test.
    const key = path.startsWith('src/') && cached ? `${path} ${cached.data?.mappings.length}` : path
    const known = this.#scripts.get(key)
    if (known !== undefined) return known
    const map = this.#mapOf(path, cached)
    const script = map && this.#locate(map)
    this.#scripts.set(key, script)
    return script
  }

  #mapOf(path: string, cached: CachedMap | undefined): ScriptMap | null {
    const full = join(this.#root, path)
    const sourceOf = (name: string) =>
      this.#sourceAt(name.startsWith('file://') ? fileURLToPath(name) : resolve(dirname(full), name))
    if (cached?.data) return readScriptMap(cached.data, startsFromLengths(cached.lineLengths), sourceOf)
    if (path.startsWith('src/')) return this.#asItIs(full)
    if (!existsSync(full) || !existsSync(`${full}.map`)) return null
    const map = JSON.parse(readFileSync(`${full}.map`, 'utf8')) as SourceMap
    return readScriptMap(map, lineStartsOf(readFileSync(full, 'utf8')), sourceOf)
  }

  /** Node puts blanks where types are: everything else stays where it is. */
  #asItIs(full: string): ScriptMap {
    const source = this.#sourceAt(full)
    if (source === null) return new Map()
    const { points } = this.#sources.get(source.path)!.found
    return new Map([[source.path, points.map(({ start }) => ({ source: start, built: start }))]])
  }

  #sourceAt(full: string): { readonly path: string; readonly text: string } | null {
    const path = relative(this.#root, full).replaceAll(sep, '/')
    if (!isMeasured(path)) return null
    if (!this.#sources.has(path)) {
      const text = existsSync(full) ? readFileSync(full, 'utf8') : null
      this.#sources.set(path, text === null ? null : { text, found: findSourcePoints(path, text) })
    }
    const source = this.#sources.get(path)
    return source ? { path, text: source.text } : null
  }

  #locate(map: ScriptMap): Script {
    const places = [...map].flatMap(([path, segments]) => {
      const { points, constants } = this.#sources.get(path)!.found
      return points.map((span, point) => {
        const built = findBuilt(segments, span)
        return { path, point, built: built.length === 0 && constants.has(point) ? [firstOf(segments)] : built }
      })
    })
    const offsets = [...new Set(places.flatMap(({ built }) => built))].toSorted((a, b) => a - b)
    const indexOf = new Map(offsets.map((offset, index) => [offset, index]))
    return {
      offsets,
      counts: offsets.map(() => 0),
      places: places.map(({ path, point, built }) => ({ path, point, at: built.map((each) => indexOf.get(each)!) })),
    }
  }
}

/** Where the code of a source begins in a script. What else the source computes when it is loaded is computed then. */
function firstOf(segments: readonly Segment[]): number {
  return segments.reduce((first, { built }) => Math.min(first, built), Number.POSITIVE_INFINITY)
}

const pageOrigin = 'app://atelier/'

/**
 * Not the client library, which runs in the programs of others from a package that each test unpacks for itself, nor the
 * sandboxed preload, which neither Node nor the page knows.
 */
export function isMeasured(path: string): boolean {
  return /^src\/.+\.tsx?$/.test(path) && !/^src\/(client|preload)\/|\.(test|test-d|d)\.tsx?$/.test(path)
}

/** @returns how often each point was reached, by source */
function countsBySource({ places, counts }: Script): ReadonlyMap<string, ReadonlyMap<number, number>> {
  const bySource = new Map<string, Map<number, number>>()
  for (const { path, point, at } of places) {
    if (at.length === 0) continue
    const points = bySource.get(path) ?? new Map<number, number>()
    bySource.set(path, points.set(point, Math.max(...at.map((index) => counts[index]!))))
  }
  return bySource
}

function startsFromLengths(lengths: readonly number[]): readonly number[] {
  let start = 0
  return lengths.map((length) => {
    const from = start
    start += length + 1
    return from
  })
}
