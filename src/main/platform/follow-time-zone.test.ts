import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { followTimeZone } from './follow-time-zone.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('tells once of each new zone, by itself and when asked', () => {
  let zone = 'Europe/Berlin'
  const told: string[] = []
  const look = followTimeZone({ onChanged: (name) => told.push(name), read: () => zone })
  look()
  vi.advanceTimersByTime(60_000)
  expect(told).toEqual([])
  zone = 'Pacific/Apia'
  look()
  look()
  zone = 'America/New_York'
  vi.advanceTimersByTime(60_000)
  expect(told).toEqual(['Pacific/Apia', 'America/New_York'])
  expect(process.env['TZ']).toBe(undefined)
})

it('looks no more once it is ended', () => {
  let zone = 'Europe/Berlin'
  const told: string[] = []
  const controller = new AbortController()
  followTimeZone({ onChanged: (name) => told.push(name), read: () => zone, until: controller.signal })
  controller.abort()
  zone = 'Pacific/Apia'
  vi.advanceTimersByTime(60_000)
  expect(told).toEqual([])
})
