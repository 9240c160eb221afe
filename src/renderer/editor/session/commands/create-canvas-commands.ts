import * as messages from '../../../../shared/messages/en/commands.ts'
import type { Command } from '../../../lib/command.ts'
import { stepBrushSize, stepHardness } from '../../tools/brush-settings.ts'
import type { CanvasFileActions } from '../actions/canvas-file-actions.ts'
import type { CanvasSession } from '../canvas-session.ts'
import { createLayerCommands } from './layer-commands.ts'
import { createMarkupCommands } from './markup-commands.ts'
import { createMaskCommands } from './mask-commands.ts'
import { toolCommands } from './tool-commands.ts'
import { createViewCommands } from './view-commands.ts'

/** Commands of the open document. */
export function createCanvasCommands(session: CanvasSession, fileActions: CanvasFileActions): readonly Command[] {
  return [
    ...editCommands(session),
    ...fileCommands(fileActions),
    ...toolCommands(session),
    ...brushCommands(session),
    ...createMaskCommands(session, fileActions),
    ...createLayerCommands(session, fileActions),
    ...createMarkupCommands(session),
    ...createViewCommands(session),
  ]
}

function editCommands(session: CanvasSession): readonly Command[] {
  const state = () => session.store.getState()
  return [
    {
      id: 'edit.undo',
      label: messages.undo,
      group: 'Edit',
      canRepeat: true,
      isEnabled: () => state().canUndo || state().isPainting || state().busyWith !== null,
      run: () => session.undo(),
    },
    {
      id: 'edit.redo',
      label: messages.redo,
      group: 'Edit',
      canRepeat: true,
      isEnabled: () => state().canRedo,
      run: () => session.redo(),
    },
  ]
}

function fileCommands(fileActions: CanvasFileActions): readonly Command[] {
  const save = (format: 'atelier' | 'psd' | 'ora', id: string, label: string): Command => ({
    id,
    label,
    group: 'File',
    run: () => fileActions.saveProject(format),
  })
  return [
    save('atelier', 'document.save-project', messages.saveAsProject),
    save('psd', 'document.save-psd', messages.saveAsPhotoshopDocument),
    save('ora', 'document.save-ora', messages.saveAsOpenRasterDocument),
  ]
}

function brushCommands(session: CanvasSession): readonly Command[] {
  const state = () => session.store.getState()
  const resize = (direction: 1 | -1) =>
    session.tools.changeBrush({ sizePx: stepBrushSize(state().brush.sizePx, direction) })
  const harden = (direction: 1 | -1) =>
    session.tools.changeBrush({ hardness: stepHardness(state().brush.hardness, direction) })
  return [
    {
      id: 'brush.smaller',
      label: messages.smallerBrush,
      group: 'Brush',
      canRepeat: true,
      run: () => resize(-1),
    },
    { id: 'brush.larger', label: messages.largerBrush, group: 'Brush', canRepeat: true, run: () => resize(1) },
    { id: 'brush.softer', label: messages.decreaseHardness, group: 'Brush', run: () => harden(-1) },
    { id: 'brush.harder', label: messages.increaseHardness, group: 'Brush', run: () => harden(1) },
    ...strengthCommands(session),
  ]
}

/** 1 = 10 % … 9 = 90 %, 0 = 100 %. */
function strengthCommands(session: CanvasSession): readonly Command[] {
  return Array.from({ length: 10 }, (_, digit) => {
    const percent = digit === 0 ? 100 : digit * 10
    return {
      id: `brush.strength-${percent}`,
      label: messages.brushStrength({ percent }),
      group: 'Brush',
      run: () => session.tools.changeBrush({ strength: percent / 100 }),
    }
  })
}
