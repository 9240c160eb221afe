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
  it('runs the commands of the palette by their ids', () => {
    const choose = vi.fn()
    const commands = itemsFor('linux', choose).filter(({ id }) => id !== undefined)
    for (const { click } of commands) (click as () => void)()
    expect(choose.mock.calls.map(([command]) => command)).toEqual(commands.map(({ id }) => id))
    expect(new Set(commands.map(({ id }) => id)).size).toBe(commands.length)
    expect(commands.map(({ id }) => id)).toEqual(expect.arrayContaining(['file.open', 'edit.undo', 'mask.fill']))
  })

  it('has the expected commands in File, Image and View', () => {
    const ids = itemsFor('linux').map(({ id }) => id)
    const file = ['file.new', 'file.open', 'file.import', 'file.import-folder', 'document.save-project']
    const view = ['view.studio', 'view.gallery', 'view.compare', 'view.models', 'view.settings']
    expect(ids).toEqual(expect.arrayContaining(['image.upscale-2', 'image.upscale-4', 'image.upscale']))
    expect(ids).toEqual(expect.arrayContaining([...file, 'file.export', 'file.close', ...view]))
  })

  it('shows current shortcuts without registering them, so that no shortcut runs twice', () => {
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

  it('leaves the close shortcut to the window', () => {
    const itemRoles = itemsFor('linux').map(({ role }) => role)
    expect(itemRoles).not.toContain('windowMenu')
    expect(itemRoles).not.toContain('close')
  })

  it('labels every item itself: Electron’s labels of roles are English', () => {
    for (const platform of ['linux', 'win32', 'darwin'] as const) {
      const unlabeled = itemsFor(platform).filter(({ label, role, type }) => {
        // macOS names the menu of the program after the program.
        return label === undefined && type !== 'separator' && role !== 'appMenu'
      })
      expect(unlabeled).toEqual([])
    }
  })

  it('offers developer tools only in development', () => {
    expect(roles(true)).not.toContain('toggleDevTools')
    expect(roles(true)).not.toContain('reload')
    expect(roles(false)).toContain('toggleDevTools')
  })
})
