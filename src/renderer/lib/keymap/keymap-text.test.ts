import { describe, expect, it } from 'vitest'
import { keySettingsSchema } from '../../../shared/domain/settings.ts'
import { createKeymap } from './keymap.ts'
import { readKeymap, writeKeymap, actionsOnKey, searchActions } from './keymap-text.ts'

describe('readKeymap', () => {
  it('round-trips writeKeymap', () => {
    const settings = { preset: 'krita' as const, overrides: { 'tool.wand': ['U'], 'tool.brush': [] } }
    expect(readKeymap(writeKeymap(settings))).toEqual({ settings })
    expect(keySettingsSchema.parse(JSON.parse(writeKeymap(settings)))).toEqual(settings)
  })

  it('accepts hand-written bindings and normalizes them', () => {
    const text = '{"preset":"atelier","overrides":{"tool.wand":["shift+u","Shift+Mod+u"]}}'
    expect(readKeymap(text.replace('shift+u', 'Shift+u'))).toEqual({
      settings: { preset: 'atelier', overrides: { 'tool.wand': ['Shift+U', 'Mod+Shift+U'] } },
    })
    expect(readKeymap('{"preset":"photoshop"}')).toEqual({ settings: { preset: 'photoshop', overrides: {} } })
  })

  it.each([
    ['B', 'This is not a list of shortcuts'],
    ['[]', 'This is not a list of shortcuts'],
    ['{"preset":"gimp"}', 'There is no preset "gimp"'],
    ['{"preset":"krita","overrides":[]}', '“overrides” must list commands'],
    ['{"preset":"krita","overrides":{"tool.airbrush":["A"]}}', 'There is no command “tool.airbrush”'],
    ['{"preset":"krita","overrides":{"tool.brush":"B"}}', '“tool.brush” must have a list'],
    [
      '{"preset":"krita","overrides":{"tool.brush":["B","Hyper+B"]}}',
      '“tool.brush” has an invalid shortcut: "Hyper+B"',
    ],
  ])('rejects %s', (text, problem) => {
    expect(readKeymap(text)).toEqual({ problem: expect.stringContaining(problem) as string })
  })
})

describe('searching for actions', () => {
  const keymap = createKeymap(keySettingsSchema.parse({}))
  const ids = (words: string) => searchActions(keymap, words, false).map(({ id }) => id)

  it('finds actions by name, by group and by the text of their shortcut', () => {
    expect(ids('polyg')).toEqual(['tool.polygon'])
    expect(ids('mask grow')).toEqual(['mask.grow'])
    expect(ids('ctrl+shift+z')).toEqual(['edit.redo'])
    expect(ids('no such thing')).toEqual([])
  })

  it('finds actions by a pressed key', () => {
    expect(actionsOnKey(keymap, 'E').map(({ id }) => id)).toEqual(['tool.eraser', 'gallery.export', 'compare.export'])
    expect(actionsOnKey(keymap, '{').map(({ id }) => id)).toEqual(['brush.softer'])
  })
})
