import { describe, expect, it } from 'vitest'
import { areaOf, areasBelow, figuresByArea, inAll, type AreaFigures } from './areas.ts'

describe('areaOf', () => {
  it('is the folder below the process', () => {
    expect(areaOf('src/main/index.ts')).toBe('main')
    expect(areaOf('src/main/jobs/queue/lane.ts')).toBe('main/jobs')
    expect(areaOf('src/shared/util/clock.ts')).toBe('shared/util')
    expect(areaOf('src/renderer/editor/view/overlay/a.ts')).toBe('renderer/editor')
  })

  it('is the feature in the window', () => {
    expect(areaOf('src/renderer/features/studio/canvas/panels/tool-bar.tsx')).toBe('renderer/features/studio')
  })

  it('is the process beside main', () => {
    expect(areaOf('src/main/imaging/child/fill/index.ts')).toBe('main/imaging/child')
    expect(areaOf('src/main/imaging/imaging.ts')).toBe('main/imaging')
    expect(areaOf('src/main/database/worker/database-worker.ts')).toBe('main/database/worker')
  })
})

function figures(covered: number, total: number, coveredBranches = 0, allBranches = 0): AreaFigures {
  return { lines: [covered, total], branches: [coveredBranches, allBranches] }
}

describe('figures', () => {
  it('are added up by area', () => {
    const files = new Map([
      ['src/shared/util/a.ts', figures(1, 2, 3, 4)],
      ['src/main/jobs/b.ts', figures(5, 6)],
      ['src/shared/util/c.ts', figures(10, 20, 30, 40)],
    ])
    const areas = figuresByArea(files)
    expect(areas).toEqual({ 'main/jobs': figures(5, 6), 'shared/util': figures(11, 22, 33, 44) })
    expect(Object.keys(areas)).toEqual(['main/jobs', 'shared/util'])
    expect(inAll(areas)).toEqual(figures(16, 28, 33, 44))
  })

  it('are below the kept ones if a smaller share is covered, of lines or of branches', () => {
    const kept = { a: figures(5, 10, 5, 10) }
    expect(areasBelow({ a: figures(5, 10, 5, 10) }, kept)).toEqual([])
    expect(areasBelow({ a: figures(10, 20, 1, 2) }, kept)).toEqual([])
    expect(areasBelow({ a: figures(9, 20, 5, 10) }, kept)).toEqual(['a'])
    expect(areasBelow({ a: figures(5, 10, 4, 10) }, kept)).toEqual(['a'])
  })

  it('of an area that no longer exists, or is new, are not below', () => {
    expect(areasBelow({ b: figures(0, 10) }, { a: figures(5, 10) })).toEqual([])
  })
})
