import { describe, expect, it } from 'vitest'
import { createEmitter } from './create-emitter.ts'

describe('createEmitter', () => {
  it('calls listeners in the order of subscription until they unsubscribe', () => {
    const { on, emit, hasListeners } = createEmitter<[number]>()
    const received: string[] = []
    const stop = on((value) => received.push(`first ${value}`))
    on((value) => received.push(`second ${value}`))
    emit(1)
    stop()
    emit(2)
    expect(received).toEqual(['first 1', 'second 1', 'second 2'])
    expect(hasListeners()).toBe(true)
  })

  it('removes all listeners at once', () => {
    const { on, emit, clear, hasListeners } = createEmitter()
    let count = 0
    on(() => (count += 1))
    clear()
    emit()
    expect([count, hasListeners()]).toEqual([0, false])
  })

  it('throws the error of a listener without an error handler', () => {
    const { on, emit } = createEmitter()
    on(() => {
      throw new Error('broken')
    })
    expect(emit).toThrow('broken')
  })

  it('calls the remaining listeners when there is an error handler', () => {
    const errors: unknown[] = []
    const { on, emit } = createEmitter<[string]>((error) => errors.push(error))
    const received: string[] = []
    on(() => {
      throw new Error('broken')
    })
    on((value) => received.push(value))
    emit('news')
    expect(received).toEqual(['news'])
    expect(errors).toEqual([new Error('broken')])
  })
})
