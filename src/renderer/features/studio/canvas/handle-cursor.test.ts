import { describe, expect, it } from 'vitest'
import { assetB, openPaint } from '../../../editor/session/paint-driver.ts'
import { toScreen } from '../../../editor/session/viewport.ts'
import { handleCursor } from './handle-cursor.ts'

const size = { widthPx: 400, heightPx: 300 }

async function open() {
  const { session } = await openPaint(size)
  const over = (x: number, y: number) => {
    const state = session.store.getState()
    return handleCursor(state, toScreen(state.viewport, { x, y }))
  }
  return { session, over }
}

describe('the pointer over handles', () => {
  it('shows which way a frame is drawn out, and that it can be moved', async () => {
    const { session, over } = await open()
    expect(over(400, 150)).toBeNull()
    session.tools.choose('frame')
    expect([over(400, 150), over(400, 300), over(200, 0), over(0, 300)]).toEqual([
      'ew-resize',
      'nwse-resize',
      'ns-resize',
      'nesw-resize',
    ])
    expect(over(200, 150)).toBeNull()
    session.extent.changeFrame({ x: 0, y: 0, widthPx: 500, heightPx: 300 })
    expect([over(200, 150), over(500, 150), over(400, 150)]).toEqual(['move', 'ew-resize', 'move'])
    expect(over(510, 310)).toBeNull()
  })

  it('turns with the view and with the layer, and says where that is turned', async () => {
    const { session, over } = await open()
    session.layers.addPicture({ assetId: assetB, size: { widthPx: 200, heightPx: 100 }, name: 'Boat' })
    expect(session.store.getState().activeTool).toBe('move')
    expect([over(300, 150), over(300, 200), over(315, 215), over(200, 150)]).toEqual([
      'ew-resize',
      'nwse-resize',
      'turn',
      'move',
    ])
    session.view.rotateBy(90)
    expect([over(300, 150), over(300, 200)]).toEqual(['ns-resize', 'nesw-resize'])
    session.view.resetRotation()
    session.view.toggleMirror()
    expect([over(300, 150), over(300, 200)]).toEqual(['ew-resize', 'nesw-resize'])
    session.view.toggleMirror()
    const [layer] = session.store.getState().layers
    if (layer?.kind !== 'picture') throw new Error('the layer is gone')
    session.layers.place(layer.id, { ...layer.placement, rotationDeg: 45 })
    expect(over(200 + 100 * Math.SQRT1_2, 150 + 100 * Math.SQRT1_2)).toBe('nwse-resize')
  })

  it('is the crop’s once there is one', async () => {
    const { session, over } = await open()
    session.tools.choose('crop')
    expect(over(200, 150)).toBeNull()
    session.tools.dispatch({ on: 'confirm' })
    expect([over(200, 150), over(100, 75), over(300, 150)]).toEqual(['move', 'nwse-resize', 'ew-resize'])
  })
})
