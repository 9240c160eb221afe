import { describe, expect, it } from 'vitest'
import { assetB, openPaint } from '../../../../../../test/support/window/paint-driver.ts'
import type { Handle } from '../../../../editor/tools/tool.ts'
import { activeBox } from '../../../../editor/view/overlay/active-box.ts'
import { handleCursor } from './handle-cursor.ts'

async function open() {
  const { session } = await openPaint({ widthPx: 400, heightPx: 300 })
  const cursors = (...handles: readonly Handle[]) =>
    handles.map((handle) => handleCursor(session.store.getState(), handle))
  return { session, cursors, active: () => activeBox(session.store.getState()) }
}

describe('cursor over a handle', () => {
  it('shows the resize direction, moving or rotating', async () => {
    const { session, cursors } = await open()
    session.tools.choose('frame')
    expect(cursors('e', 'se', 'n', 'sw', 'inside', 'rotate')).toEqual([
      'ew-resize',
      'nwse-resize',
      'ns-resize',
      'nesw-resize',
      'move',
      'rotate',
    ])
  })

  it('follows the rotation and mirroring of the view, and the rotation of the layer', async () => {
    const { session, cursors } = await open()
    session.layers.addImage({ assetId: assetB, size: { widthPx: 200, heightPx: 100 }, name: 'Boat' })
    expect(cursors('e', 'se')).toEqual(['ew-resize', 'nwse-resize'])
    session.view.rotateBy(90)
    expect(cursors('e', 'se')).toEqual(['ns-resize', 'nesw-resize'])
    session.view.resetRotation()
    session.view.toggleMirror()
    expect(cursors('e', 'se')).toEqual(['ew-resize', 'nesw-resize'])
    session.view.toggleMirror()
    const [layer] = session.store.getState().layers
    if (layer?.kind !== 'picture') throw new Error('the layer is gone')
    session.layers.place(layer.id, { ...layer.placement, rotationDeg: 45 })
    expect(cursors('e')).toEqual(['nwse-resize'])
  })
})

describe('active box', () => {
  it('is the frame, which can be moved once it was changed', async () => {
    const { session, active } = await open()
    expect(active()).toBeNull()
    session.tools.choose('frame')
    expect(active()).toMatchObject({ box: { halfWidth: 200, halfHeight: 150 }, canMove: false, canRotate: false })
    session.extent.changeFrame({ x: 0, y: 0, widthPx: 500, heightPx: 300 })
    expect(active()).toMatchObject({ box: { center: { x: 250, y: 150 }, halfWidth: 250 }, canMove: true })
  })

  it('is the crop once it exists', async () => {
    const { session, active } = await open()
    session.tools.choose('crop')
    expect(active()).toBeNull()
    session.tools.dispatch({ on: 'confirm' })
    expect(active()).toMatchObject({ box: { halfWidth: 100, halfHeight: 75 }, canMove: true, canRotate: false })
  })

  it('is the selected placed image with its scale and rotation', async () => {
    const { session, active } = await open()
    session.layers.addImage({ assetId: assetB, size: { widthPx: 200, heightPx: 100 }, name: 'Boat' })
    const [layer] = session.store.getState().layers
    if (layer?.kind !== 'picture') throw new Error('the layer is gone')
    session.layers.place(layer.id, { ...layer.placement, scaleX: 2, rotationDeg: 30, isFlippedX: true })
    expect(active()).toMatchObject({ box: { halfWidth: 200, halfHeight: 50, rotationDeg: 30 }, canRotate: true })
    session.tools.choose('brush')
    expect(active()).toBeNull()
  })
})
