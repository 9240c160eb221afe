import { expect, it } from 'vitest'
import { estimatedJobs } from './run-batch.ts'
import type { ToolCall } from './tool-call.ts'

const find = (key: string) => (key === '4' ? null : { runId: 'run', estimateUsd: 0.1, result: null })
const callAt = (where: string) => ({ where }) as ToolCall

it('takes the estimate of now, also where it is not known any more, and of what is not sent that of an earlier run', () => {
  const [known, unknown, sent, fresh] = ['1', '2', '3', '4'].map(callAt) as [ToolCall, ToolCall, ToolCall, ToolCall]
  const jobs = [known, unknown, sent, fresh].map((call) => ({ key: call.where, call }))
  const estimates = [
    { call: known, usd: 0.2 },
    { call: unknown, usd: null },
  ]
  expect(estimatedJobs(jobs, estimates, { find }).map(({ estimateUsd }) => estimateUsd)).toEqual([0.2, null, 0.1, null])
})
