import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createToastStore, selectToast } from './create-toast-store.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const info = (text: string) => ({ level: 'info', text, place: 'studio', action: null }) as const
const texts = (toasts: ReturnType<typeof createToastStore>) => toasts.store.getState().toasts.map(({ text }) => text)

describe('toast store', () => {
  it('lets a toast go by itself, one with something to do later', () => {
    const toasts = createToastStore()
    toasts.show({ ...info('plain'), place: 'gallery' })
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

  it('shows one at a time, the newest, and errors until they are dismissed', () => {
    const toasts = createToastStore()
    const shown = () => selectToast(toasts.store.getState().toasts, 'studio')
    for (const text of ['a', 'b']) toasts.show(info(text))
    expect(texts(toasts)).toEqual(['b'])
    toasts.show({ ...info('failed'), level: 'error' })
    toasts.show(info('c'))
    expect(shown()?.text).toBe('c')
    vi.advanceTimersByTime(60_000)
    expect(shown()?.text).toBe('failed')
    toasts.dismiss(shown()?.id ?? 0)
    expect(shown()).toBeNull()
  })

  it('leaves a message in the place that it belongs to', () => {
    const toasts = createToastStore()
    toasts.show({ ...info('imported'), place: 'gallery' })
    toasts.show(info('applied'))
    const { toasts: all } = toasts.store.getState()
    expect(selectToast(all, 'studio')?.text).toBe('applied')
    expect(selectToast(all, 'gallery')?.text).toBe('imported')
    expect(selectToast(all, 'compare')).toBeNull()
  })
})
