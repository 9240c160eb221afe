import type { Database } from '../../database/index.ts'

/** How long a model takes per image, learned from recent ones. */
export interface ModelTimings {
  /** The median; null = unknown (yet). */
  usualMs(lane: string, model: string | null): number | null
  /** Loads the stored timings for `usualMs`. Does not reject. */
  learn(lane: string, model: string | null): Promise<void>
  note(lane: string, model: string | null, tookMs: number): Promise<void>
  /** This lane reports the time left itself: nothing is estimated for it from then on. */
  leave(lane: string): void
}

const keptMax = 15

const keyOf = (lane: string, model: string) => `${lane}/${model}`

export function createModelTimings(database: Pick<Database, 'call'>): ModelTimings {
  const cache = new Map<string, number[]>()
  const remaining = new Set<string>()

  return {
    usualMs: (lane, model) => median(cache.get(keyOf(lane, model ?? '')) ?? []),
    async learn(lane, model) {
      const key = keyOf(lane, model ?? '')
      if (cache.has(key) || remaining.has(lane)) return
      const stored = await database.call('queue.timings', { lane, model: model ?? '' }).catch(() => [])
      cache.set(key, [...stored, ...(cache.get(key) ?? [])])
    },
    async note(lane, model, tookMs) {
      if (remaining.has(lane)) return
      const key = keyOf(lane, model ?? '')
      cache.set(key, [...(cache.get(key) ?? []), tookMs].slice(-keptMax))
      await database
        .call('queue.addTiming', { lane, model: model ?? '', tookMs: Math.round(tookMs) })
        .catch(() => undefined)
    },
    leave: (lane) => void remaining.add(lane),
  }
}

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const [low, high] = [sorted[middle - 1], sorted[middle]]
  if (high === undefined) return null
  return sorted.length % 2 === 1 || low === undefined ? high : (low + high) / 2
}
