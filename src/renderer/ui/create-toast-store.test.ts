import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createToastStore, selectToast } from './create-toast-store.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const info = (text: string) => ({ level: 'info', text, route: 'studio', action: null }) as const
const texts = (toasts: ReturnType<typeof createToastStore>) => toasts.store.getState().toasts.map(({ text }) => text)

describe('toast store', () => {
  it('dismisses toasts automatically, those with an action later', () => {
    const toasts = createToastStore()
    toasts.show({ ...info('plain'), route: 'gallery' })
    toasts.show({ ...info('undo'), action: { label: 'Undo', run: () => undefined } })
    vi.advanceTimersByTime(6_000)
    expect(texts(toasts)).toEqual(['undo'])
    vi.advanceTimersByTime(5_000)
    expect(texts(toasts)).toEqual([])
  })

  it('keeps the message about work until another of its topic replaces it', () => {
    const toasts = createToastStore()
    toasts.show({ ...info('working'), level: 'lasting', topic: 'work' })
    vi.advanceTimersByTime(600_000)
    expect(texts(toasts)).toEqual(['working'])
    toasts.show({ ...info('done'), topic: 'work' })
    expect(texts(toasts)).toEqual(['done'])
  })

  it('withdraws what is shown of a topic, and nothing else', () => {
    const toasts = createToastStore()
    toasts.show({ ...info('restart'), topic: 'updates' })
    toasts.show({ ...info('other'), route: 'gallery', topic: 'other' })
    toasts.dismissTopic('updates')
    expect(texts(toasts)).toEqual(['other'])
  })

  it('keeps toasts while the pointer is over them', () => {
    const toasts = createToastStore()
    toasts.show(info('plain'))
    toasts.hold(true)
    vi.advanceTimersByTime(60_000)
    expect(texts(toasts)).toEqual(['plain'])
    toasts.hold(false)
    vi.advanceTimersByTime(6_000)
    expect(texts(toasts)).toEqual([])
  })

  it('shows only the newest toast and keeps errors until dismissed', () => {
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

  it('shows a toast only in its own route', () => {
    const toasts = createToastStore()
    toasts.show({ ...info('imported'), route: 'gallery' })
    toasts.show(info('applied'))
    const { toasts: all } = toasts.store.getState()
    expect(selectToast(all, 'studio')?.text).toBe('applied')
    expect(selectToast(all, 'gallery')?.text).toBe('imported')
    expect(selectToast(all, 'compare')).toBeNull()
  })
})
