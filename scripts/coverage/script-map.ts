import { decode } from '@jridgewell/sourcemap-codec'
import type { Span } from './source-points.ts'

/** As build tools write it. */
export interface SourceMap {
  readonly sources: readonly (string | null)[]
  readonly mappings: string
}

/** A place in a built script and the place in a source that it comes from, as offsets. */
export interface Segment {
  readonly source: number
  readonly built: number
}

/** For each source of a script, the places that come from it, by their place in the source. */
export type ScriptMap = ReadonlyMap<string, readonly Segment[]>

/**
 * @param lineStarts offset of each line of the built script
 * @param sourceOf the text of a source by its name in the map; null: not of interest
 */
export function readScriptMap(
  { sources, mappings }: SourceMap,
  lineStarts: readonly number[],
  sourceOf: (name: string) => { readonly path: string; readonly text: string } | null,
): ScriptMap {
  const known = sources.map((name) => {
    const source = name === null ? null : sourceOf(name)
    return source && { path: source.path, starts: lineStartsOf(source.text), segments: [] as Segment[] }
  })
  for (const [line, segments] of decode(mappings).entries()) {
    for (const [column, index, sourceLine = 0, sourceColumn = 0] of segments) {
      const source = index === undefined ? null : known[index]
      const lineStart = source?.starts[sourceLine]
      if (!source || lineStart === undefined) continue
      source.segments.push({ source: lineStart + sourceColumn, built: (lineStarts[line] ?? 0) + column })
    }
  }
  const found = known.filter((source) => source !== null && source.segments.length > 0)
  return new Map(found.map((each) => [each!.path, each!.segments.toSorted((a, b) => a.source - b.source)]))
}

/**
 * Returns where the code of a part of a source begins in the built script: nowhere if the build dropped it, at several
 * places if it repeated it.
 */
export function findBuilt(segments: readonly Segment[], { start, end }: Span): readonly number[] {
  let low = 0
  let high = segments.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (segments[middle]!.source < start) low = middle + 1
    else high = middle
  }
  const first = segments[low]?.source
  if (first === undefined || first >= end) return []
  const found: number[] = []
  for (let at = low; segments[at]?.source === first; at++) found.push(segments[at]!.built)
  return found
}

/** Returns the offset of each line's first character. */
export function lineStartsOf(text: string): readonly number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}
