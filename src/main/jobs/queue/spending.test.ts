import { expect, it } from 'vitest'
import { fakeCard } from '../../../../test/support/fake-providers.ts'
import { done, withGenerationStudio } from '../../../../test/support/generation-studio.ts'
import { settle } from '../../../../test/support/fake-time.ts'

const studio = withGenerationStudio()

it('holds queued paid calls while spending is stopped, lets free ones pass, and continues by itself', async () => {
  const listeners = new Set<() => void>()
  let isStopped = true
  const { openai, providers, generate, ended, jobs } = studio.open({
    spending: {
      isStopped: () => isStopped,
      onChanged: (listener) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    },
  })
  openai.submits = [done(['paid'])]
  const paid = await generate()
  expect(openai.seen.submitted).toEqual([])
  const { entries } = await jobs.queue.view()
  expect(entries).toMatchObject([
    { state: 'waiting', note: 'Set your spending limits in Settings › Money to continue.' },
  ])

  // Free, and behind a paid one in the same lane.
  openai.card = fakeCard('openai-1', { price: { per: 'free' } })
  const free = await generate()
  expect(await ended(free)).toMatchObject([{ state: 'done' }])
  expect(openai.seen.submitted).toHaveLength(1)

  for (const listener of listeners) listener()
  await settle()
  expect(openai.seen.submitted).toHaveLength(1)
  isStopped = false
  for (const listener of listeners) listener()
  expect(await ended(paid)).toMatchObject([{ state: 'done' }])
  expect(openai.seen.submitted).toHaveLength(2)
  expect(providers.service('openai').seen.cancelled).toEqual([])
})
