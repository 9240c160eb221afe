import { beforeEach, describe, expect, it } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { createIntents, type Intent } from '../../client/intents.ts'
import { createKeymapStore } from '../../client/stores/create-settings-store.ts'
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

describe('unassigned shortcut', () => {
  it('replaces the clicked shortcut', () => {
    editor.begin('edit.redo', 1)
    editor.press('F7')
    expect(overrides()).toEqual({ 'edit.redo': ['Mod+Shift+Z', 'F7'] })
    expect(view.getState().edit).toBeNull()
  })

  it('is added once and never twice', () => {
    editor.begin('tool.brush', null)
    editor.press('P')
    expect(overrides()).toEqual({ 'tool.brush': ['B', 'P'] })
    editor.begin('tool.brush', 1)
    editor.press('B')
    expect(overrides()).toEqual({})
  })
})

describe('shortcut of another command', () => {
  beforeEach(() => {
    editor.begin('tool.wand', 0)
    editor.press('B')
  })

  it('changes nothing until the conflict is resolved', () => {
    expect(overrides()).toEqual({})
    expect(view.getState().edit).toEqual({ id: 'tool.wand', at: 0, taken: 'B' })
    editor.cancel()
    expect(overrides()).toEqual({})
  })

  it('can be taken over', () => {
    editor.takeOver()
    expect(overrides()).toEqual({ 'tool.wand': ['B'], 'tool.brush': [] })
    expect(view.getState().edit).toBeNull()
  })

  it('can be kept by both commands', () => {
    editor.keepBoth()
    expect(overrides()).toEqual({ 'tool.wand': ['B'] })
  })
})

describe('reset', () => {
  it('restores one command, removes one shortcut, and restores all with undo', () => {
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

  it('keeps custom shortcuts when the preset changes', () => {
    editor.set('tool.wand', ['U'])
    editor.choosePreset('krita')
    expect(settings.store.getState().keys).toEqual({ preset: 'krita', overrides: { 'tool.wand': ['U'] } })
  })
})
