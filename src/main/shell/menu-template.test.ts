import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, it, vi } from 'vitest'
import { menuTemplate } from './menu-template.ts'

function flatten(items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flatten(item.submenu) : [])])
}
const accelerators = { 'edit.undo': 'CommandOrControl+Z', 'mask.fill': 'Shift+F5', 'no.such-command': 'F1' }
const itemsFor = (platform: NodeJS.Platform, choose: (command: string) => void = () => undefined) =>
  flatten(menuTemplate({ platform, isPackaged: true, accelerators, choose }))

function roles(isPackaged: boolean) {
  return flatten(menuTemplate({ platform: 'linux', isPackaged, accelerators, choose: () => undefined })).map(
    ({ role }) => role,
  )
}

describe('menuTemplate', () => {
  it('runs the palette’s commands by their ids', () => {
    const choose = vi.fn()
    const commands = itemsFor('linux', choose).filter(({ id }) => id !== undefined)
    for (const { click } of commands) (click as () => void)()
    expect(choose.mock.calls.map(([command]) => command)).toEqual(commands.map(({ id }) => id))
    expect(new Set(commands.map(({ id }) => id)).size).toBe(commands.length)
    expect(commands.map(({ id }) => id)).toEqual(expect.arrayContaining(['file.open', 'edit.undo', 'mask.fill']))
  })

  it('has everything that a person looks for in File, Image and View', () => {
    const ids = itemsFor('linux').map(({ id }) => id)
    const file = ['file.new', 'file.open', 'file.import', 'file.import-folder', 'document.save-project']
    const view = ['view.studio', 'view.gallery', 'view.compare', 'view.models', 'view.settings']
    expect(ids).toEqual(expect.arrayContaining(['image.upscale-2', 'image.upscale-4', 'image.upscale']))
    expect(ids).toEqual(expect.arrayContaining([...file, 'file.export', 'file.close', ...view]))
  })

  it('shows the keys in force and takes none, so that no key acts twice', () => {
    for (const platform of ['linux', 'win32'] as const) {
      const withKey = itemsFor(platform).filter(({ accelerator }) => accelerator !== undefined)
      expect(withKey.map(({ id, accelerator }) => [id, accelerator])).toEqual([
        ['edit.undo', 'CommandOrControl+Z'],
        ['mask.fill', 'Shift+F5'],
      ])
      expect(withKey.every(({ registerAccelerator }) => registerAccelerator === false)).toBe(true)
    }
    expect(itemsFor('darwin').every(({ accelerator }) => accelerator === undefined)).toBe(true)
  })

  it('leaves the key that closes an image to the window', () => {
    const given = itemsFor('linux').map(({ role }) => role)
    expect(given).not.toContain('windowMenu')
    expect(given).not.toContain('close')
  })

  it('offers developer tools only while developing', () => {
    expect(roles(true)).not.toContain('toggleDevTools')
    expect(roles(true)).not.toContain('reload')
    expect(roles(false)).toContain('toggleDevTools')
  })
})
