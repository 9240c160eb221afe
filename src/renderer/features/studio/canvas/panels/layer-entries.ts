import type { LayerInfo } from '../../../../../shared/domain/canvas-document.ts'
import * as messages from '../../../../../shared/messages/en/canvas-panels.ts'
import type { MenuAction } from '../../../../ui/menus/menu.tsx'
import type { CanvasSession } from '../../../../editor/session/canvas-session.ts'

/** Actions for a layer, for the menus of its row and of the canvas. */
export function layerEntries(session: CanvasSession, layer: LayerInfo): readonly MenuAction[] {
  const { layers } = session.store.getState()
  const at = layers.findIndex(({ id }) => id === layer.id)
  const { id, isVisible } = layer
  return [
    { label: messages.duplicateLayer, run: () => session.layers.duplicate(id) },
    {
      label: isVisible ? messages.hideLayer : messages.showLayer,
      run: () => session.layers.change(id, { isVisible: !isVisible }),
    },
    { label: messages.moveLayerUp, isDisabled: at === layers.length - 1, run: () => session.layers.move(id, at + 1) },
    { label: messages.moveLayerDown, isDisabled: at === 0, run: () => session.layers.move(id, at - 1) },
    { label: messages.deleteLayer, isDanger: true, run: () => session.layers.remove(id) },
  ]
}
