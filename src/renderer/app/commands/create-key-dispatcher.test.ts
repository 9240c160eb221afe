import { describe, expect, it, vi } from 'vitest'
import { keySettingsSchema } from '../../../shared/domain/settings.ts'
import type { Command } from '../../lib/command.ts'
import { createKeymap, type Keymap } from '../../lib/keymap/keymap.ts'
import { createCommandRegistry } from './create-command-registry.ts'
import { createKeyDispatcher, type DispatchedPress, type FocusFacts } from './create-key-dispatcher.ts'

const onTheCanvas: FocusFacts = { isTyping: false, isModal: false, ownKeys: new Set() }

function press(key: string, code: string, extra: Partial<DispatchedPress> = {}) {
  return {
    key,
    code,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    repeat: false,
    isComposing: false,
    defaultPrevented: false,
    getModifierState: () => false,
    preventDefault: vi.fn(),
    ...extra,
  }
}

interface TestCommand extends Omit<Partial<Command>, 'keys'> {
  readonly id: string
  readonly keys?: readonly string[]
}

function setUp(...commands: readonly TestCommand[]) {
  const ran: string[] = []
  const errors: unknown[] = []
  const registry = createCommandRegistry((error) => errors.push(error))
  registry.add(() =>
    commands.map((each) => ({ label: each.id, group: 'Edit', run: () => void ran.push(each.id), ...each })),
  )
  let nowMs = 0
  const keysOf = (id: string) => commands.find((each) => each.id === id)?.keys ?? []
  const keymap: Keymap = { ...createKeymap(keySettingsSchema.parse({})), keysOf }
  const dispatcher = createKeyDispatcher({
    registry,
    keymap: () => keymap,
    layout: () => null,
    isMac: false,
    now: () => nowMs,
  })
  return { ran, errors, registry, dispatcher, wait: (ms: number) => (nowMs += ms) }
}

