import { encode } from '@jridgewell/sourcemap-codec'
import { describe, expect, it } from 'vitest'
import { findBuilt, lineStartsOf, readScriptMap } from './script-map.ts'

const source = 'first()\n\n  second()\n'
const built = '// banner\nsecond(); first();\nfirst();\n'

function sourceOf(name: string) {
  return name === 'a.ts' ? { path: 'src/a.ts', text: source } : null
}

/** What is built from an offset on. */
function at(from: number): string {
  return built.slice(from, from + 8)
}

function readMap() {
  const mappings = encode([[], [[0, 1, 2, 2], [8], [10, 1, 0, 0]], [[0, 1, 0, 0]]])
  return readScriptMap({ sources: ['other.js', 'a.ts', null], mappings }, lineStartsOf(built), sourceOf)
}

describe('a script map', () => {
  it('has the sources of interest that the script has code of', () => {
    expect([...readMap().keys()]).toEqual(['src/a.ts'])
  })

  it('finds code wherever it was built in', () => {
    const segments = readMap().get('src/a.ts')!
    expect(findBuilt(segments, { start: 0, end: 7 }).map(at)).toEqual(['first();', 'first();'])
    expect(findBuilt(segments, { start: 9, end: 19 }).map(at)).toEqual(['second()'])
  })

  it('finds nothing of what was left out', () => {
    expect(findBuilt(readMap().get('src/a.ts')!, { start: 1, end: 9 })).toEqual([])
    expect(findBuilt(readMap().get('src/a.ts')!, { start: 19, end: 20 })).toEqual([])
  })
})
