import { describe, expect, it } from 'vitest'
import { keyPresets, keySettingsSchema, type KeySettings } from '../../../shared/domain/settings.ts'
import { normalBinding } from './binding-names.ts'
import { findConflicts, keyIdentity, ownersOf } from './conflicts.ts'
import { createKeymap, findKeyAction, keyActions, withKeys } from './keymap.ts'
import { presetTables } from './presets.ts'

const keymapOf = (settings: Partial<KeySettings> = {}) => createKeymap(keySettingsSchema.parse(settings))
const named = (keymap: ReturnType<typeof keymapOf>) =>
  findConflicts(keymap).map(({ key, first, second }) => `${key}: ${first.id}, ${second.id}`)

describe('key actions', () => {
  it('have unique ids', () => {
    const ids = keyActions.map(({ id }) => id)
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([])
  })

  it('spell every binding in normal form', () => {
    const all = [...keyActions.flatMap(({ keys, choices = [] }) => [...keys, ...choices]), ...presetKeys()]
    expect(all.filter((key) => normalBinding(key) !== key)).toEqual([])
  })

  it('bind a lone modifier only to a held action', () => {
    const bare = keyActions.filter(({ keys }) => keys.some((key) => ['Mod', 'Alt', 'Shift'].includes(key)))
    expect(bare.map(({ kind }) => kind)).toEqual(['held'])
  })

  it('offer every preset binding of a gesture as a choice', () => {
    for (const preset of keyPresets) {
      for (const { id, choices } of keyActions.filter(({ kind }) => kind === 'gesture')) {
        expect(choices, id).toEqual(expect.arrayContaining([...keymapOf({ preset }).keysOf(id)]))
      }
    }
  })
})

const presetKeys = () => Object.values(presetTables).flatMap((table) => Object.values(table).flat())

describe('key presets', () => {
  it.each(keyPresets)('%s has no conflicts', (preset) => {
    expect(named(keymapOf({ preset }))).toEqual([])
  })

  it.each(keyPresets)('%s overrides only existing actions and only with different keys', (preset) => {
    for (const [id, keys] of Object.entries(presetTables[preset])) {
      expect(findKeyAction(id), id).toBeDefined()
      expect(findKeyAction(id)?.keys, id).not.toEqual(keys)
    }
  })

  it.each([
    ['photoshop', 'tool.crop', 'C'],
    ['photoshop', 'view.toggle-overlay', '\\'],
    ['krita', 'tool.ellipse', 'J'],
    ['krita', 'view.mirror', 'M'],
    ['krita', 'held.pick', 'Mod'],
    ['krita', 'gesture.size', 'Shift+Drag'],
    ['invoke', 'tool.rectangle', 'U'],
    ['invoke', 'mask.invert', 'Shift+V'],
    ['atelier', 'tool.frame', 'C'],
  ] as const)('%s binds %s to %s', (preset, id, key) => {
    expect(keymapOf({ preset }).keysOf(id)[0]).toBe(key)
  })
})

describe('custom keys', () => {
  it('override the preset only for their own actions', () => {
    const keymap = keymapOf({ preset: 'krita', overrides: { 'tool.brush': ['F13'], 'tool.eraser': [] } })
    expect(keymap.keysOf('tool.brush')).toEqual(['F13'])
    expect(keymap.keysOf('tool.eraser')).toEqual([])
    expect(keymap.isChanged('tool.eraser')).toBe(true)
    expect(keymap.keysOf('tool.bucket')).toEqual(['F'])
    expect(keymap.isChanged('tool.bucket')).toBe(false)
    expect(keymap.keysOf('no.such-thing')).toEqual([])
  })

  it('are not stored if they equal the preset', () => {
    const changed = withKeys(keymapOf(), 'tool.brush', ['B', 'P'])
    expect(changed.overrides).toEqual({ 'tool.brush': ['B', 'P'] })
    expect(withKeys(createKeymap(changed), 'tool.brush', ['B']).overrides).toEqual({})
  })
})

describe('conflicts', () => {
  it('name both actions', () => {
    const keymap = keymapOf({ overrides: { 'tool.wand': ['B'] } })
    expect(named(keymap)).toEqual(['B: tool.brush, tool.wand'])
    expect(ownersOf(keymap, 'tool.lasso', 'B').map(({ id }) => id)).toEqual(['tool.brush', 'tool.wand'])
  })

  it('exclude actions of different routes and actions never available together', () => {
    // E exports in the Gallery and erases in the Studio; Escape applies to whatever is in progress.
    expect(ownersOf(keymapOf(), 'tool.lasso', 'E').map(({ id }) => id)).toEqual(['tool.eraser'])
    expect(ownersOf(keymapOf(), 'results.none', 'Escape')).toEqual([])
    expect(ownersOf(keymapOf(), 'gallery.info', 'W')).toEqual([])
    expect(ownersOf(keymapOf(), 'view.palette', 'E').map(({ id }) => id)).toEqual([
      'tool.eraser',
      'gallery.export',
      'compare.export',
    ])
  })

  it('exclude tapping and holding the same key for the same tool', () => {
    expect(named(keymapOf())).toEqual([])
    expect(ownersOf(keymapOf(), 'tool.frame', 'C')).toEqual([])
    expect(ownersOf(keymapOf(), 'held.frame', 'B').map(({ id }) => id)).toEqual(['tool.brush'])
  })

  it('detect different spellings of the same key', () => {
    expect(keyIdentity('?')).toBe(keyIdentity('Shift+/'))
    expect(keyIdentity('Mod++')).toBe('Mod+Shift+=')
    expect(keyIdentity('Shift+Alt+a')).toBe('Alt+Shift+A')
    expect(ownersOf(keymapOf(), 'tool.lasso', 'Shift+/').map(({ id }) => id)).toEqual(['help.shortcuts'])
  })
})
