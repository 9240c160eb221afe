import * as messages from '../../../../shared/messages/en/commands.ts'
import type { Command } from '../../../lib/command.ts'
import type { CanvasFileActions } from '../actions/canvas-file-actions.ts'
import type { CanvasSession } from '../canvas-session.ts'

const frameSides = [
  ['left', messages.extendFrameLeft],
  ['top', messages.extendFrameUp],
  ['right', messages.extendFrameRight],
  ['bottom', messages.extendFrameDown],
] as const

/** Of the image’s side, per press. */
const frameShare = 0.25

export function createLayerCommands(session: CanvasSession, fileActions: CanvasFileActions): readonly Command[] {
  const state = () => session.store.getState()
  const isLayer = () => state().targetKind === 'paint' || state().targetKind === 'picture'
  return [
    {
      id: 'layer.new-paint',
      label: messages.newPaintLayer,
      group: 'Layers',
      run: () => void session.layers.addPaint(),
    },
    { id: 'layer.place', label: messages.placeImage, group: 'Layers', run: () => fileActions.placeImage() },
    {
      id: 'layer.previous',
      label: messages.layerBelow,
      group: 'Layers',
      isEnabled: () => state().layers.length > 0,
      run: () => walk(session, -1),
    },
    {
      id: 'layer.next',
      label: messages.layerAbove,
      group: 'Layers',
      isEnabled: () => state().layers.length > 0,
      run: () => walk(session, 1),
    },
    {
      id: 'layer.delete',
      label: messages.deleteLayer,
      group: 'Layers',
      isEnabled: isLayer,
      run: () => session.layers.remove(state().targetId),
    },
    {
      id: 'layer.fill',
      label: messages.fillLayer,
      group: 'Layers',
      isEnabled: () => state().targetKind === 'paint',
      run: () => session.layers.fillWithColor(),
    },
    ...frameSides.map(([side, label]): Command => ({
      id: `frame.${side}`,
      label,
      group: 'Frame',
      canRepeat: true,
      run: () => session.extent.extendFrame(side, frameShare),
    })),
    {
      id: 'frame.clear',
      label: messages.removeFrame,
      group: 'Frame',
      isEnabled: () => state().frame !== null,
      run: () => session.extent.changeFrame(null),
    },
  ]
}

/** In panel order from the bottom: masks first, then layers. */
function walk(session: CanvasSession, step: 1 | -1): void {
  const { masks, layers, targetId } = session.store.getState()
  const ids = [...masks.map(({ id }) => id), ...layers.map(({ id }) => id)]
  const next = ids[ids.indexOf(targetId) + step]
  if (next === undefined) return
  session.chooseTarget(next)
  const name = [...masks, ...layers].find(({ id }) => id === next)?.name
  if (name !== undefined) session.say(name)
}
