import type { LayerInfo } from '../../../../../shared/domain/canvas-document.ts'
import type { MenuEntry } from '../../../../ui/menu.tsx'
import type { CanvasSession } from '../../../../editor/session/canvas-session.ts'

/** What can be done with a layer, for the menus of its row and of the canvas. */
export function layerEntries(session: CanvasSession, layer: LayerInfo): readonly MenuEntry[] {
  const { layers } = session.store.getState()
  const at = layers.findIndex(({ id }) => id === layer.id)
  const { id, isVisible } = layer
  return [
    { label: 'Duplicate layer', run: () => session.layers.duplicate(id) },
    {
      label: isVisible ? 'Hide layer' : 'Show layer',
      run: () => session.layers.change(id, { isVisible: !isVisible }),
    },
    { label: 'Move layer up', isDisabled: at === layers.length - 1, run: () => session.layers.move(id, at + 1) },
    { label: 'Move layer down', isDisabled: at === 0, run: () => session.layers.move(id, at - 1) },
    { label: 'Delete layer', isDanger: true, run: () => session.layers.remove(id) },
  ]
}
