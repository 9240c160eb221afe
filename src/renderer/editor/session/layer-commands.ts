import type { Command } from '../../lib/command.ts'
import type { CanvasFileActions } from './canvas-file-actions.ts'
import type { CanvasSession } from './canvas-session.ts'

const frameSides = [
  ['left', 'to the left'],
  ['top', 'to the top'],
  ['right', 'to the right'],
  ['bottom', 'to the bottom'],
] as const

/** Of the picture's side, for one press. */
const frameShare = 0.25

export function createLayerCommands(session: CanvasSession, fileActions: CanvasFileActions): readonly Command[] {
  const state = () => session.store.getState()
  const isLayer = () => state().targetKind === 'paint' || state().targetKind === 'picture'
  return [
    {
      id: 'layer.new-paint',
      label: 'New paint layer',
      group: 'Layers',
      run: () => void session.layers.addPaint(),
    },
    { id: 'layer.place', label: 'Place an image…', group: 'Layers', run: () => fileActions.placePicture() },
    {
      id: 'layer.previous',
      label: 'Layer below',
      group: 'Layers',
      isEnabled: () => state().layers.length > 0,
      run: () => walk(session, -1),
    },
    {
      id: 'layer.next',
      label: 'Layer above',
      group: 'Layers',
      isEnabled: () => state().layers.length > 0,
      run: () => walk(session, 1),
    },
    {
      id: 'layer.delete',
      label: 'Delete the layer',
      group: 'Layers',
      isEnabled: isLayer,
      run: () => session.layers.remove(state().targetId),
    },
    {
      id: 'layer.fill',
      label: 'Fill the layer with the color',
      group: 'Layers',
      isEnabled: () => state().targetKind === 'paint',
      run: () => session.layers.fillWithColor(),
    },
    ...frameSides.map(([side, words]): Command => ({
      id: `frame.${side}`,
      label: `Draw the frame out ${words}`,
      group: 'Frame',
      canRepeat: true,
      run: () => session.extent.extendFrame(side, frameShare),
    })),
    {
      id: 'frame.clear',
      label: 'No frame',
      group: 'Frame',
      isEnabled: () => state().frame !== null,
      run: () => session.extent.changeFrame(null),
    },
  ]
}

/** Through masks and layers as the panel lists them, from the bottom: masks first, then layers. */
function walk(session: CanvasSession, step: 1 | -1): void {
  const { masks, layers, targetId } = session.store.getState()
  const ids = [...masks.map(({ id }) => id), ...layers.map(({ id }) => id)]
  const next = ids[ids.indexOf(targetId) + step]
  if (next === undefined) return
  session.chooseTarget(next)
  const name = [...masks, ...layers].find(({ id }) => id === next)?.name
  if (name !== undefined) session.say(name)
}
