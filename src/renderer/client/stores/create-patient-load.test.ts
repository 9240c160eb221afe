import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createPatientLoad } from './create-patient-load.ts'
import { settle } from '../../../../test/support/settle.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const setUp = (takesMs: number) => {
  const startsMs: number[] = []
  const zeroMs = performance.now()
  const load = async () => {
    startsMs.push(Math.round(performance.now() - zeroMs))
    await new Promise((resolve) => setTimeout(resolve, takesMs))
  }
  return { startsMs, patient: createPatientLoad(load, 80) }
}

it('coalesces a burst of changes into one load', async () => {
  const { startsMs, patient } = setUp(0)
  for (let at = 0; at < 5; at++) {
    patient.soon()
    await vi.advanceTimersByTimeAsync(10)
  }
  await settle()
  expect(startsMs).toEqual([80])
})

it('waits four times the duration of a load before the next, without losing changes', async () => {
  const { startsMs, patient } = setUp(100)
  for (let at = 0; at < 100; at++) {
    patient.soon()
    await vi.advanceTimersByTimeAsync(10)
  }
  await settle()
  expect(startsMs).toEqual([80, 580, 1_080])
})

it('is not delayed by an earlier request with a longer delay', async () => {
  const { startsMs, patient } = setUp(0)
  patient.soon(3_000)
  await vi.advanceTimersByTimeAsync(100)
  patient.soon()
  await settle()
  expect(startsMs).toEqual([180])
})
