import type { Command } from '../../../lib/command.ts'
import { stepBrushSize, stepHardness } from '../tools/brush-settings.ts'
import type { CanvasSession } from './canvas-session.ts'

/** Everything the keyboard, the menu and the palette can do with an open picture. Keys held down are in `ui/`. */
export function createCanvasCommands(session: CanvasSession): readonly Command[] {
  return [...editCommands(session), ...maskCommands(session), ...brushCommands(session), ...viewCommands(session)]
}

function editCommands(session: CanvasSession): readonly Command[] {
  const state = () => session.store.getState()
  return [
    {
      id: 'edit.undo',
      label: 'Undo',
      group: 'Edit',
      keys: ['Mod+Z'],
      canRepeat: true,
      isEnabled: () => state().canUndo || state().isPainting,
      run: () => session.undo(),
    },
    {
      id: 'edit.redo',
      label: 'Redo',
      group: 'Edit',
      keys: ['Mod+Shift+Z', 'Mod+Y'],
      canRepeat: true,
      isEnabled: () => state().canRedo,
      run: () => session.redo(),
    },
  ]
}

/** Labels name what the command acts on now, so the list is made anew whenever it is shown. */
function maskCommands(session: CanvasSession): readonly Command[] {
  const { target, sampling } = session.store.getState()
  const state = () => session.store.getState()
  const name = target === 'mask' ? 'mask' : 'sampling area'
  return [
    { id: 'mask.invert', label: `Invert ${name}`, group: 'Mask', keys: ['Mod+I'], run: () => session.invert() },
    {
      id: 'mask.clear',
      label: `Clear ${name}`,
      group: 'Mask',
      keys: ['Mod+D'],
      isEnabled: () => (state().target === 'mask' ? state().hasMask : state().hasSampling),
      run: () => session.clear(),
    },
    {
      id: 'mask.restore',
      label: `Bring the last ${name} back`,
      group: 'Mask',
      keys: ['Mod+Shift+D'],
      isEnabled: () => state().canRestore[state().target],
      run: () => session.restore(),
    },
    {
      id: 'mask.rectangle',
      label: target === 'mask' ? 'Mask a rectangle…' : 'Sample from a rectangle…',
      group: 'Mask',
      keys: [],
      run: () => session.askRectangle(true),
    },
    {
      id: 'mask.target',
      label: target === 'mask' ? 'Paint the sampling area' : 'Paint the mask',
      group: 'Mask',
      keys: ['G'],
      run: () => session.chooseTarget(state().target === 'mask' ? 'sampling' : 'mask'),
    },
    {
      id: 'mask.sampling',
      label: sampling === 'painted' ? 'Sampling area: automatic' : 'Sampling area: painted',
      group: 'Mask',
      keys: [],
      run: () => session.changeSampling(state().sampling === 'painted' ? 'automatic' : 'painted'),
    },
  ]
}

function brushCommands(session: CanvasSession): readonly Command[] {
  const state = () => session.store.getState()
  const resize = (direction: 1 | -1) => session.changeBrush({ sizePx: stepBrushSize(state().brush.sizePx, direction) })
  const harden = (direction: 1 | -1) =>
    session.changeBrush({ hardness: stepHardness(state().brush.hardness, direction) })
  return [
    { id: 'tool.brush', label: 'Brush', group: 'Brush', keys: ['B'], run: () => session.chooseTool('brush') },
    { id: 'tool.eraser', label: 'Eraser', group: 'Brush', keys: ['E'], run: () => session.chooseTool('eraser') },
    {
      id: 'tool.swap',
      label: 'Swap paint and erase',
      group: 'Brush',
      keys: ['X'],
      run: () => session.chooseTool(state().tool === 'brush' ? 'eraser' : 'brush'),
    },
    {
      id: 'brush.smaller',
      label: 'Smaller brush',
      group: 'Brush',
      keys: ['['],
      canRepeat: true,
      run: () => resize(-1),
    },
    { id: 'brush.larger', label: 'Larger brush', group: 'Brush', keys: [']'], canRepeat: true, run: () => resize(1) },
    { id: 'brush.softer', label: 'Softer brush', group: 'Brush', keys: ['Shift+[', '{'], run: () => harden(-1) },
    { id: 'brush.harder', label: 'Harder brush', group: 'Brush', keys: ['Shift+]', '}'], run: () => harden(1) },
    ...strengthCommands(session),
  ]
}

/** 1 = 10 % … 9 = 90 %, 0 = 100 %. */
function strengthCommands(session: CanvasSession): readonly Command[] {
  return Array.from({ length: 10 }, (_, digit) => {
    const percent = digit === 0 ? 100 : digit * 10
    return {
      id: `brush.strength-${percent}`,
      label: `Brush strength ${percent} %`,
      group: 'Brush',
      keys: [String(digit)],
      run: () => session.changeBrush({ strength: percent / 100 }),
    }
  })
}

function viewCommands(session: CanvasSession): readonly Command[] {
  const { view } = session
  return [
    { id: 'view.fit', label: 'Fit in the window', group: 'View', keys: ['Mod+0'], run: () => view.fit() },
    {
      id: 'view.actual-size',
      label: 'Actual size (100 %)',
      group: 'View',
      keys: ['Mod+1'],
      run: () => view.actualSize(),
    },
    { id: 'view.to-mask', label: 'Zoom to the mask', group: 'View', keys: ['Mod+2'], run: () => view.toMask() },
    {
      id: 'view.zoom-in',
      label: 'Zoom in',
      group: 'View',
      keys: ['Mod++', 'Mod+='],
      canRepeat: true,
      run: () => view.zoomStep(1),
    },
    {
      id: 'view.zoom-out',
      label: 'Zoom out',
      group: 'View',
      keys: ['Mod+-'],
      canRepeat: true,
      run: () => view.zoomStep(-1),
    },
    {
      id: 'view.toggle-overlay',
      label: 'Show or hide the overlay',
      group: 'View',
      keys: ['Q'],
      run: () => session.toggleOverlay(),
    },
  ]
}
