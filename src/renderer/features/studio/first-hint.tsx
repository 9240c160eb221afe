import { useSettings } from '../../client/index.ts'
import type { CanvasSession } from '../../editor/session/canvas-session.ts'
import { Kbd } from '../../ui/kbd.tsx'
import { useCanvasState, useStudioState } from './studio-context.ts'
import { useTask } from './form/use-make.ts'
import { canRunHere, taskWords } from './tasks.ts'
import { useCards } from './use-cards.ts'

/** The two things to know, one after the other; gone after the first fill. */
export function FirstHint({ canvas }: { readonly canvas: CanvasSession }) {
  const hasSeen = useSettings((each) => each.hasSeenFirstStart)
  const task = useTask()
  const isHere = useSettings((each) => each.studio.engines[task]?.every((engine) => engine === 'local') ?? true)
  const hasMask = useCanvasState(canvas, (state) => state.hasMask)
  // While the hand is busy, or at the sampling area, which has its own hint.
  const isBusy = useCanvasState(canvas, (state) => state.isPainting || state.targetKind !== 'mask')
  // Which has its own hint, in the same place.
  const isTaking = useStudioState((state) => state.takingFrom !== null)
  const { cards } = useCards()
  if (isTaking || hasSeen || !isHere || !canRunHere(task) || task === 'expand' || isBusy || cards.length > 0)
    return null
  return (
    <p className="first-hint" role="status">
      {hasMask ? 'Now press' : 'Paint over what should go, then press'} <Kbd command="make.generate" />
      <span className="visually-hidden">{taskWords[task].label}</span>
    </p>
  )
}
