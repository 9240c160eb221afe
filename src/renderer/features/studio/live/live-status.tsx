import { formatPlain } from '../../../../shared/messages/formats.ts'
import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import * as messages from '../../../../shared/messages/en/live.ts'
import { useServices } from '../../../client/index.ts'
import { Button } from '../../../ui/button.tsx'
import type { LiveCanvas, LiveCanvasState } from './create-live-canvas.ts'

const pauseTexts: Readonly<Record<Exclude<NonNullable<LiveCanvasState['pause']>, 'slow'>, string>> = {
  job: messages.pausedForJob,
  memory: messages.pausedForMemory,
  heat: messages.pausedForHeat,
  input: messages.pausedForInput,
  hidden: messages.pausedHidden,
}

/** Two digits are enough: 12, 2.5, 0.31. */
const rateText = (rate: number) => formatPlain(Number(rate.toPrecision(2)))

/** How fast it draws, and why it does not. Only a change of state is announced, not every frame. */
export function LiveStatus({ live }: { readonly live: LiveCanvas }): ReactNode {
  const { describeError } = useServices()
  const { pause, error, framesPerSecond, session, frame, promptProblem } = useStore(live.store)
  const isSlow = pause === 'slow' && framesPerSecond !== null
  return (
    <div className="live-status">
      {session !== null && error === null && !isSlow && <p>{sizeText(session.size, framesPerSecond)}</p>}
      <p role="status" data-problem={error === null ? undefined : ''}>
        {error !== null && describeError(error).text}
        {error === null && isSlow && messages.tooSlow({ rate: rateText(framesPerSecond) })}
        {error === null && pause !== null && pause !== 'slow' && pauseTexts[pause]}
        {error === null && pause === null && promptProblem}
        {error === null && pause === null && promptProblem === null && frame === null && messages.loadingModel}
      </p>
      {isSlow && (
        <Button size="small" onClick={() => void live.start(true)}>
          {messages.turnOnAnyway}
        </Button>
      )}
      {error !== null && (
        <Button size="small" onClick={() => void live.start()}>
          {messages.tryAgain}
        </Button>
      )}
    </div>
  )
}

function sizeText({ widthPx, heightPx }: { widthPx: number; heightPx: number }, rate: number | null): string {
  const size = { width: String(widthPx), height: String(heightPx) }
  return rate === null ? messages.size(size) : messages.rate({ ...size, rate: rateText(rate) })
}
