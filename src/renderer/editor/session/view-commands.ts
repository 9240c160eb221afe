import type { Command } from '../../lib/command.ts'
import type { CanvasSession } from './canvas-session.ts'
import { overlays, type Overlay } from './create-canvas-store.ts'

const rotationStepDeg = 15

const overlayWords = {
  tint: 'The mask is shown in its color',
  ants: 'The mask is shown by its outline',
  'black-white': 'The mask is shown alone',
  off: 'The mask is hidden; it still applies',
} as const

export function createViewCommands(session: CanvasSession): readonly Command[] {
  return [...zoomCommands(session), ...turnCommands(session), ...shownCommands(session)]
}

function zoomCommands({ view }: CanvasSession): readonly Command[] {
  const common = { group: 'View' } as const
  return [
    { ...common, id: 'view.fit', label: 'Fit in the window', run: () => view.fit() },
    { ...common, id: 'view.actual-size', label: 'Actual size (100 %)', run: () => view.actualSize() },
    { ...common, id: 'view.to-mask', label: 'Zoom to the mask', run: () => view.toMask() },
    {
      ...common,
      id: 'view.zoom-in',
      label: 'Zoom in',
      canRepeat: true,
      run: () => view.zoomStep(1),
    },
    {
      ...common,
      id: 'view.zoom-out',
      label: 'Zoom out',
      canRepeat: true,
      run: () => view.zoomStep(-1),
    },
  ]
}

function turnCommands({ view }: CanvasSession): readonly Command[] {
  const common = { group: 'View', canRepeat: true } as const
  return [
    {
      ...common,
      id: 'view.rotate-left',
      label: 'Turn the view to the left',
      run: () => view.rotateBy(-rotationStepDeg),
    },
    {
      ...common,
      id: 'view.rotate-right',
      label: 'Turn the view to the right',
      run: () => view.rotateBy(rotationStepDeg),
    },
    {
      id: 'view.rotate-reset',
      label: 'Turn the view back',
      group: 'View',
      run: () => view.resetRotation(),
    },
    { id: 'view.mirror', label: 'Mirror the view', group: 'View', run: () => view.toggleMirror() },
  ]
}

/** Of those that show it. */
function nextWay(now: Overlay): Overlay {
  const ways = overlays.filter((each) => each !== 'off')
  return ways[(ways.indexOf(now === 'off' ? 'black-white' : now) + 1) % ways.length] ?? 'tint'
}

function shownCommands(session: CanvasSession): readonly Command[] {
  const tell = () => session.say(overlayWords[session.store.getState().overlay])
  return [
    {
      id: 'view.toggle-overlay',
      label: 'Show or hide the mask',
      group: 'View',
      run: () => {
        session.view.toggleOverlay()
        tell()
      },
    },
    {
      id: 'view.next-overlay',
      label: 'How the mask is shown: the next way',
      group: 'View',
      run: () => {
        session.view.changeOverlay(nextWay(session.store.getState().overlay))
        tell()
      },
    },
    {
      id: 'view.navigator',
      label: 'Show or hide the navigator',
      group: 'View',
      run: () => session.view.toggleNavigator(),
    },
  ]
}
