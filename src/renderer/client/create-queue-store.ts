import { createStore, type StoreApi } from 'zustand/vanilla'
import type { QueueEntry, QueueLane, QueueView } from '../../shared/domain/queue.ts'
import type { Client } from './client.ts'

export interface QueueState extends Omit<QueueView, 'entries'> {
  readonly entries: ReadonlyMap<string, QueueEntry>
}

/** What waits and runs, as the queue tells it. */
export interface QueueStore {
  readonly store: StoreApi<QueueState>
  load(): Promise<void>
}

export function createQueueStore(client: Client): QueueStore {
  const store = createStore<QueueState>(() => ({ isOnline: true, isPaused: false, lanes: [], entries: new Map() }))
  /** What was told while the list was on the way: newer than the list. null = none is. */
  let told: { readonly changed: Map<string, QueueEntry>; readonly gone: Set<string> } | null = null

  client.on('queue.changed', ({ changed, gone, ...state }) => {
    const entries = new Map(store.getState().entries)
    for (const entry of changed) {
      entries.set(entry.callId, entry)
      told?.changed.set(entry.callId, entry)
      told?.gone.delete(entry.callId)
    }
    for (const callId of gone) {
      entries.delete(callId)
      told?.changed.delete(callId)
      told?.gone.add(callId)
    }
    store.setState({ ...state, entries })
  })

  return {
    store,
    async load() {
      const own = { changed: new Map<string, QueueEntry>(), gone: new Set<string>() }
      told = own
      const { entries: listed, ...state } = await client.call('queue.view', {})
      if (told !== own) return
      told = null
      const entries = new Map(listed.map((entry) => [entry.callId, entry]))
      for (const callId of own.gone) entries.delete(callId)
      for (const [callId, entry] of own.changed) entries.set(callId, entry)
      store.setState({ ...state, entries })
    },
  }
}

/** One lane with its work in the order in which it goes. */
export interface ArrangedLane extends QueueLane {
  readonly running: readonly QueueEntry[]
  readonly waiting: readonly QueueEntry[]
}

const arranged = new WeakMap<QueueState, readonly ArrangedLane[]>()

/** Lanes with work in them, and those that are paused, as the queue lists them. */
export function selectLanes(state: QueueState): readonly ArrangedLane[] {
  const known = arranged.get(state)
  if (known !== undefined) return known
  const byLane = Map.groupBy(state.entries.values(), ({ lane }) => lane)
  const listed = new Set(state.lanes.map(({ id }) => id))
  const unknown = [...byLane.keys()].filter((id) => !listed.has(id)).map(laneOf)
  const lanes = [...state.lanes, ...unknown].flatMap((lane) => {
    const entries = byLane.get(lane.id) ?? []
    const sorted = entries.toSorted((a, b) => a.position - b.position || (a.callId < b.callId ? -1 : 1))
    return entries.length === 0 && !lane.isPaused
      ? []
      : [
          {
            ...lane,
            running: sorted.filter((each) => each.state === 'running'),
            waiting: sorted.filter((each) => each.state === 'waiting'),
          },
        ]
  })
  arranged.set(state, lanes)
  return lanes
}

const laneOf = (id: string): QueueLane => ({ id, label: id, isPaused: false, runningMax: 1, waitingUntilMs: null })

const places = new WeakMap<QueueState, ReadonlyMap<string, number>>()

/** The place of each call among those that wait in its lane, from 1. */
export function selectPlaces(state: QueueState): ReadonlyMap<string, number> {
  const known = places.get(state)
  if (known !== undefined) return known
  const found = new Map(
    selectLanes(state).flatMap(({ waiting }) => waiting.map(({ callId }, at) => [callId, at + 1] as const)),
  )
  places.set(state, found)
  return found
}
