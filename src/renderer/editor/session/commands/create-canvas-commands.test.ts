import { describe, expect, it } from 'vitest'
import { findKeyAction } from '../../../lib/keymap/keymap.ts'
import { createCanvasCommands } from './create-canvas-commands.ts'
import { openPaint } from '../../../../../test/support/window/paint-driver.ts'

const { session } = await openPaint({ widthPx: 600, heightPx: 400 })
const done: string[] = []
const note = (action: string) => () => {
  done.push(action)
  return Promise.resolve()
}
const fileActions = {
  placeImage: note('place'),
  placeFiles: note('place files'),
  importMask: note('import'),
  exportMask: note('export'),
  saveProject: (format: string) => note(format)(),
}
const commands = createCanvasCommands(session, fileActions)

const run = (id: string) => commands.find((command) => command.id === id)?.run()

describe('canvas commands', () => {
  it('are unique and listed in the keymap', () => {
    const ids = commands.map(({ id }) => id)
    expect(ids.filter((id) => findKeyAction(id) === undefined)).toEqual([])
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('name their target in the label', () => {
    const labelOf = (id: string) => createCanvasCommands(session, fileActions).find((each) => each.id === id)?.label
    const ids = ['mask.invert', 'mask.restore', 'mask.rectangle', 'mask.target', 'mask.sampling']
    expect(ids.map(labelOf)).toEqual([
      'Invert mask',
      'Restore mask',
      'Mask rectangle…',
      'Paint sampling area',
      'Sampling area: manual',
    ])
    void run('mask.target')
    expect(ids.map(labelOf)).toEqual([
      'Invert sampling area',
      'Restore sampling area',
      'Sample from rectangle…',
      'Paint mask',
      'Sampling area: automatic',
    ])
    void run('mask.sampling')
    expect(session.store.getState()).toMatchObject({ targetKind: 'mask', sampling: 'automatic' })
  })

  it('step through masks and layers, and cycle the mask overlay', () => {
    const first = session.store.getState().targetId
    const layer = session.layers.addPaint()
    void run('layer.previous')
    expect(session.store.getState()).toMatchObject({ targetId: first, tool: 'brush' })
    void run('layer.next')
    expect(session.store.getState()).toMatchObject({ targetId: layer, tool: 'colour-brush' })
    void run('layer.delete')
    expect(session.store.getState()).toMatchObject({ targetId: first, targetKind: 'mask' })
    const shown = ['next', 'toggle', 'toggle', 'next', 'next', 'toggle', 'next'].map((step) => {
      void run(`view.${step}-overlay`)
      return session.store.getState().overlay
    })
    expect(shown).toEqual(['ants', 'off', 'ants', 'black-white', 'tint', 'off', 'tint'])
  })

  it('change brush size, hardness and strength in fixed steps', () => {
    const sizes = [9, 10, 50, 100, 200, 333, 1].map((sizePx) => {
      session.tools.changeBrush({ sizePx })
      void run('brush.larger')
      const larger = session.store.getState().brush.sizePx
      session.tools.changeBrush({ sizePx })
      void run('brush.smaller')
      return [larger, session.store.getState().brush.sizePx]
    })
    expect(sizes).toEqual([
      [10, 8],
      [15, 9],
      [60, 45],
      [125, 90],
      [250, 175],
      [350, 300],
      [2, 1],
    ])
    session.tools.changeBrush({ hardness: 0.8 })
    void run('brush.softer')
    expect(session.store.getState().brush.hardness).toBe(0.75)
    void run('brush.strength-30')
    expect(session.store.getState().brush.strength).toBe(0.3)
  })
})
