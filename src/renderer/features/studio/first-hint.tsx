import * as messages from '../../../shared/messages/en/studio-parts.ts'
import { useServices, useSettings } from '../../client/index.ts'
import type { CanvasSession } from '../../editor/session/canvas-session.ts'
import { Button } from '../../ui/button.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { useTask } from './form/use-generate.ts'
import { useCanvasState, useStudioState } from './studio-context.ts'
import { canRunHere, taskTexts } from './tasks.ts'
import { useCards } from './results/use-cards.ts'

/** The first two steps, and the tour; hidden after the first fill. */
export function FirstHint({ canvas }: { readonly canvas: CanvasSession }) {
  const { intents } = useServices()
  const hasSeen = useSettings((each) => each.hasSeenFirstStart)
  const isBegun = useSettings((each) => each.tour !== null)
  const task = useTask()
  const isHere = useSettings((each) => each.studio.engines[task]?.every((engine) => typeof engine === 'string') ?? true)
  const hasMask = useCanvasState(canvas, (state) => state.hasMask)
  // While painting, or with the sampling area, which has its own hint.
  const isBusy = useCanvasState(canvas, (state) => state.isPainting || state.targetKind !== 'mask')
  // These say what to do in the same place, or for the same thing.
  const isTold = useStudioState((state) => state.takingFrom !== null || state.isTouring)
  const { cards } = useCards()
  if (isTold || hasSeen || !isHere || !canRunHere(task) || task === 'expand' || isBusy || cards.length > 0) return null
  return (
    <div className="first-hint">
      <p role="status">
        {(hasMask ? messages.pressTask : messages.paintThenPress)({ task: taskTexts[task].label })}{' '}
        <Kbd command="make.generate" />
      </p>
      <Button size="small" onClick={() => intents.send({ type: 'take-tour' })}>
        {isBegun ? messages.continueTour : messages.takeTour}
      </Button>
    </div>
  )
}
