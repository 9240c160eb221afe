import { expect, it } from 'vitest'
import type { GenerationRequest } from '../../shared/domain/generation.ts'
import { jobIdSchema } from '../../shared/domain/ids.ts'
import type { Jobs } from '../jobs/jobs.ts'
import { recordingPrompts } from './recording-prompts.ts'

const id = jobIdSchema.parse('01JD3Q0000000000000000000B')

/** Only the prompts matter here. */
function say(prompt: string, negativePrompt: string | null = null): GenerationRequest {
  return { prompt, negativePrompt } as GenerationRequest
}

function over(jobs: Partial<Jobs>) {
  const noted: (string | null)[][] = []
  const noting = recordingPrompts(jobs as Jobs, {
    noteSent: async ({ prompt, negativePrompt }) => void noted.push([prompt, negativePrompt]),
  })
  return { noted, noting }
}

it('notes the words of a request that was queued', async () => {
  const { noted, noting } = over({ generate: async () => ({ ids: [id] }) })
  expect(await noting.generate(say('a cat', 'blur'))).toEqual({ ids: [id] })
  expect(noted).toEqual([['a cat', 'blur']])
})

it('notes nothing of one that was turned away', async () => {
  const { noted, noting } = over({ generate: () => Promise.reject(new TypeError('no')) })
  await expect(noting.generate(say('a cat'))).rejects.toThrow('no')
  expect(noted).toEqual([])
})

it('notes the words of a fan-out once, and only those that were queued', async () => {
  const turnedAway = { error: { code: 'provider/unsupported', message: 'It cannot.' } } as const
  const { noted, noting } = over({ run: async () => [{ ids: [id] }, { ids: [id] }, turnedAway, { ids: [id] }] })
  const requests = [say('a cat'), say('a cat'), say('a dog'), say('a cat', 'blur')]
  await noting.run(requests, { runId: null })
  expect(noted).toEqual([
    ['a cat', null],
    ['a cat', 'blur'],
  ])
})
