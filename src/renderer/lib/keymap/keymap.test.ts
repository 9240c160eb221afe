import { describe, expect, it } from 'vitest'
import { keyPresets, keySettingsSchema, type KeySettings } from '../../../shared/domain/settings.ts'
import { normalBinding } from '../binding-names.ts'
import { findConflicts, keyIdentity, ownersOf } from './conflicts.ts'
import { createKeymap, findKeyAction, keyActions, withKeys } from './keymap.ts'
import { presetTables } from './presets.ts'

const keymapOf = (settings: Partial<KeySettings> = {}) => createKeymap(keySettingsSchema.parse(settings))
const named = (keymap: ReturnType<typeof keymapOf>) =>
  findConflicts(keymap).map(({ key, first, second }) => `${key}: ${first.id}, ${second.id}`)

describe('the list of actions', () => {
  it('has every id once', () => {
    const ids = keyActions.map(({ id }) => id)
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([])
  })

  it('writes every binding in the one spelling', () => {
    const all = [...keyActions.flatMap(({ keys, choices = [] }) => [...keys, ...choices]), ...presetKeys()]
    expect(all.filter((key) => normalBinding(key) !== key)).toEqual([])
  })

  it('lets a modifier alone stand only for what is held', () => {
    const bare = keyActions.filter(({ keys }) => keys.some((key) => ['Mod', 'Alt', 'Shift'].includes(key)))
    expect(bare.map(({ kind }) => kind)).toEqual(['held'])
  })

  it('offers the keys that a gesture has', () => {
    for (const preset of keyPresets) {
      for (const { id, choices } of keyActions.filter(({ kind }) => kind === 'gesture')) {
        expect(choices, id).toEqual(expect.arrayContaining([...keymapOf({ preset }).keysOf(id)]))
      }
    }
  })
})

const presetKeys = () => Object.values(presetTables).flatMap((table) => Object.values(table).flat())

describe('presets', () => {
  it.each(keyPresets)('%s has no two actions on one key', (preset) => {
    expect(named(keymapOf({ preset }))).toEqual([])
  })

  it.each(keyPresets)('%s names only actions that exist, and only what it has otherwise', (preset) => {
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
  ] as const)('%s: %s is on %s', (preset, id, key) => {
    expect(keymapOf({ preset }).keysOf(id)[0]).toBe(key)
  })
})

describe('own keys', () => {
  it('come before those of the preset, which stay for everything else', () => {
    const keymap = keymapOf({ preset: 'krita', overrides: { 'tool.brush': ['F13'], 'tool.eraser': [] } })
    expect(keymap.keysOf('tool.brush')).toEqual(['F13'])
    expect(keymap.keysOf('tool.eraser')).toEqual([])
    expect(keymap.isChanged('tool.eraser')).toBe(true)
    expect(keymap.keysOf('tool.bucket')).toEqual(['F'])
    expect(keymap.isChanged('tool.bucket')).toBe(false)
    expect(keymap.keysOf('no.such-thing')).toEqual([])
  })

  it('are no change where they are as the preset has them', () => {
    const changed = withKeys(keymapOf(), 'tool.brush', ['B', 'P'])
    expect(changed.overrides).toEqual({ 'tool.brush': ['B', 'P'] })
    expect(withKeys(createKeymap(changed), 'tool.brush', ['B']).overrides).toEqual({})
  })
})

describe('conflicts', () => {
  it('are named with both actions', () => {
    const keymap = keymapOf({ overrides: { 'tool.wand': ['B'] } })
    expect(named(keymap)).toEqual(['B: tool.brush, tool.wand'])
    expect(ownersOf(keymap, 'tool.lasso', 'B').map(({ id }) => id)).toEqual(['tool.brush', 'tool.wand'])
  })

  it('are none between places, nor between what is never meant at the same moment', () => {
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

  it('are none between a key that is tapped and the same one held for the same', () => {
    expect(named(keymapOf())).toEqual([])
    expect(ownersOf(keymapOf(), 'tool.frame', 'C')).toEqual([])
    expect(ownersOf(keymapOf(), 'held.frame', 'B').map(({ id }) => id)).toEqual(['tool.brush'])
  })

  it('see through two spellings of one key', () => {
    expect(keyIdentity('?')).toBe(keyIdentity('Shift+/'))
    expect(keyIdentity('Mod++')).toBe('Mod+Shift+=')
    expect(keyIdentity('Shift+Alt+a')).toBe('Alt+Shift+A')
    expect(ownersOf(keymapOf(), 'tool.lasso', 'Shift+/').map(({ id }) => id)).toEqual(['help.shortcuts'])
  })
})
