import { beforeEach, describe, expect, it } from 'vitest'
import type { Command } from '../../../lib/command.ts'
import { createCanvasCommands } from '../../../editor/session/commands/create-canvas-commands.ts'
import { openPaint, type PaintDriver } from '../../../../../test/support/window/paint-driver.ts'
import { canvasMenuGroups } from './canvas-menu-groups.ts'

const nothing = () => Promise.resolve()
const fileActions = {
  placeImage: nothing,
  placeFiles: nothing,
  importMask: nothing,
  exportMask: nothing,
  saveProject: nothing,
}

let paint: PaintDriver
beforeEach(async () => {
  paint = await openPaint({ widthPx: 600, heightPx: 400 })
})

const isEnabled = ({ isEnabled: can }: Command) => can?.() ?? true

function menu() {
  const all: readonly Command[] = createCanvasCommands(paint.session, fileActions)
  const find = (id: string) => all.find((command) => command.id === id)
  const run = (id: string) => {
    void find(id)?.run()
    return true
  }
  return canvasMenuGroups(paint.session, { find, isEnabled, run })
}

const labels = () => menu().map((entries) => entries.map(({ label }) => label))
const find = (wanted: string) =>
  menu()
    .flat()
    .find(({ label }) => label === wanted)!

describe('canvas menu', () => {
  it('is short for a brush and complete for a selection tool', () => {
    expect(labels()[0]).toEqual(['Invert mask', 'Clear mask', 'Refine mask…'])
    paint.session.tools.choose('wand')
    expect(labels()[0]).toContain('Mask everything')
    expect(labels()[1]).toContain('Grow mask by 4 px')
    expect(labels().at(-1)).toEqual(['Fit in window', 'Actual size (100%)'])
  })

  it('disables unavailable commands and runs available ones', () => {
    paint.session.tools.choose('lasso')
    expect(find('Clear mask').isDisabled).toBe(true)
    find('Mask everything').run()
    expect(paint.session.store.getState().hasMask).toBe(true)
    expect(find('Clear mask').isDisabled).toBe(false)
  })

  it('offers the layer commands for a layer target', () => {
    const below = paint.session.layers.addPaint()
    const above = paint.session.layers.addPaint()
    expect(labels()[0]).toEqual([
      'Duplicate layer',
      'Hide layer',
      'Move layer up',
      'Move layer down',
      'Delete layer',
      'Fill layer with color',
    ])
    expect(find('Move layer up').isDisabled).toBe(true)
    find('Move layer down').run()
    expect(paint.session.store.getState().layers.map(({ id }) => id)).toEqual([above, below])
    find('Hide layer').run()
    expect(find('Show layer')).toBeDefined()
  })
})
