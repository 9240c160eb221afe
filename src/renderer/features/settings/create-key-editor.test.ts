import { beforeEach, describe, expect, it } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { createIntents, type Intent } from '../../client/intents.ts'
import { createKeymapStore } from '../../client/create-keymap-store.ts'
import type { SettingsClientStore } from '../../client/index.ts'
import { sampleSettings } from '../../../../test/support/window/sample-records.ts'
import { createKeyEditor, type KeyEditor } from './create-key-editor.ts'
import { createSettingsView, type SettingsView } from './create-settings-view.ts'

let settings: SettingsClientStore
let view: SettingsView
let editor: KeyEditor
let intents: Intent[]

beforeEach(() => {
  const store = createStore(() => sampleSettings())
  settings = { store, change: (patch) => store.setState(patch as never) }
  view = createSettingsView()
  intents = []
  const sender = createIntents()
  sender.answer((intent) => intents.push(intent))
  editor = createKeyEditor({ settings, keymap: createKeymapStore(settings), intents: sender }, view)
})

const overrides = () => settings.store.getState().keys.overrides

describe('a key that nobody has', () => {
  it('takes the place of the one that was clicked', () => {
    editor.begin('edit.redo', 1)
    editor.press('F7')
    expect(overrides()).toEqual({ 'edit.redo': ['Mod+Shift+Z', 'F7'] })
    expect(view.getState().edit).toBeNull()
  })

  it('is one more, and none twice', () => {
    editor.begin('tool.brush', null)
    editor.press('P')
    expect(overrides()).toEqual({ 'tool.brush': ['B', 'P'] })
    editor.begin('tool.brush', 1)
    editor.press('B')
    expect(overrides()).toEqual({})
  })
})

describe('a key that another command has', () => {
  beforeEach(() => {
    editor.begin('tool.wand', 0)
    editor.press('B')
  })

  it('changes nothing until it is said what to do', () => {
    expect(overrides()).toEqual({})
    expect(view.getState().edit).toEqual({ id: 'tool.wand', at: 0, taken: 'B' })
    editor.cancel()
    expect(overrides()).toEqual({})
  })

  it('is taken over', () => {
    editor.takeOver()
    expect(overrides()).toEqual({ 'tool.wand': ['B'], 'tool.brush': [] })
    expect(view.getState().edit).toBeNull()
  })

  it('is kept by both', () => {
    editor.keepBoth()
    expect(overrides()).toEqual({ 'tool.wand': ['B'] })
  })
})

describe('going back', () => {
  it('for one command, for a key of it, and for all with a way back', () => {
    editor.set('tool.wand', ['U'])
    editor.remove('edit.redo', 1)
    expect(overrides()).toEqual({ 'tool.wand': ['U'], 'edit.redo': ['Mod+Shift+Z'] })
    editor.reset('tool.wand')
    expect(overrides()).toEqual({ 'edit.redo': ['Mod+Shift+Z'] })
    editor.resetAll()
    expect(overrides()).toEqual({})
    const [notice] = intents
    if (notice?.type !== 'notify') throw new Error('nothing was said')
    void notice.notice.action?.run()
    expect(overrides()).toEqual({ 'edit.redo': ['Mod+Shift+Z'] })
  })

  it('keeps own keys through another preset', () => {
    editor.set('tool.wand', ['U'])
    editor.choosePreset('krita')
    expect(settings.store.getState().keys).toEqual({ preset: 'krita', overrides: { 'tool.wand': ['U'] } })
  })
})
