import * as messages from '../../../../shared/messages/en/canvas-commands.ts'
import { samplingSurfaceId } from '../../../../shared/domain/surfaces.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import type { Command } from '../../../lib/command.ts'
import type { CanvasFileActions } from '../actions/canvas-file-actions.ts'
import type { CanvasSession } from '../canvas-session.ts'

/** Growth per press of `.` or `,`; the labels of both commands show it. */
const growStepPx = 4

/** Width of the border: a tenth of the shorter side. */
function borderOf({ widthPx, heightPx }: Size): number {
  return Math.max(1, Math.round(Math.min(widthPx, heightPx) / 10))
}

const maskLabels = {
  invert: messages.invertMask,
  clear: messages.clearMask,
  restore: messages.restoreMask,
  all: messages.maskEverything,
  border: messages.maskBorder,
  rectangle: messages.maskRectangle,
  subject: messages.guessSubject,
  color: messages.selectByColor,
  grow: messages.growMask,
  shrink: messages.shrinkMask,
  refine: messages.refineMask,
  fillHoles: messages.fillMaskHoles,
  smooth: messages.smoothMask,
} as const
type TargetLabels = Readonly<Record<keyof typeof maskLabels, string>>

const samplingLabels: TargetLabels = {
  invert: messages.invertSamplingArea,
  clear: messages.clearSamplingArea,
  restore: messages.restoreSamplingArea,
  all: messages.sampleFromEverywhere,
  border: messages.sampleFromBorder,
  rectangle: messages.sampleFromRectangle,
  subject: messages.sampleFromSubject,
  color: messages.sampleFromColor,
  grow: messages.growSamplingArea,
  shrink: messages.shrinkSamplingArea,
  refine: messages.refineSamplingArea,
  fillHoles: messages.fillSamplingHoles,
  smooth: messages.smoothSamplingArea,
}

/** Labels include the target's name, so the list is created each time it is shown. */
export function createMaskCommands(session: CanvasSession, fileActions: CanvasFileActions): readonly Command[] {
  const { targetKind } = session.store.getState()
  const labels = targetKind === 'sampling' ? samplingLabels : maskLabels
  return [
    ...stepCommands(session, labels),
    ...refineCommands(session, labels),
    ...maskListCommands(session, fileActions),
  ]
}

function stepCommands(session: CanvasSession, labels: TargetLabels): readonly Command[] {
  const state = () => session.store.getState()
  const isPaint = state().targetKind === 'paint'
  const isCoverage = () => state().targetKind === 'mask' || state().targetKind === 'sampling'
  return [
    {
      id: 'mask.invert',
      label: labels.invert,
      group: 'Mask',
      isEnabled: isCoverage,
      run: () => session.masks.invert(),
    },
    {
      id: 'mask.clear',
      label: isPaint ? messages.clearLayer : labels.clear,
      group: 'Mask',
      isEnabled: () => !state().isTargetEmpty,
      run: () => session.clear(),
    },
    {
      id: 'mask.restore',
      label: isPaint ? messages.restoreLayer : labels.restore,
      group: 'Mask',
      isEnabled: () => state().canRestore,
      run: () => session.restore(),
    },
    {
      id: 'mask.select-all',
      label: labels.all,
      group: 'Mask',
      run: () => session.masks.selectAll(),
    },
    {
      id: 'mask.border',
      label: labels.border,
      group: 'Mask',
      run: () => session.masks.selectBorder(borderOf(session.size)),
    },
    {
      id: 'mask.rectangle',
      label: labels.rectangle,
      group: 'Mask',
      run: () => session.view.openDialog('rectangle'),
    },
    {
      id: 'mask.subject',
      label: labels.subject,
      group: 'Mask',
      run: () => session.selection.subject('replace'),
    },
    {
      id: 'mask.colour-range',
      label: labels.color,
      group: 'Mask',
      run: () => session.view.openDialog('color-range'),
    },
  ]
}

function refineCommands(session: CanvasSession, labels: TargetLabels): readonly Command[] {
  const isPainted = () => {
    const { targetKind, isTargetEmpty } = session.store.getState()
    return (targetKind === 'mask' || targetKind === 'sampling') && !isTargetEmpty
  }
  const common = { group: 'Mask', isEnabled: isPainted } as const
  return [
    {
      ...common,
      id: 'mask.grow',
      label: labels.grow,
      canRepeat: true,
      run: () => session.selection.refine({ type: 'grow', px: growStepPx }),
    },
    {
      ...common,
      id: 'mask.shrink',
      label: labels.shrink,
      canRepeat: true,
      run: () => session.selection.refine({ type: 'shrink', px: growStepPx }),
    },
    {
      ...common,
      id: 'mask.feather',
      label: labels.refine,
      run: () => session.view.openDialog('refine'),
    },
    {
      ...common,
      id: 'mask.fill-holes',
      label: labels.fillHoles,
      run: () => session.selection.refine({ type: 'fill-holes' }),
    },
    {
      ...common,
      id: 'mask.smooth',
      label: labels.smooth,
      run: () => session.selection.refine({ type: 'smooth', px: growStepPx }),
    },
  ]
}

function maskListCommands(session: CanvasSession, fileActions: CanvasFileActions): readonly Command[] {
  const state = () => session.store.getState()
  const { targetKind, sampling } = state()
  const nextTarget = () => (state().targetKind === 'sampling' ? (state().masks[0]?.id ?? '') : samplingSurfaceId)
  return [
    { id: 'mask.new', label: messages.newMask, group: 'Mask', run: () => void session.masks.add() },
    { id: 'mask.import', label: messages.importMask, group: 'Mask', run: () => fileActions.importMask() },
    {
      id: 'mask.export',
      label: messages.exportMask,
      group: 'Mask',
      isEnabled: () => state().hasMask,
      run: () => fileActions.exportMask(),
    },
    {
      id: 'mask.target',
      label: targetKind === 'sampling' ? messages.paintMask : messages.paintSamplingArea,
      group: 'Mask',
      run: () => session.chooseTarget(nextTarget()),
    },
    {
      id: 'mask.sampling',
      label: sampling === 'painted' ? messages.samplingAutomatic : messages.samplingManual,
      group: 'Mask',
      run: () => session.masks.changeSampling(state().sampling === 'painted' ? 'automatic' : 'painted'),
    },
  ]
}
