import { expect, it } from 'vitest'
import type { GenerationRequest } from '../../shared/domain/generation.ts'
import { jobIdSchema } from '../../shared/domain/ids.ts'
import type { Jobs } from '../jobs/jobs.ts'
import { recordingPrompts } from './recording-prompts.ts'

const id = jobIdSchema.parse('01JD3Q0000000000000000000B')

/** Only the prompts matter here. */
function requestOf(prompt: string, negativePrompt: string | null = null): GenerationRequest {
  return { prompt, negativePrompt } as GenerationRequest
}

function recording(jobs: Partial<Jobs>) {
  const recorded: (string | null)[][] = []
  const service = recordingPrompts(jobs as Jobs, {
    recordSent: async ({ prompt, negativePrompt }) => void recorded.push([prompt, negativePrompt]),
  })
  return { recorded, service }
}

it('records the prompts of a queued request', async () => {
  const { recorded, service } = recording({ generate: async () => ({ ids: [id] }) })
  expect(await service.generate(requestOf('a cat', 'blur'))).toEqual({ ids: [id] })
  expect(recorded).toEqual([['a cat', 'blur']])
})

it('records nothing for a rejected request', async () => {
  const { recorded, service } = recording({ generate: () => Promise.reject(new TypeError('no')) })
  await expect(service.generate(requestOf('a cat'))).rejects.toThrow('no')
  expect(recorded).toEqual([])
})

it('records each distinct prompt of a run once, and only queued ones', async () => {
  const turnedAway = { error: { code: 'provider/unsupported', message: 'It cannot.' } } as const
  const { recorded, service } = recording({
    run: async () => [{ ids: [id] }, { ids: [id] }, turnedAway, { ids: [id] }],
  })
  const requests = [requestOf('a cat'), requestOf('a cat'), requestOf('a dog'), requestOf('a cat', 'blur')]
  await service.run(requests, { runId: null })
  expect(recorded).toEqual([
    ['a cat', null],
    ['a cat', 'blur'],
  ])
})
