import { samplingSurfaceId } from '../../../shared/domain/surfaces.ts'
import type { Size } from '../../../shared/util/geometry.ts'
import type { Command } from '../../lib/command.ts'
import type { CanvasFileActions } from './canvas-file-actions.ts'
import type { CanvasSession } from './canvas-session.ts'

/** A press of `.` or `,`. */
const growStepPx = 4

/** A band along the picture's sides: a tenth of the shorter one. */
function borderOf({ widthPx, heightPx }: Size): number {
  return Math.max(1, Math.round(Math.min(widthPx, heightPx) / 10))
}

/** Labels name what the command acts on now, so the list is made anew whenever it is shown. */
export function createMaskCommands(session: CanvasSession, fileActions: CanvasFileActions): readonly Command[] {
  const { targetKind } = session.store.getState()
  const name = targetKind === 'sampling' ? 'sampling area' : 'mask'
  return [...stepCommands(session, name), ...refineCommands(session, name), ...maskListCommands(session, fileActions)]
}

function stepCommands(session: CanvasSession, name: string): readonly Command[] {
  const state = () => session.store.getState()
  const { targetKind } = state()
  const target = targetKind === 'paint' ? 'layer' : name
  const isCoverage = () => state().targetKind === 'mask' || state().targetKind === 'sampling'
  return [
    {
      id: 'mask.invert',
      label: `Invert ${name}`,
      group: 'Mask',
      isEnabled: isCoverage,
      run: () => session.masks.invert(),
    },
    {
      id: 'mask.clear',
      label: `Clear ${target}`,
      group: 'Mask',
      isEnabled: () => !state().isTargetEmpty,
      run: () => session.clear(),
    },
    {
      id: 'mask.restore',
      label: `Bring the last ${target} back`,
      group: 'Mask',
      isEnabled: () => state().canRestore,
      run: () => session.restore(),
    },
    {
      id: 'mask.select-all',
      label: name === 'mask' ? 'Mask everything' : 'Sample from everywhere',
      group: 'Mask',
      run: () => session.masks.selectAll(),
    },
    {
      id: 'mask.border',
      label: name === 'mask' ? 'Mask the border' : 'Sample from the border',
      group: 'Mask',
      run: () => session.masks.selectBorder(borderOf(session.size)),
    },
    {
      id: 'mask.rectangle',
      label: name === 'mask' ? 'Mask a rectangle…' : 'Sample from a rectangle…',
      group: 'Mask',
      run: () => session.view.openDialog('rectangle'),
    },
    {
      id: 'mask.subject',
      label: name === 'mask' ? 'Guess subject' : 'Sample from guessed subject',
      group: 'Mask',
      run: () => session.selection.subject('replace'),
    },
    {
      id: 'mask.colour-range',
      label: name === 'mask' ? 'Select by color…' : 'Sample from a color…',
      group: 'Mask',
      run: () => session.view.openDialog('color-range'),
    },
  ]
}

function refineCommands(session: CanvasSession, name: string): readonly Command[] {
  const isPainted = () => {
    const { targetKind, isTargetEmpty } = session.store.getState()
    return (targetKind === 'mask' || targetKind === 'sampling') && !isTargetEmpty
  }
  const common = { group: 'Mask', isEnabled: isPainted } as const
  return [
    {
      ...common,
      id: 'mask.grow',
      label: `Grow ${name} by ${growStepPx} px`,
      canRepeat: true,
      run: () => session.selection.refine({ is: 'grow', px: growStepPx }),
    },
    {
      ...common,
      id: 'mask.shrink',
      label: `Shrink ${name} by ${growStepPx} px`,
      canRepeat: true,
      run: () => session.selection.refine({ is: 'shrink', px: growStepPx }),
    },
    {
      ...common,
      id: 'mask.feather',
      label: `Refine ${name}…`,
      run: () => session.view.openDialog('refine'),
    },
    {
      ...common,
      id: 'mask.fill-holes',
      label: `Fill holes of the ${name}`,
      run: () => session.selection.refine({ is: 'fill-holes' }),
    },
    {
      ...common,
      id: 'mask.smooth',
      label: `Smooth ${name}`,
      run: () => session.selection.refine({ is: 'smooth', px: growStepPx }),
    },
  ]
}

function maskListCommands(session: CanvasSession, fileActions: CanvasFileActions): readonly Command[] {
  const state = () => session.store.getState()
  const { targetKind, sampling } = state()
  const nextTarget = () => (state().targetKind === 'sampling' ? (state().masks[0]?.id ?? '') : samplingSurfaceId)
  return [
    { id: 'mask.new', label: 'New mask', group: 'Mask', run: () => void session.masks.add() },
    { id: 'mask.import', label: 'Bring in a mask…', group: 'Mask', run: () => fileActions.importMask() },
    {
      id: 'mask.export',
      label: 'Save the mask as a file…',
      group: 'Mask',
      isEnabled: () => state().hasMask,
      run: () => fileActions.exportMask(),
    },
    {
      id: 'mask.target',
      label: targetKind === 'sampling' ? 'Paint the mask' : 'Paint the sampling area',
      group: 'Mask',
      run: () => session.chooseTarget(nextTarget()),
    },
    {
      id: 'mask.sampling',
      label: sampling === 'painted' ? 'Sampling area: automatic' : 'Sampling area: painted',
      group: 'Mask',
      run: () => session.masks.changeSampling(state().sampling === 'painted' ? 'automatic' : 'painted'),
    },
  ]
}
