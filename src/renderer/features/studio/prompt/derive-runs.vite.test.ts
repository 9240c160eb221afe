import { describe, expect, it } from 'vitest'
import type { PlanRequest } from '../../../../shared/domain/generation.ts'
import type { Seed } from '../../../../shared/domain/seed.ts'
import { countRuns, expandRuns, promptsOf, runsMax, singleRun, type RunAxes, type RunWishes } from './derive-runs.ts'
import { readStrengths } from './variants.tsx'

const card = { strength: { min: 0.2, max: 1, default: null }, seed: 'yes', seedMax: 100 } as const
const axes = (change: Partial<RunAxes> = {}): RunAxes => ({
  card,
  task: 'whole',
  prompts: ['a {red|blue} cat'],
  ...change,
})
const lists = new Map([['animals', ['ant', 'bee', 'cow']]])
const request = { prompt: 'x', seed: null, strength: 0.6 } as unknown as PlanRequest
const expand = (wishes: Partial<RunWishes>, change?: Partial<RunAxes>) =>
  expandRuns(request, axes(change), { wishes: { ...singleRun, ...wishes }, lists, firstSeed: 7 })

describe('runs', () => {
  it('are one request by default', () => {
    expect(countRuns([axes(), axes()], singleRun, lists)).toMatchObject({ counts: [1, 1], total: 2, problem: null })
    const [only, ...others] = expand({})
    expect(others).toEqual([])
    expect(only).toMatchObject({ seed: null, strength: 0.6 })
    expect(only?.prompt).toMatch(/^a (red|blue) cat$/)
  })

  it('multiply prompts, seeds and strengths within the limits of the model', () => {
    const wishes: RunWishes = { ...singleRun, choices: 'all', seeds: 3, strengths: [0.1, 0.5, 0.9] }
    expect(countRuns([axes()], wishes, lists)).toMatchObject({ counts: [12], prompts: 2, strengths: 2 })
    const runs = expand(wishes)
    expect(runs).toHaveLength(12)
    expect(new Set(runs.map((run) => JSON.stringify([run.prompt, run.seed, run.strength]))).size).toBe(12)
    expect(new Set(runs.map(({ seed }) => seed))).toEqual(new Set([7, 8, 9]))
    expect(new Set(runs.map(({ strength }) => strength))).toEqual(new Set([0.5, 0.9]))
  })

  it('have the same count as the sent requests, for every model', () => {
    const wishes: RunWishes = { ...singleRun, choices: 'all', isByLine: true, seeds: 2, strengths: [0.4] }
    const prompts = promptsOf('a {red|blue} cat\n\n  __animals__ at dawn ', wishes)
    expect(prompts).toEqual(['a {red|blue} cat', '__animals__ at dawn'])
    const models = [
      axes({ prompts }),
      axes({ prompts, card: { ...card, strength: null } }),
      axes({ prompts, task: 'generate' }),
    ]
    const { counts } = countRuns(models, wishes, lists)
    expect(models.map((model) => expandRuns(request, model, { wishes, lists, firstSeed: 1 }).length)).toEqual(counts)
  })

  it('choose prompt variants by seed, equally for every model', () => {
    const wishes = { seeds: 20 }
    const [one, other] = [expand(wishes), expand(wishes, { card: { ...card, seed: 'no' } })]
    // Compared variants share a seed.
    expect(expand({ choices: 'all' }).map(({ seed }) => seed)).toEqual([7, 7])
    expect(one.map(({ prompt }) => prompt)).toEqual(other.map(({ prompt }) => prompt))
    expect(new Set(one.map(({ prompt }) => prompt)).size).toBe(2)
    // A model without seeds gets none.
    expect(other.every(({ seed }) => seed === null)).toBe(true)
    // No seed exceeds the model's maximum.
    expect(one.every(({ seed }) => seed !== null && Number(seed) <= 100)).toBe(true)
  })

  it('increment a 64-bit seed without losing a digit', () => {
    const wide = { ...card, seedMax: Number.MAX_SAFE_INTEGER }
    const runs = (firstSeed: Seed) =>
      expandRuns(request, axes({ card: wide }), { wishes: { ...singleRun, seeds: 3 }, lists, firstSeed })
    const seeds = runs(9_007_199_254_740_989).map(({ seed }) => seed)
    expect(seeds).toEqual([9_007_199_254_740_989, 9_007_199_254_740_990, 9_007_199_254_740_991])
    expect(runs('18446744073709551614').map(({ seed }) => seed)).toEqual([
      Number(18446744073709551614n % 9007199254740992n),
      Number(18446744073709551615n % 9007199254740992n),
      0,
    ])
  })

  it('are limited and name the limit', () => {
    const all = '{a|b|c|d|e|f|g|h|i|j}'.repeat(3)
    const wishes: RunWishes = { ...singleRun, choices: 'all' }
    expect(countRuns([axes({ prompts: [all] })], wishes, lists)).toMatchObject({ total: runsMax, problem: null })
    expect(countRuns([axes({ prompts: [all] }), axes()], wishes, lists).problem).toContain(
      '1,002 requests, at most 1,000',
    )
    expect(countRuns([axes({ prompts: [all.repeat(99)] })], wishes, lists).problem).toContain('at most 1,000')
  })

  it('report a problem of a prompt', () => {
    const wrong = axes({ prompts: ['a __ghost__'] })
    expect(countRuns([axes(), wrong], singleRun, lists).problem).toContain('no wildcard list “ghost”')
    expect(() => expandRuns(request, wrong, { wishes: singleRun, lists, firstSeed: 1 })).toThrow('“ghost”')
  })
})

describe('strengths', () => {
  it.each([
    ['0.3, 0.5 0.7', [0.3, 0.5, 0.7]],
    ['0,3 0,5', [0.3, 0.5]],
    [' 1;1; 0', [1, 0]],
    ['', []],
  ])('reads “%s”', (text, values) => expect(readStrengths(text)).toEqual({ values }))

  it.each(['0.3 x', '2', '-0.1', Array.from({ length: 21 }, (_, at) => at / 100).join(' ')])('rejects “%s”', (text) =>
    expect(readStrengths(text)).toHaveProperty('problem'),
  )
})
