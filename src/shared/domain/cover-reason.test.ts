import { describe, expect, it } from 'vitest'
import { coverReason, isOverLine } from './cover-reason.ts'
import { contentFilterSchema, type ContentFilter } from './generation.ts'
import type { SafetyScores } from './safety.ts'

const none: SafetyScores = { drawing: 0, neutral: 0, sexy: 0, hentai: 0, porn: 0 }
const levels = contentFilterSchema.options

const check = (scores: Partial<SafetyScores>) => ({ model: 'm', scores: { ...none, ...scores } })

const imageWith = (safetyCheck: ReturnType<typeof check> | null, operation = 'generate') => ({
  safetyCheck,
  recipe: { operation },
})

describe('isOverLine', () => {
  it.each<[string, Partial<SafetyScores>, readonly ContentFilter[]]>([
    ['a landscape', { neutral: 0.99, sexy: 0.01 }, []],
    ['a drawing', { drawing: 0.9, hentai: 0.1 }, []],
    ['a suspicion', { neutral: 0.7, porn: 0.3 }, ['strict']],
    ['swimwear', { neutral: 0.2, sexy: 0.75, porn: 0.05 }, ['strict']],
    ['more likely explicit than not', { neutral: 0.45, porn: 0.3, hentai: 0.25 }, ['moderate', 'strict']],
    ['certainly explicit, drawn', { hentai: 0.9, drawing: 0.1 }, ['off', 'low', 'moderate', 'strict']],
    ['certainly explicit, photographed', { porn: 0.9, sexy: 0.1 }, ['off', 'low', 'moderate', 'strict']],
  ])('%s', (_name, scores, covered) => {
    expect(levels.filter((level) => isOverLine({ ...none, ...scores }, level))).toEqual(covered)
  })

  it('covers at a stricter level everything that a laxer one covers', () => {
    for (let explicit = 0; explicit <= 1; explicit += 0.05) {
      for (let sexy = 0; sexy + explicit <= 1; sexy += 0.05) {
        const scores = { ...none, porn: explicit, sexy, neutral: Math.max(0, 1 - explicit - sexy) }
        const covered = levels.map((level) => isOverLine(scores, level))
        expect(covered).toEqual(covered.toSorted((a, b) => Number(a) - Number(b)))
      }
    }
  })
})

describe('coverReason', () => {
  const on = { blockNsfw: true, contentFilter: 'moderate' } as const

  it('covers nothing while the switch is off', () => {
    expect(coverReason(imageWith(check({ porn: 1 })), { ...on, blockNsfw: false })).toBeNull()
    expect(coverReason(imageWith(null), { ...on, blockNsfw: false })).toBeNull()
  })
  it('covers images above the threshold and unchecked results of a service', () => {
    expect(coverReason(imageWith(check({ porn: 1 })), on)).toBe('over')
    expect(coverReason(imageWith(check({ neutral: 1 })), on)).toBeNull()
    expect(coverReason(imageWith(null), on)).toBe('unchecked')
    expect(coverReason(imageWith(null, 'edit'), on)).toBe('unchecked')
  })
  it('does not cover unchecked imports and local edits', () => {
    expect(coverReason(imageWith(null, 'import'), on)).toBeNull()
    expect(coverReason(imageWith(null, 'fill'), on)).toBeNull()
    expect(coverReason(imageWith(check({ hentai: 1 }), 'crop'), on)).toBe('over')
  })
})
