import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createToastStore } from './create-toast-store.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const info = (text: string) => ({ level: 'info', text, action: null }) as const
const texts = (toasts: ReturnType<typeof createToastStore>) => toasts.store.getState().toasts.map(({ text }) => text)

describe('toast store', () => {
  it('lets a toast go by itself, one with something to do later', () => {
    const toasts = createToastStore()
    toasts.show(info('plain'))
    toasts.show({ ...info('undo'), action: { label: 'Undo', run: () => undefined } })
    vi.advanceTimersByTime(6_000)
    expect(texts(toasts)).toEqual(['undo'])
    vi.advanceTimersByTime(5_000)
    expect(texts(toasts)).toEqual([])
  })

  it('keeps them while the pointer is on them', () => {
    const toasts = createToastStore()
    toasts.show(info('plain'))
    toasts.hold(true)
    vi.advanceTimersByTime(60_000)
    expect(texts(toasts)).toEqual(['plain'])
    toasts.hold(false)
    vi.advanceTimersByTime(6_000)
    expect(texts(toasts)).toEqual([])
  })

  it('shows the same message once and at most three', () => {
    const toasts = createToastStore()
    for (const text of ['a', 'b', 'b', 'c', 'd']) toasts.show(info(text))
    expect(texts(toasts)).toEqual(['b', 'c', 'd'])
  })
})
