import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blankRequest, type PlanRequest } from '../domain/generation.ts'
import type { GridAxis } from '../domain/grid.ts'
import { cellPosition, countCells, isFound, requestOfCell } from './grid-cells.ts'

const base: PlanRequest = { ...blankRequest, provider: 'openai', model: 'one', prompt: 'a red kite of @anna' }

function requestAt(axes: GridAxis[], cell: number, request: Partial<PlanRequest> = {}): PlanRequest {
  return requestOfCell({ request: { ...base, ...request }, axes }, cell)
}

const namedAxis = (search: string | null): GridAxis[] => [{ variable: 'reference', search, values: ['bob', ''] }]

describe('requestOfCell', () => {
  it('makes one image per cell, in no document', () => {
    const axes: GridAxis[] = [{ variable: 'seed', values: [7] }]
    expect(requestAt(axes, 0, { n: 4, documentId: 'D' as never })).toEqual({ ...base, seed: 7 })
  })

  it.each([
    ['steps', 30],
    ['guidance', 7.5],
    ['strength', 0.4],
  ] as const)('sets %s', (variable, value) => {
    expect(requestAt([{ variable, values: [1, value] }], 1)[variable]).toBe(value)
  })

  it('replaces every occurrence of a phrase in both prompts, taking it literally', () => {
    const axes: GridAxis[] = [{ variable: 'prompt', search: 'red (x)', values: ['red (x)', '$& blue'] }]
    const request = { prompt: 'red (x) and red (x)', negativePrompt: 'no red (x)' }
    expect(requestAt(axes, 0, request)).toMatchObject(request)
    expect(requestAt(axes, 1, request)).toMatchObject({
      prompt: '$& blue and $& blue',
      negativePrompt: 'no $& blue',
    })
  })

  it('keeps the fields of the model that they were set for, and clears them for others', () => {
    const values = [
      { provider: 'openai', model: 'one' },
      { provider: 'bfl', model: 'two' },
    ] as const
    const axes: GridAxis[] = [{ variable: 'model', values: [...values] }]
    const kept = requestAt(axes, 0, { options: { style: 'x' }, insteadOf: 'zero' })
    expect(kept).toMatchObject({ ...values[0], options: { style: 'x' } })
    // It is named, and no longer what a default is replaced by.
    expect(kept.insteadOf).toBeUndefined()
    expect(requestAt(axes, 1, { options: { style: 'x' } })).toMatchObject({ ...values[1], options: {} })
  })

  it('sets the weight of one LoRA in its place, adds it, or leaves it out at 0', () => {
    const axes: GridAxis[] = [{ variable: 'lora', path: 'ink', values: [0, 0.5] }]
    const other = { path: 'other', scale: 1 }
    const loras = [{ path: 'ink', scale: 1 }, other]
    expect(requestAt(axes, 0, { loras }).loras).toEqual([other])
    expect(requestAt(axes, 1, { loras }).loras).toEqual([{ path: 'ink', scale: 0.5 }, other])
    expect(requestAt(axes, 1, { loras: [other] }).loras).toEqual([other, { path: 'ink', scale: 0.5 }])
  })

  it('replaces the mention of a reference, whatever its case, or adds one', () => {
    expect(requestAt(namedAxis('Anna'), 0).prompt).toBe('a red kite of @bob')
    expect(requestAt(namedAxis('anna'), 1).prompt).toBe('a red kite of ')
    expect(requestAt(namedAxis(null), 0).prompt).toBe('a red kite of @anna @bob')
    expect(requestAt(namedAxis(null), 1).prompt).toBe('a red kite of @anna')
  })

  it('gives every cell its own combination, columns first', () => {
    const seeds = fc.uniqueArray(fc.nat(), { minLength: 1, maxLength: 7 })
    const steps = fc.uniqueArray(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 7 })
    const strengths = fc.uniqueArray(fc.constantFrom(0, 0.25, 0.5, 1), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(seeds, steps, strengths, (x, y, z) => {
        const axes: GridAxis[] = [
          { variable: 'seed', values: x },
          { variable: 'steps', values: y },
          { variable: 'strength', values: z },
        ]
        const all = Array.from({ length: countCells(axes) }, (_, cell) => requestAt(axes, cell))
        expect(all).toHaveLength(x.length * y.length * z.length)
        expect(new Set(all.map((each) => JSON.stringify(each))).size).toBe(all.length)
        for (const [cell, request] of all.entries()) {
          const [column, row, page] = cellPosition({ axes }, cell) as [number, number, number]
          expect(cell).toBe(column + row * x.length + page * x.length * y.length)
          expect(request).toMatchObject({ seed: x[column], steps: y[row], strength: z[page] })
        }
      }),
    )
  })
})

describe('isFound', () => {
  it.each<[GridAxis, boolean]>([
    [{ variable: 'prompt', search: 'red', values: ['x'] }, true],
    [{ variable: 'prompt', search: 'Red', values: ['x'] }, false],
    [{ variable: 'reference', search: 'ANNA', values: ['x'] }, true],
    [{ variable: 'reference', search: 'bob', values: ['x'] }, false],
    [{ variable: 'reference', search: null, values: ['x'] }, true],
    [{ variable: 'seed', values: [1] }, true],
  ])('%j: %s', (axis, found) => {
    expect(isFound(base, axis)).toBe(found)
  })
})
