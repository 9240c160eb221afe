import { describe, expect, it } from 'vitest'
import { app } from '../../../shared/contract/app.ts'
import { acceleratorOf } from './accelerator.ts'
import { keyActions } from './keymap.ts'
import { presetTables } from './presets.ts'

describe('acceleratorOf', () => {
  it.each([
    ['Mod+Shift+Z', 'CommandOrControl+Shift+Z'],
    ['Mod++', 'CommandOrControl+Plus'],
    ['Alt+[', 'Alt+['],
    ['F5', 'F5'],
    ['Space', 'Space'],
    ['Shift+ArrowLeft', 'Shift+Left'],
  ])('converts %s to %s', (binding, accelerator) => {
    expect(acceleratorOf(binding)).toBe(accelerator)
  })

  it('returns null for keys Electron cannot name', () => {
    expect(acceleratorOf('Ü')).toBeNull()
    expect(acceleratorOf('ContextMenu')).toBeNull()
  })

  it('produces only accelerators that the main process accepts', () => {
    const keys = [...keyActions.flatMap((action) => action.keys), ...Object.values(presetTables).flatMap(Object.values)]
    const written = keys.flat().flatMap((key: string) => acceleratorOf(key) ?? [])
    const input = { accelerators: Object.fromEntries(written.map((key, at) => [`command-${at}`, key])) }
    expect(app['app.showMenuKeys'].input.safeParse(input).error).toBeUndefined()
    expect(written.length).toBeGreaterThan(100)
  })
})
