import * as messages from '../../../../shared/messages/en/canvas-commands.ts'
import type { Command } from '../../../lib/command.ts'
import type { CanvasSession } from '../canvas-session.ts'
import { overlays, type Overlay } from '../create-canvas-store.ts'

const rotationStepDeg = 15

const overlayTexts = {
  tint: messages.maskShownTinted,
  ants: messages.maskShownOutlined,
  'black-white': messages.maskShownAlone,
  off: messages.overlayOff,
} as const

export function createViewCommands(session: CanvasSession): readonly Command[] {
  return [...zoomCommands(session), ...rotationCommands(session), ...overlayCommands(session)]
}

function zoomCommands({ view }: CanvasSession): readonly Command[] {
  const common = { group: 'View' } as const
  return [
    { ...common, id: 'view.fit', label: messages.fitInWindow, run: () => view.fit() },
    { ...common, id: 'view.actual-size', label: messages.actualSize, run: () => view.actualSize() },
    { ...common, id: 'view.to-mask', label: messages.zoomToMask, run: () => view.toMask() },
    {
      ...common,
      id: 'view.zoom-in',
      label: messages.zoomIn,
      canRepeat: true,
      run: () => view.zoomStep(1),
    },
    {
      ...common,
      id: 'view.zoom-out',
      label: messages.zoomOut,
      canRepeat: true,
      run: () => view.zoomStep(-1),
    },
  ]
}

function rotationCommands({ view }: CanvasSession): readonly Command[] {
  const common = { group: 'View', canRepeat: true } as const
  return [
    {
      ...common,
      id: 'view.rotate-left',
      label: messages.rotateViewLeft,
      run: () => view.rotateBy(-rotationStepDeg),
    },
    {
      ...common,
      id: 'view.rotate-right',
      label: messages.rotateViewRight,
      run: () => view.rotateBy(rotationStepDeg),
    },
    {
      id: 'view.rotate-reset',
      label: messages.resetViewRotation,
      group: 'View',
      run: () => view.resetRotation(),
    },
    { id: 'view.mirror', label: messages.mirrorView, group: 'View', run: () => view.toggleMirror() },
  ]
}

/** Skips the hidden overlay. */
function nextOverlay(current: Overlay): Overlay {
  const visible = overlays.filter((each) => each !== 'off')
  return visible[(visible.indexOf(current === 'off' ? 'black-white' : current) + 1) % visible.length] ?? 'tint'
}

function overlayCommands(session: CanvasSession): readonly Command[] {
  const announce = () => session.say(overlayTexts[session.store.getState().overlay])
  return [
    {
      id: 'view.toggle-overlay',
      label: messages.toggleMask,
      group: 'View',
      run: () => {
        session.view.toggleOverlay()
        announce()
      },
    },
    {
      id: 'view.next-overlay',
      label: messages.nextMaskOverlay,
      group: 'View',
      run: () => {
        session.view.changeOverlay(nextOverlay(session.store.getState().overlay))
        announce()
      },
    },
    {
      id: 'view.navigator',
      label: messages.toggleNavigator,
      group: 'View',
      run: () => session.view.toggleNavigator(),
    },
  ]
}
