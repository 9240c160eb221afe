import { expect, it } from 'vitest'
import { sampleProvider } from '../../../client/sample-providers.ts'
import { generateWords, isMild } from './plan-words.ts'

const provider = sampleProvider('openai')
const slow = { ...provider, health: { ...provider.health, pictureMs: 14_000 } }
const plan = {
  warnings: [],
  obstacles: [],
  estimate: { usd: 0.1, asOf: '2026-11-01', isSure: true },
  size: null,
  calls: 1,
}

it('says on the button what it costs and how long it takes, as far as that is known', () => {
  expect(generateWords(plan, false, slow).text).toBe('Generate · $0.10 · about 14 s')
  expect(generateWords(plan, false, provider)).toMatchObject({
    text: 'Generate · $0.10',
    tip: expect.stringContaining('1 Nov 2026') as string,
  })
  expect(generateWords(null, false, provider).text).toBe('Generate')
  expect(generateWords(null, true, provider).text).toBe('Generate · price unknown')
})

it('tells how the work is done from what comes of it', () => {
  expect(isMild({ code: 'several-calls', message: '' })).toBe(true)
  expect(isMild({ code: 'seed-ignored', message: '' })).toBe(false)
})
