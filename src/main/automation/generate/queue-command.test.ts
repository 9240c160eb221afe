import { expect, it, vi } from 'vitest'
import type { QueueEntry } from '../../../shared/domain/queue.ts'
import { runArgs } from '../../../../test/support/run-args.ts'
import { cancelQueueCommand, listQueueCommand, retryQueueCommand } from './queue-command.ts'

const commands = [listQueueCommand, cancelQueueCommand, retryQueueCommand]

const entry = (n: number, change: Partial<QueueEntry> = {}): QueueEntry => ({
  callId: `call-${n}`,
  runId: null,
  jobIds: ['01M7X6VMBTFMD75P486TXX7B37' as QueueEntry['jobIds'][number]],
  documentId: null,
  assetId: null,
  lane: 'openai',
  model: 'gpt-image-2',
  operation: 'generate',
  prompt: 'a kite',
  pictures: 1,
  state: 'waiting',
  progress: null,
  endsAtMs: null,
  estimateUsd: 0.04,
  createdAtMs: 0,
  position: n,
  note: null,
  isElsewhere: true,
  ...change,
})

function setUp(entries: QueueEntry[]) {
  const queued = new Map(entries.map((each) => [each.callId, each]))
  const cancel = vi.fn(async (callIds: readonly string[]) => callIds.forEach((id) => queued.delete(id)))
  const view = async () => ({ isOnline: true, isPaused: false, lanes: [], entries: [...queued.values()] })
  const context = {
    signal: new AbortController().signal,
    services: async () => ({ jobs: { queue: { view, cancel } } }),
  }
  return { cancel, run: (...args: string[]) => runArgs(commands, ['queue', ...args], context as never) }
}

it('lists running calls first, then waiting ones in order', async () => {
  const { run } = setUp([entry(2), entry(1), entry(3, { state: 'running', progress: 0.5 })])
  const { lines, report } = await run('list')
  expect(lines.map((line) => line.split('  ').slice(0, 2))).toEqual([
    ['call-3', 'running'],
    ['call-1', 'waiting'],
    ['call-2', 'waiting'],
  ])
  expect(report).toMatchObject({ success: true, queue: [{ id: 'call-3', progress: 0.5, estimate_usd: 0.04 }, {}, {}] })
})

it('cancels calls by their own ids or those of their jobs', async () => {
  const { run, cancel } = setUp([entry(1)])
  expect((await run('cancel', '01M7X6VMBTFMD75P486TXX7B37')).report).toMatchObject({
    cancelled: ['call-1'],
    marked: [],
  })
  expect(cancel).toHaveBeenCalledWith(['call-1'])
})

it.each([[['cancel']], [['cancel', 'nobody']], [['retry', 'nobody']], [['retry']], [['empty']], [[]]])(
  'rejects %j',
  async (args) => {
    await expect(setUp([entry(1)]).run(...args)).rejects.toMatchObject({ code: 'request/invalid' })
  },
)
