import { describe, expect, it } from 'vitest'
import { createEmitter } from './create-emitter.ts'

describe('createEmitter', () => {
  it('calls the listeners in the order in which they came, until they stop', () => {
    const { on, emit, hasListeners } = createEmitter<[number]>()
    const heard: string[] = []
    const stop = on((value) => heard.push(`first ${value}`))
    on((value) => heard.push(`second ${value}`))
    emit(1)
    stop()
    emit(2)
    expect(heard).toEqual(['first 1', 'second 1', 'second 2'])
    expect(hasListeners()).toBe(true)
  })

  it('forgets all of them at once', () => {
    const { on, emit, clear, hasListeners } = createEmitter()
    let count = 0
    on(() => (count += 1))
    clear()
    emit()
    expect([count, hasListeners()]).toEqual([0, false])
  })

  it('throws what a listener throws', () => {
    const { on, emit } = createEmitter()
    on(() => {
      throw new Error('broken')
    })
    expect(emit).toThrow('broken')
  })

  it('calls the others too where errors have somebody who takes them', () => {
    const errors: unknown[] = []
    const { on, emit } = createEmitter<[string]>((error) => errors.push(error))
    const heard: string[] = []
    on(() => {
      throw new Error('broken')
    })
    on((value) => heard.push(value))
    emit('news')
    expect(heard).toEqual(['news'])
    expect(errors).toEqual([new Error('broken')])
  })
})
