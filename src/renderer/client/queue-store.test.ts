import { describe, expect, it } from 'vitest'
import type { QueueEntry, QueueLane } from '../../shared/domain/queue.ts'
import { createClient } from './client.ts'
import { createQueueStore, selectLanes, selectPlaces } from './stores/create-queue-store.ts'
import { createFakeBridge, type Answers } from '../../../test/support/window/fake-bridge.ts'
import { jobId } from '../../../test/support/window/sample-records.ts'

const lane = (id: string): QueueLane => ({ id, label: id, isPaused: false, runningMax: 2, waitingUntilMs: null })
const entry = (number: number, change: Partial<QueueEntry> = {}): QueueEntry => ({
  callId: `call-${number}`,
  runId: null,
  jobIds: [jobId(number)],
  documentId: null,
  assetId: null,
  lane: 'openai',
  model: null,
  operation: 'generate',
  prompt: null,
  pictures: 1,
  state: 'waiting',
  progress: null,
  endsAtMs: null,
  estimateUsd: null,
  createdAtMs: number,
  position: number,
  note: null,
  isElsewhere: false,
  ...change,
})
const event = { isOnline: true, isPaused: false, lanes: [lane('openai')], changed: [], gone: [] }

function setUp(answers: Answers = {}) {
  const bridge = createFakeBridge(answers)
  return { bridge, queue: createQueueStore(createClient(bridge)) }
}

describe('queue store', () => {
  it('applies changed and removed entries', () => {
    const { bridge, queue } = setUp()
    bridge.emit('queue.changed', { ...event, changed: [entry(1), entry(2)] })
    bridge.emit('queue.changed', {
      ...event,
      isOnline: false,
      changed: [entry(2, { state: 'running' })],
      gone: ['call-1'],
    })
    expect(queue.store.getState().isOnline).toBe(false)
    expect([...queue.store.getState().entries.values()]).toEqual([entry(2, { state: 'running' })])
  })

  it('does not overwrite newer events with an older list', async () => {
    const { bridge, queue } = setUp({
      'queue.view': () => ({ ...event, entries: [entry(1), entry(2), entry(3)] }),
    })
    const loading = queue.load()
    bridge.emit('queue.changed', { ...event, changed: [entry(2, { state: 'running' }), entry(3)], gone: ['call-1'] })
    bridge.emit('queue.changed', { ...event, gone: ['call-3'] })
    await loading
    expect([...queue.store.getState().entries.values()]).toEqual([entry(2, { state: 'running' })])
  })

  it('lists only lanes with entries, waiting entries in queue order', () => {
    const { bridge, queue } = setUp()
    const changed = [entry(1, { position: 9 }), entry(2), entry(3, { state: 'running' }), entry(4, { lane: 'here' })]
    bridge.emit('queue.changed', { ...event, lanes: [lane('bfl'), lane('openai')], changed })
    const state = queue.store.getState()
    const lanes = selectLanes(state)
    expect(lanes.map(({ id, running, waiting }) => [id, running.length, waiting.map(({ callId }) => callId)])).toEqual([
      ['openai', 1, ['call-2', 'call-1']],
      ['here', 0, ['call-4']],
    ])
    expect(selectLanes(state)).toBe(lanes)
    expect(selectPlaces(state).get('call-1')).toBe(2)
    expect(selectPlaces(state).get('call-3')).toBeUndefined()
  })

  it('lists a paused lane even when it is empty', () => {
    const { bridge, queue } = setUp()
    bridge.emit('queue.changed', { ...event, lanes: [{ ...lane('openai'), isPaused: true }, lane('bfl')] })
    expect(selectLanes(queue.store.getState()).map(({ id }) => id)).toEqual(['openai'])
  })
})
