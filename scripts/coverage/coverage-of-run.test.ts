import { encode } from '@jridgewell/sourcemap-codec'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { CoverageOfRun, type RawCoverage } from './coverage-of-run.ts'

const source = 'export function f(x: number) {\n  if (x > 1) return 1\n  return 2\n}\n'
const built = 'function f(x) {\n\tif (x > 1) return 1;\n\treturn 2;\n}\n'
/** Of a source whose constant is nowhere but in what uses it. */
const builtIn = `import "./b.js";\n${built}`
const root = mkdtempSync(join(tmpdir(), 'atelier-coverage-'))
const lines: Parameters<typeof encode>[0] = [
  [[0, 0, 0, 7]],
  [
    [1, 0, 1, 2],
    [12, 0, 1, 13],
  ],
  [[1, 0, 2, 2]],
]
const map = { sources: ['../../src/main/a.ts'], mappings: encode(lines) }
const files = {
  'src/main/a.ts': source,
  'out/main/a.js': built,
  'out/main/a.js.map': JSON.stringify(map),
  'out/b.js': '',
  'src/main/c.ts': `${source}const limit = 1\nconst far = f(limit)\n`,
  'out/main/c.js': builtIn,
  'out/main/c.js.map': JSON.stringify({ sources: ['../../src/main/c.ts'], mappings: encode([[], ...lines]) }),
}
for (const [path, text] of Object.entries(files)) {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}
afterAll(() => rmSync(root, { recursive: true }))

/** A process that called `f` so many times, and so many times with a number above 1. */
function ran(text: string, path: string, calls: number, large: number) {
  const range = (from: string, to: string, count: number) => {
    const startOffset = text.indexOf(from)
    return { startOffset, endOffset: text.indexOf(to, startOffset) + to.length, count }
  }
  const script = { ranges: [{ startOffset: 0, endOffset: text.length, count: 1 }] }
  const blocks = [range('return 1', 'return 1', large), range('return 2', 'return 2', calls - large)]
  const f = { ranges: [range('function', '}', calls), ...blocks] }
  return { url: pathToFileURL(join(root, path)).href, functions: [script, f] }
}

const covered = (...raws: readonly RawCoverage[]) => coveredOf('src/main/a.ts', raws)

function coveredOf(path: string, raws: readonly RawCoverage[]) {
  const run = new CoverageOfRun(root)
  for (const raw of raws) run.add(raw)
  const file = run.covered().get(path)
  return { lines: [...(file?.lines ?? [])], arms: [...(file?.arms ?? [])], unmapped: run.unmapped }
}

describe('CoverageOfRun', () => {
  it('finds in the sources what ran of a built script', () => {
    const one = { result: [ran(built, 'out/main/a.js', 1, 1)] }
    expect(covered(one)).toEqual({ lines: [2], arms: [0], unmapped: [] })
  })

  it('adds up what processes reached, in whatever form the source ran', () => {
    const one = { result: [ran(built, 'out/main/a.js', 1, 1)] }
    const other = { result: [ran(source, 'src/main/a.ts', 1, 0)] }
    expect(covered(one, other)).toEqual({ lines: [2, 3], arms: [0, 1], unmapped: [] })
  })

  it('takes a constant that was built into what uses it as reached with its file', () => {
    const raw = { result: [ran(builtIn, 'out/main/c.js', 0, 0)] }
    expect(coveredOf('src/main/c.ts', [raw])).toEqual({ lines: [5], arms: [], unmapped: [] })
  })

  it('reads the map that a process kept of a rewritten source', () => {
    const raw = ran(built, 'src/main/a.ts', 2, 1)
    const lineLengths = built.split('\n').map(({ length }) => length)
    const data = { sources: ['a.ts'], mappings: map.mappings }
    const cached = { result: [raw], 'source-map-cache': { [raw.url]: { lineLengths, data } } }
    expect(covered(cached)).toEqual({ lines: [2, 3], arms: [0, 1], unmapped: [] })
  })

  it('names scripts of the project without a map, and ignores those of others', () => {
    const foreign = { url: 'file:///elsewhere/src/main/a.ts', functions: [] }
    expect(covered({ result: [ran('', 'out/b.js', 0, 0), foreign, { url: 'node:fs', functions: [] }] })).toEqual({
      lines: [],
      arms: [],
      unmapped: ['out/b.js'],
    })
  })

  it('does not count what the runner of the window tests itself loads', () => {
    const runner = { url: pathToFileURL(join(root, 'node_modules/playwright/lib/index.js')).href, functions: [] }
    expect(covered({ result: [runner, ran(source, 'src/main/a.ts', 1, 0)] }).lines).toEqual([])
  })
})
