import { createStore, type StoreApi } from 'zustand/vanilla'
import type { QueueEntry, QueueLane, QueueView } from '../../../shared/domain/queue.ts'
import type { Client } from '../client.ts'

export interface QueueStoreState extends Omit<QueueView, 'entries'> {
  readonly entries: ReadonlyMap<string, QueueEntry>
}

/** The queue's waiting and running calls. */
export interface QueueStore {
  readonly store: StoreApi<QueueStoreState>
  load(): Promise<void>
}

export function createQueueStore(client: Client): QueueStore {
  const store = createStore<QueueStoreState>(() => ({ isOnline: true, isPaused: false, lanes: [], entries: new Map() }))
  /** Events received while the list was being loaded: newer than the list. null = not loading. */
  let missed: { readonly changed: Map<string, QueueEntry>; readonly gone: Set<string> } | null = null

  client.on('queue.changed', ({ changed, gone, ...state }) => {
    const entries = new Map(store.getState().entries)
    for (const entry of changed) {
      entries.set(entry.callId, entry)
      missed?.changed.set(entry.callId, entry)
      missed?.gone.delete(entry.callId)
    }
    for (const callId of gone) {
      entries.delete(callId)
      missed?.changed.delete(callId)
      missed?.gone.add(callId)
    }
    store.setState({ ...state, entries })
  })

  return {
    store,
    async load() {
      const recorded = { changed: new Map<string, QueueEntry>(), gone: new Set<string>() }
      missed = recorded
      const { entries: listed, ...state } = await client.call('queue.view', {})
      if (missed !== recorded) return
      missed = null
      const entries = new Map(listed.map((entry) => [entry.callId, entry]))
      for (const callId of recorded.gone) entries.delete(callId)
      for (const [callId, entry] of recorded.changed) entries.set(callId, entry)
      store.setState({ ...state, entries })
    },
  }
}

/** A lane with its work in execution order. */
export interface ArrangedLane extends QueueLane {
  readonly running: readonly QueueEntry[]
  readonly waiting: readonly QueueEntry[]
}

/** Returns what was not sent when the program ended, and waits for the person's word, in the queue's order. */
export function selectHeld({ entries }: QueueStoreState): readonly QueueEntry[] {
  return [...entries.values()].filter(({ isHeld }) => isHeld).toSorted((a, b) => a.position - b.position)
}

const arranged = new WeakMap<QueueStoreState, readonly ArrangedLane[]>()

/** Returns lanes that have work or are paused, in the queue's order. */
export function selectLanes(state: QueueStoreState): readonly ArrangedLane[] {
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

const places = new WeakMap<QueueStoreState, ReadonlyMap<string, number>>()

/** Returns each waiting call's position in its lane, from 1. */
export function selectPlaces(state: QueueStoreState): ReadonlyMap<string, number> {
  const known = places.get(state)
  if (known !== undefined) return known
  const found = new Map(
    selectLanes(state).flatMap(({ waiting }) => waiting.map(({ callId }, at) => [callId, at + 1] as const)),
  )
  places.set(state, found)
  return found
}
