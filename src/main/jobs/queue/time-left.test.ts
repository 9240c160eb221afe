import { expect, it } from 'vitest'
import { settle } from '../../../../test/support/fake-time.ts'
import { done, withGenerationStudio } from '../../../../test/support/generation-studio.ts'
import type { SessionOptions } from '../../providers/provider-manager.ts'

const studio = withGenerationStudio()

/** A studio whose service takes 40 s; `say` reports on its second call. */
async function openSecond(reportsTimeLeft: boolean) {
  const opened = studio.open()
  const { openai, time, generate, ended, jobs } = opened
  openai.timing = { ...openai.timing, reportsTimeLeft }
  const submits: { options: SessionOptions; finish: () => void }[] = []
  openai.submits = [
    (options) =>
      new Promise((resolve) => {
        submits.push({ options, finish: () => resolve(done(['a'])) })
      }),
  ]
  const first = await generate()
  await time.advance(40_000)
  submits[0]!.finish()
  await ended(first)
  await generate()
  const leftMs = async () => {
    await settle()
    const [entry] = (await jobs.queue.view()).entries
    return entry!.endsAtMs === null ? null : entry!.endsAtMs - time.clock.nowMs()
  }
  return { say: submits[1]!.options.onUpdate, leftMs, time }
}

it('uses the recent times of the model until the service reports a time left', async () => {
  const { say, leftMs } = await openSecond(false)
  expect(await leftMs()).toBe(40_000)
  say({ progress: 0.1 })
  expect(await leftMs()).toBe(40_000)
  say({ progress: 0.1, leftMs: 12_000 })
  expect(await leftMs()).toBe(12_000)
})

it('uses only the reported time when the service reports it, and never goes below 0', async () => {
  const { say, leftMs, time } = await openSecond(true)
  expect(await leftMs()).toBeNull()
  say({ progress: null, leftMs: null })
  expect(await leftMs()).toBeNull()
  say({ progress: null, leftMs: 9_000 })
  expect(await leftMs()).toBe(9_000)
  await time.advance(2_000)
  expect(await leftMs()).toBe(7_000)
  say({ progress: 1, leftMs: -5 })
  expect(await leftMs()).toBe(0)
})