describe('key dispatcher', () => {
  it('runs the command bound to a key and prevents the browser default', () => {
    const { dispatcher, ran } = setUp({ id: 'brush', keys: ['B'] })
    const event = press('b', 'KeyB')
    expect(dispatcher.press(event, onTheCanvas)).toBe(true)
    expect(ran).toEqual(['brush'])
    expect(event.preventDefault).toHaveBeenCalled()
  })

  it('runs only commands marked for typing while a text field has focus', () => {
    const { dispatcher, ran } = setUp(
      { id: 'next-part', keys: ['F6'], isForTyping: true },
      { id: 'brush', keys: ['F7'] },
    )
    expect(dispatcher.press(press('F6', 'F6'), { ...onTheCanvas, isTyping: true })).toBe(true)
    expect(dispatcher.press(press('F7', 'F7'), { ...onTheCanvas, isTyping: true })).toBe(false)
    dispatcher.press(press('F6', 'F6'), { ...onTheCanvas, isModal: true })
    expect(ran).toEqual(['next-part'])
  })

  it('never takes plain letters from a text field, even when bound to a command', () => {
    const { dispatcher, ran } = setUp({ id: 'palette', keys: ['Mod+K', 'K', 'Alt+ArrowUp'], isForTyping: true })
    const typing = { ...onTheCanvas, isTyping: true }
    expect(dispatcher.press(press('k', 'KeyK'), typing)).toBe(false)
    expect(dispatcher.press(press('k', 'KeyK', { ctrlKey: true }), typing)).toBe(true)
    expect(dispatcher.press(press('ArrowUp', 'ArrowUp', { altKey: true }), typing)).toBe(true)
    expect(ran).toEqual(['palette', 'palette'])
  })

  it('ignores keys meant for a text field, an open dialog or the focused control', () => {
    const { dispatcher, ran } = setUp({ id: 'brush', keys: ['B', 'Enter'] })
    dispatcher.press(press('b', 'KeyB'), { ...onTheCanvas, isTyping: true })
    dispatcher.press(press('b', 'KeyB'), { ...onTheCanvas, isModal: true })
    dispatcher.press(press('Enter', 'Enter'), { ...onTheCanvas, ownKeys: new Set(['Enter']) })
    dispatcher.press(press('b', 'KeyB', { isComposing: true }), onTheCanvas)
    dispatcher.press(press('b', 'KeyB', { defaultPrevented: true }), onTheCanvas)
    expect(ran).toEqual([])
  })

  it('runs Ctrl and Alt shortcuts even if the focused control uses the plain key', () => {
    const { dispatcher, ran } = setUp(
      { id: 'frame', keys: ['Alt+Shift+ArrowLeft'] },
      { id: 'make', keys: ['Mod+Enter'] },
    )
    const onRadio = { ...onTheCanvas, ownKeys: new Set(['ArrowLeft', 'Enter']) }
    dispatcher.press(press('ArrowLeft', 'ArrowLeft', { altKey: true, shiftKey: true }), onRadio)
    dispatcher.press(press('Enter', 'Enter', { ctrlKey: true }), onRadio)
    dispatcher.press(press('ArrowLeft', 'ArrowLeft'), onRadio)
    expect(ran).toEqual(['frame', 'make'])
  })

  it('gives a shared key to the first enabled command', () => {
    let isFirstEnabled = false
    const { dispatcher, ran } = setUp(
      { id: 'cancel', keys: ['Escape'], isEnabled: () => isFirstEnabled },
      { id: 'deselect', keys: ['Escape'] },
    )
    dispatcher.press(press('Escape', 'Escape'), onTheCanvas)
    isFirstEnabled = true
    dispatcher.press(press('Escape', 'Escape'), onTheCanvas)
    expect(ran).toEqual(['deselect', 'cancel'])
  })

  it('prefers a match by character to a match by key position', () => {
    const { dispatcher, ran } = setUp({ id: 'by-position', keys: ['['] }, { id: 'by-character', keys: ['ü'] })
    dispatcher.press(press('ü', 'BracketLeft'), onTheCanvas)
    expect(ran).toEqual(['by-character'])
  })

  it('repeats only repeatable commands but always prevents the browser default', () => {
    const { dispatcher, ran } = setUp(
      { id: 'larger', keys: [']'], canRepeat: true },
      { id: 'fill', keys: ['Shift+F5'] },
    )
    dispatcher.press(press(']', 'BracketRight', { repeat: true }), onTheCanvas)
    const held = press('F5', 'F5', { shiftKey: true, repeat: true })
    dispatcher.press(held, onTheCanvas)
    expect(ran).toEqual(['larger'])
    expect(held.preventDefault).toHaveBeenCalled()
  })

  it('does not run a command twice when the menu reports the same key', () => {
    const { dispatcher, ran, wait } = setUp({ id: 'edit.undo', keys: ['Mod+Z'] })
    dispatcher.press(press('z', 'KeyZ', { ctrlKey: true }), onTheCanvas)
    wait(10)
    dispatcher.chooseFromMenu('edit.undo')
    expect(ran).toEqual(['edit.undo'])
    wait(1_000)
    dispatcher.chooseFromMenu('edit.undo')
    expect(ran).toEqual(['edit.undo', 'edit.undo'])
  })
})

describe('command registry', () => {
  it('does not run a disabled or unknown command', () => {
    const { registry, ran } = setUp({ id: 'fill', isEnabled: () => false })
    expect(registry.run('fill')).toBe(false)
    expect(registry.run('unknown')).toBe(false)
    expect(ran).toEqual([])
  })

  it('reports commands that throw or reject', async () => {
    const { registry, errors } = setUp(
      { id: 'at-once', run: () => JSON.parse('{') as never },
      { id: 'later', run: () => Promise.reject(new Error('later')) },
    )
    registry.run('at-once')
    registry.run('later')
    await vi.waitFor(() => expect(errors).toHaveLength(2))
  })

  it('drops the commands of a removed source', () => {
    const registry = createCommandRegistry(() => undefined)
    const remove = registry.add(() => [{ id: 'a', label: 'A', group: 'Edit', run: () => undefined }])
    expect(registry.find('a')).toBeDefined()
    remove()
    expect(registry.find('a')).toBeUndefined()
  })

  it('leaves the system paste shortcut to the browser, whose event carries copied files', () => {
    const { ran, dispatcher } = setUp({ id: 'paste', keys: ['Mod+V', 'P'], ownEvent: 'paste' })
    const pasted = press('v', 'KeyV', { ctrlKey: true })
    expect(dispatcher.press(pasted, onTheCanvas)).toBe(false)
    expect(pasted.preventDefault).not.toHaveBeenCalled()
    expect(dispatcher.press(press('p', 'KeyP'), onTheCanvas)).toBe(true)
    expect(ran).toEqual(['paste'])
  })
})
