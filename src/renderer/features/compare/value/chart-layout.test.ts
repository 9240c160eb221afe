import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ModelValue } from '../../../../shared/domain/model-value.ts'
import { describeChart, layOutChart } from './chart-layout.ts'

const model = (
  name: string,
  rating: number | null,
  costUsd: number | null,
  changes: Partial<ModelValue> = {},
): ModelValue => ({
  provider: 'openai',
  model: name,
  images: 10,
  kept: 10,
  costUsd,
  reported: 10,
  estimated: 0,
  medianMs: 4_000,
  rating: rating === null ? null : { value: rating, low: rating - 50, high: rating + 50 },
  basisCount: 20,
  standing: 'front',
  dominatedBy: null,
  ...changes,
})
const layOut = (models: readonly ModelValue[], axis: 'cost' | 'time' = 'cost') =>
  layOutChart({
    values: { models: [...models], basis: 'votes' },
    axis,
    widthPx: 800,
    heightPx: 400,
    nameOf: (value) => value.model,
  })

describe('layOutChart', () => {
  it('puts free models into a column left of the logarithmic axis', () => {
    const { points, freeX, plot, xTicks } = layOut([
      model('a', 1_600, 0.1),
      model('b', 1_500, 0.01),
      model('c', 1_400, 0.001),
      model('local', 1_450, 0),
    ])
    const [a, b, c, local] = points.map(({ x }) => x)
    expect(local).toBe(freeX)
    expect(freeX).toBeLessThan(plot.left)
    expect(a! - b!).toBeCloseTo(b! - c!)
    expect(xTicks.map(({ value }) => value)).toContain(0.005)
  })

  it('draws only what has a rating and a place on the axis', () => {
    const models = [
      model('a', 1_600, 0.1),
      model('b', null, 0.1),
      model('c', 1_500, null),
      model('d', 1_500, 0.1, { medianMs: null }),
    ]
    expect(layOut(models).points.map(({ value }) => value.model)).toEqual(['a', 'd'])
    expect(layOut(models, 'time').points.map(({ value }) => value.model)).toEqual(['a', 'c'])
    expect(layOut([])).toMatchObject({ points: [], front: '', freeX: null })
  })

  it('joins models that none is better and cheaper than, without those that are no choice', () => {
    const { front, points } = layOut([
      model('best', 1_700, 0.2),
      model('good', 1_600, 0.02),
      model('worse', 1_500, 0.1, { standing: 'dominated' }),
      model('gone', 1_900, 0.001, { standing: 'unavailable' }),
      model('cheap', 1_400, 0.002),
    ])
    const place = (name: string) => points.find(({ value }) => value.model === name)!
    const step = (name: string) => `H${place(name).x.toFixed(1)}V${place(name).y.toFixed(1)}`
    const { x, y } = place('cheap')
    expect(front).toBe(`M${x.toFixed(1)} ${y.toFixed(1)}${step('good')}${step('best')}H780.0`)
  })

  it('keeps every point inside, and no label on another label or point', () => {
    const any = fc.record({
      rating: fc.integer({ min: 1_000, max: 2_000 }),
      cost: fc.constantFrom(0, 0.0004, 0.003, 0.02, 0.04, 0.25, 3),
    })
    fc.assert(
      fc.property(fc.array(any, { maxLength: 20 }), (list) => {
        const { points, plot, freeX } = layOut(
          list.map(({ rating, cost }, at) => model(`model number ${at}`, rating, cost)),
        )
        const boxes = points.flatMap(({ label, value }) => {
          if (label === null) return []
          const width = value.model.length * 6.4
          const left = label.anchor === 'end' ? label.x - width : label.x
          return [{ left, right: left + width, top: label.y - 7, bottom: label.y + 7 }]
        })
        for (const { x, y, yLow, yHigh } of points) {
          expect(x >= (freeX ?? plot.left) && x <= plot.right).toBe(true)
          expect(yHigh >= plot.top && yLow <= plot.bottom).toBe(true)
          expect(boxes.filter((box) => x > box.left && x < box.right && y > box.top && y < box.bottom)).toEqual([])
        }
        for (const [at, a] of boxes.entries()) {
          for (const b of boxes.slice(at + 1)) {
            expect(a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom).toBe(false)
          }
        }
      }),
    )
  })
})

const describeModels = (models: readonly ModelValue[], axis: 'cost' | 'time') =>
  describeChart({ values: { models: [...models], basis: 'votes' }, axis, nameOf: (value) => value.model })

describe('describeChart', () => {
  it('names the ends of both axes, of what is drawn only', () => {
    const models = [
      model('a', 1_600, 0.1),
      model('b', 1_500, 0.01, { medianMs: 9_000 }),
      model('unrated', null, 0.001, { medianMs: 1_000 }),
    ]
    expect(describeModels(models, 'cost')).toBe(
      'Highest rating: a, 1,600. Lowest cost: b, $0.01. The table has every model.',
    )
    expect(describeModels(models, 'time')).toBe(
      'Highest rating: a, 1,600. Shortest time: a, 4.0 s. The table has every model.',
    )
  })
})
