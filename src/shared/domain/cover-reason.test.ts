import { describe, expect, it } from 'vitest'
import { coverReason, isOverLine } from './cover-reason.ts'
import { contentFilterSchema, type ContentFilter } from './generation.ts'
import type { SafetyScores } from './safety.ts'

const none: SafetyScores = { drawing: 0, neutral: 0, sexy: 0, hentai: 0, porn: 0 }
const levels = contentFilterSchema.options

const check = (scores: Partial<SafetyScores>) => ({ model: 'm', scores: { ...none, ...scores } })

const made = (safetyCheck: ReturnType<typeof check> | null, operation = 'generate') => ({
  safetyCheck,
  recipe: { operation },
})

describe('isOverLine', () => {
  it.each<[string, Partial<SafetyScores>, readonly ContentFilter[]]>([
    ['a landscape', { neutral: 0.99, sexy: 0.01 }, []],
    ['a drawing', { drawing: 0.9, hentai: 0.1 }, []],
    ['a suspicion', { neutral: 0.7, porn: 0.3 }, ['strict']],
    ['swimwear', { neutral: 0.2, sexy: 0.75, porn: 0.05 }, ['strict']],
    ['more likely than everything else', { neutral: 0.45, porn: 0.3, hentai: 0.25 }, ['moderate', 'strict']],
    ['beyond doubt, drawn', { hentai: 0.9, drawing: 0.1 }, ['off', 'low', 'moderate', 'strict']],
    ['beyond doubt, photographed', { porn: 0.9, sexy: 0.1 }, ['off', 'low', 'moderate', 'strict']],
  ])('%s', (_name, scores, covered) => {
    expect(levels.filter((level) => isOverLine({ ...none, ...scores }, level))).toEqual(covered)
  })

  it('covers with a stricter level whatever a laxer one covers', () => {
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
    expect(coverReason(made(check({ porn: 1 })), { ...on, blockNsfw: false })).toBeNull()
    expect(coverReason(made(null), { ...on, blockNsfw: false })).toBeNull()
  })
  it('covers what is over the line, and what came from a service and nobody has looked at', () => {
    expect(coverReason(made(check({ porn: 1 })), on)).toBe('over')
    expect(coverReason(made(check({ neutral: 1 })), on)).toBeNull()
    expect(coverReason(made(null), on)).toBe('unchecked')
    expect(coverReason(made(null, 'edit'), on)).toBe('unchecked')
  })
  it('leaves what was brought in, or made here, as it is', () => {
    expect(coverReason(made(null, 'import'), on)).toBeNull()
    expect(coverReason(made(null, 'fill'), on)).toBeNull()
    expect(coverReason(made(check({ hentai: 1 }), 'crop'), on)).toBe('over')
  })
})
