/** Where the lines of a file are in a later version of it, or null for one that was changed or removed. */
export type MovedLines = (line: number) => number | null

/**
 * Reads `git diff --unified=0`: for each file of the earlier version that has changed, its name in the later one and where
 * its lines went.
 */
export function readMovedLines(
  diff: string,
): ReadonlyMap<string, { readonly path: string | null; readonly to: MovedLines }> {
  const files = new Map<string, { path: string | null; to: MovedLines }>()
  for (const part of diff.split(/^diff --git /m).slice(1)) {
    const from = /^(?:--- a|rename from )\/?(.+)$/m.exec(part)?.[1]
    const to = /^(?:\+\+\+ b|rename to )\/?(.+)$/m.exec(part)?.[1]
    if (from !== undefined) files.set(from, { path: to ?? null, to: moved(hunksOf(part)) })
  }
  return files
}

interface Hunk {
  readonly start: number
  readonly removed: number
  readonly added: number
}

function hunksOf(part: string): readonly Hunk[] {
  return [...part.matchAll(/^@@ -(\d+)(?:,(\d+))? \+\d+(?:,(\d+))? @@/gm)].map(([, start, removed, added]) => ({
    start: Number(start),
    removed: Number(removed ?? 1),
    added: Number(added ?? 1),
  }))
}

function moved(hunks: readonly Hunk[]): MovedLines {
  return (line) => {
    let shift = 0
    for (const { start, removed, added } of hunks) {
      if (removed > 0 && line >= start && line < start + removed) return null
      // Without removed lines, `start` is the line before what was added.
      if (line < start || (removed === 0 && line === start)) break
      shift += added - removed
    }
    return line + shift
  }
}
