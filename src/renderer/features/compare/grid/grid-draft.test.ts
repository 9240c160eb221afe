import { describe, expect, it } from 'vitest'
import { blankRequest, type PlanRequest } from '../../../../shared/domain/generation.ts'
import { gridAxesSchema } from '../../../../shared/domain/grid.ts'
import { blankAxis, readAxes, readAxis, withRandomSeeds, type AxisForm } from './grid-draft.ts'

const request: PlanRequest = { ...blankRequest, provider: 'openai', model: 'one', prompt: 'a red kite of @anna' }
const axis = (change: Partial<AxisForm>): AxisForm => ({ ...blankAxis(request), ...change })

describe('readAxis', () => {
  it.each<[string, Partial<AxisForm>, object]>([
    ['an unused axis', { variable: null }, { axis: null }],
    ['a number without values', { variable: 'steps' }, { axis: null }],
    [
      'numbers',
      { variable: 'steps', numbers: { steps: '10-30 (+10)' } },
      { axis: { variable: 'steps', values: [10, 20, 30] } },
    ],
    [
      'a fraction of a step',
      { variable: 'steps', numbers: { steps: '1.5' } },
      { problem: '“1.5” is not a whole number.' },
    ],
    [
      'a strength above 1',
      { variable: 'strength', numbers: { strength: '2' } },
      { problem: '“2” is not between 0 and 1.' },
    ],
    [
      'phrases',
      { variable: 'prompt', search: 'red', phrases: 'red\nblue\nred' },
      { axis: { variable: 'prompt', search: 'red', values: ['red', 'blue'] } },
    ],
    [
      'a phrase that is not there',
      { variable: 'prompt', search: 'pink', phrases: 'x' },
      { problem: '“pink” is not in the prompt.' },
    ],
    [
      'references',
      { variable: 'reference', names: ['bob', ''] },
      { axis: { variable: 'reference', search: 'anna', values: ['bob', ''] } },
    ],
    ['a LoRA without a name', { variable: 'lora', numbers: { lora: '1' } }, { axis: null }],
    [
      'the model of the request',
      { variable: 'model' },
      { axis: { variable: 'model', values: [{ provider: 'openai', model: 'one' }] } },
    ],
  ])('reads %s', (_what, change, reading) => {
    expect(readAxis(axis(change), request)).toEqual(reading)
  })
})

const seeds = (count: number) => ({
  axis: { variable: 'seed' as const, values: Array.from({ length: count }, (_, at) => at) },
})
const steps = (count: number) => ({
  axis: { variable: 'steps' as const, values: Array.from({ length: count }, (_, at) => at + 1) },
})

describe('readAxes', () => {
  it('closes the gap of an axis that is not used', () => {
    expect(readAxes([{ axis: null }, seeds(2), { axis: null }])).toEqual({ axes: [seeds(2).axis] })
  })

  it('says why there is no grid', () => {
    expect(readAxes([{ axis: null }])).toEqual({ problem: 'Choose what the columns vary.' })
    expect(readAxes([seeds(1), seeds(2)])).toEqual({ problem: 'Two axes vary the same setting.' })
    expect(readAxes([seeds(2), { problem: 'x' }])).toEqual({ problem: null })
    expect(readAxes([seeds(50), steps(50)])).toEqual({ problem: '2500 images. A grid has at most 1000.' })
  })

  it('accepts what the contract accepts', () => {
    const read = readAxes([seeds(50), steps(20)])
    expect('axes' in read && gridAxesSchema.safeParse(read.axes).success).toBe(true)
    expect(gridAxesSchema.safeParse([seeds(51).axis, steps(20).axis]).success).toBe(false)
    expect(gridAxesSchema.safeParse([seeds(2).axis, seeds(3).axis]).success).toBe(false)
  })
})

it('random seeds are added to what is typed', () => {
  expect(withRandomSeeds('7,', 2, () => 0.5)).toBe('7, 2147483648, 2147483648')
  expect(withRandomSeeds('', 1, () => 0)).toBe('0')
})
